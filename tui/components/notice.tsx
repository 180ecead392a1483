import { MARKS, type Tone } from "../theme.ts";
import { Line, Toned } from "./line.tsx";

/** What the person is told until the next key, behind its mark. */
export function Notice({ tone, lines }: { readonly tone: Tone; readonly lines: readonly string[] }) {
  return (
    <>
      {lines.map((text, i) => (
        <Line key={i}>
          <Toned tone={tone}>{`${i === 0 ? MARKS[tone] : " "} ${text}`}</Toned>
        </Line>
      ))}
    </>
  );
}
