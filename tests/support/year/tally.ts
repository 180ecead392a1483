import { MINUTE } from "../counting.ts";
import type { Answer } from "./host_model.ts";
import type { Expected } from "./licence_model.ts";

/** What a simulated year came to. */
export class Tally {
  events = 0;
  tries = 0;
  looks = 0;
  /** Looks at computers that nothing kept from being licensed. */
  undisturbedLooks = 0;
  readonly states: Record<Expected["state"], number> = {
    licensed: 0,
    outOfBox: 0,
    outOfTolerance: 0,
    nonGenuine: 0,
    notification: 0,
  };
  readonly answers: Record<Answer["result"], number> = { activated: 0, belowThreshold: 0, clockOff: 0 };
  /** How often each kind of incident befell a computer. */
  readonly incidents: Record<string, number> = {};
  /** When hosts were asked, milliseconds since 1970. */
  readonly #asked: number[] = [];

  look(state: Expected["state"]): void {
    this.looks += 1;
    this.states[state] += 1;
  }

  answer(result: Answer["result"], time: number): void {
    this.answers[result] += 1;
    this.#asked.push(time);
  }

  incident(kind: string): void {
    this.incidents[kind] = (this.incidents[kind] ?? 0) + 1;
  }

  /** The most requests within `span` milliseconds of the clock, of those from one time to another. */
  busiest(from: number, to: number, span: number = MINUTE): number {
    const within = this.#asked.filter((time) => time >= from && time < to);
    const bySpan = Map.groupBy(within, (time) => Math.floor(time / span));
    return Math.max(0, ...Array.from(bySpan.values(), (group) => group.length));
  }
}
