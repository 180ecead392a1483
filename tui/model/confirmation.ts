import type { Effect } from "./effects.ts";

/** A question before something that can do harm. No is what is selected at first. */
export interface Confirmation {
  readonly question: string;
  /** What would happen, in sentences. */
  readonly consequences: readonly string[];
  /** What Yes does, in the footer's words: `change the port`. */
  readonly verb: string;
  readonly yes: boolean;
  /** What is done after a Yes. */
  readonly effects: readonly Effect[];
}

export function confirmation(
  question: string,
  consequences: readonly string[],
  verb: string,
  ...effects: readonly Effect[]
): Confirmation {
  return { question, consequences, verb, yes: false, effects };
}
