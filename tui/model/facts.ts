import type { Tone } from "../theme.ts";
import { fit, widthOf, wrap } from "../text.ts";

/** What is told of one thing: a name and a value. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly tone?: Tone;
}

/** One row of a detail. */
export interface FactLine {
  readonly label: string;
  readonly text: string;
  readonly tone: Tone;
}

/** The rows that facts take in `width` columns: labels of one width, long values wrapped. */
export function factLines(facts: readonly Fact[], width: number): FactLine[] {
  const widest = Math.max(0, ...facts.map(({ label }) => widthOf(label)));
  const column = Math.min(widest, Math.floor(width / 3));
  return facts.flatMap(({ label, text, tone = "plain" }) =>
    wrap(text, width - column - 2).map((row, i) => ({
      label: fit(i === 0 ? label : "", column),
      text: row,
      tone,
    }))
  );
}
