import type { FactLine } from "../model/facts.ts";
import { Line, Toned } from "./line.tsx";

export interface FactsProps {
  readonly lines: readonly FactLine[];
  /** The first row that is shown. */
  readonly top: number;
  readonly rows: number;
}

/** A detail, from a row on. */
export function Facts({ lines, top, rows }: FactsProps) {
  return (
    <>
      {lines.slice(top, top + rows).map(({ label, text, tone }, i) => (
        <Line key={top + i}>
          <Toned tone="faint">{`${label}  `}</Toned>
          <Toned tone={tone}>{text}</Toned>
        </Line>
      ))}
    </>
  );
}
