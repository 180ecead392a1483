import type { Patch } from "./patched_sources.ts";

/** One row of the table that `deno task torture` prints: something that befalls the program, and what must hold nevertheless. */
export interface Trial {
  readonly number: number;
  readonly name: string;
  /** What the figure must show. */
  readonly goal: string;
  /** Bugs that it must find. */
  readonly bugs: readonly Bug[];
  /**
   * Runs it, and gives the figure that was seen ("2,000 kills, 0 lost").
   * @throws where something does not hold; the message says what, and with which part of the seed it comes again
   */
  run(torture: Torture): Promise<string>;
}

/** A bug that is planted in a copy of the sources. */
export interface Bug extends Patch {
  /** What the program then does wrong. */
  readonly name: string;
  /** What the trial must say of it. */
  readonly says: RegExp;
}

/** How a trial is to be run. */
export interface Torture {
  /** `short` is part of the tests: some seconds a trial. */
  readonly form: "short" | "long";
  readonly seed: number;
  /** Tells how far it is. */
  progress(done: number, of: number): void;
}

/** What is to be done in this form. */
export function inForm<T>({ form }: Torture, sizes: { readonly short: T; readonly long: T }): T {
  return sizes[form];
}
