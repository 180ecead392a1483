import { SignInRefused } from "../../src/api/sign_in_refused.ts";
import type { WatchLine } from "../../src/api/types.ts";
import type { StreamChange } from "../model/host_view.ts";

export type Watch = (signal: AbortSignal) => AsyncIterable<WatchLine>;

/** Resolves after `milliseconds`, or as soon as `signal` is aborted. Never rejects. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Milliseconds of a stopwatch. */
export type Elapsed = () => number;

/** Seconds before a lost stream is tried again, twice as many after each failure. */
const FIRST_RETRY = 1;
const LAST_RETRY = 15;

/** From one delivery to the next, at least: four frames a second are enough to read. */
const PACE_MS = 250;
/** The pause is so many times as long as the drawing before it: on a slow or a busy computer no more than a twentieth goes into drawing. */
const REST = 19;

/**
 * What happens to the stream, which is opened again whenever it ends or throws, until `signal` is aborted or the sign-in is refused:
 * trying again would be guessing, and make everybody at this address wait.
 */
export async function* changesOf(
  watch: Watch,
  wait: Wait,
  signal: AbortSignal,
): AsyncGenerator<StreamChange> {
  for (let failures = 0; !signal.aborted; failures++) {
    let reason = "the host has ended the connection";
    try {
      for await (const line of watch(signal)) {
        if (signal.aborted) return;
        failures = 0;
        yield { kind: "line", line };
      }
    } catch (error) {
      if (error instanceof SignInRefused && !signal.aborted) return yield { kind: "refused" };
      reason = error instanceof Error ? error.message : String(error);
    }
    if (signal.aborted) return;
    const retrySeconds = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures);
    yield { kind: "lost", reason, retrySeconds };
    await wait(retrySeconds * 1000, signal);
    if (!signal.aborted) yield { kind: "retrying" };
  }
}

export interface Pace {
  /** Milliseconds from one delivery to the next, or of `burst` of them. */
  readonly least?: number;
  /** Deliveries that may come right after each other: one, if it is not said. */
  readonly burst?: number;
  /** Says how long a delivery took. */
  readonly elapsed?: Elapsed | undefined;
}

/**
 * A function to call whenever there is news: `deliver` is called at once, then no more often than the pace allows. What it draws counts
 * as part of it where that is done by the next turn of the promises, as React does.
 */
export function paced(
  deliver: () => void,
  wait: Wait,
  signal: AbortSignal,
  { least = PACE_MS, burst = 1, elapsed = () => 0 }: Pace = {},
): () => void {
  let news = false;
  let pausing = 0;
  async function pause(): Promise<void> {
    pausing += 1;
    while (news && !signal.aborted) {
      news = false;
      const began = elapsed();
      deliver();
      await null;
      const took = elapsed() - began;
      await wait(Math.max(least, REST * took), signal);
    }
    pausing -= 1;
  }
  return () => {
    news = true;
    if (pausing < burst) pause();
  };
}

/** The real wait. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
