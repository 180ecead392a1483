import type { Site } from "./site/site.ts";

/** What a figure is counted in; "times" is a ratio already. */
export type Unit = "/s" | "µs" | "ms" | "s" | "MB" | "bytes" | "times";

/** One measurement, and one of the reference right before or after it. */
export interface Round {
  readonly figure: number;
  readonly reference: number;
}

/** What is to be reached: by the figure itself, or by its ratio to the reference. */
export interface Goal {
  readonly of: "figure" | "ratio";
  readonly is: "atLeast" | "atMost";
  readonly value: number;
}

/** One row of the table that `deno task bench` prints. */
export interface Figure {
  /** For `--only`. */
  readonly name: string;
  readonly what: string;
  readonly unit: Unit;
  /** What it is compared with. */
  readonly reference: string;
  /** Null where a figure is there to explain others. */
  readonly goal: Goal | null;
  /** As many rounds as the site says, each with its turn of the reference. */
  measure(site: Site): Promise<readonly Round[]>;
}

/** What came of a figure. */
export interface Result {
  readonly name: string;
  readonly what: string;
  readonly unit: Unit;
  /** Medians. */
  readonly figure: number;
  readonly reference: number;
  readonly comparedWith: string;
  /** Median of the ratios of the rounds. */
  readonly ratio: number;
  readonly goal: Goal | null;
  /** Null where there is no goal. */
  readonly met: boolean | null;
  readonly rounds: readonly Round[];
}

export function resultOf({ name, what, unit, reference, goal }: Figure, rounds: readonly Round[]): Result {
  const figure = median(rounds.map((round) => round.figure));
  const ratio = median(rounds.map((round) => round.figure / round.reference));
  return {
    name,
    what,
    unit,
    figure,
    reference: median(rounds.map((round) => round.reference)),
    comparedWith: reference,
    ratio,
    goal,
    met: goal === null ? null : isMet(goal, goal.of === "ratio" ? ratio : figure),
    rounds,
  };
}

export function isMet({ is, value }: Goal, reached: number): boolean {
  return is === "atLeast" ? reached >= value : reached <= value;
}

/** Of an even number of values the lower one of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("nothing was measured");
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;
}

/** For figures that come of the same rounds: measured for the first of them, and kept for the others. */
export function measuredOnce<T>(measure: (site: Site) => Promise<T>): (site: Site) => Promise<T> {
  let measured: Promise<T> | undefined;
  return (site) => measured ??= measure(site);
}
