import { widthOf } from "../text.ts";
import { Line, Toned } from "./line.tsx";

/** The title of a part of the screen, with a rule behind it to the end of `width` columns. */
export function Section({ title, width }: { readonly title: string; readonly width: number }) {
  return (
    <Line>
      <Toned tone="strong">{title}</Toned>{" "}
      <Toned tone="faint">{"─".repeat(Math.max(0, width - widthOf(title) - 1))}</Toned>
    </Line>
  );
}
