import type { Timer } from "../../ports.ts";
import { tell } from "./listeners.ts";
import type { LicenceCheck } from "./types.ts";

/** So often a folder is looked at: a look costs about a millisecond. */
const LOOK_MS = 15_000;

/** What can be looked at without an error. */
export interface Checked {
  check(): Promise<LicenceCheck>;
}

/** Is told each time that the licence stands otherwise than before. */
export type Listener = (check: LicenceCheck, before: LicenceCheck) => void;

/** Looks at a licence again and again, for a state ends by the clock alone too. Gives back what ends it. */
export function subscribe(folder: Checked, listener: Listener, timer: Timer): () => void {
  const done = new AbortController();
  watch(folder, listener, timer, done.signal);
  return () => done.abort();
}

async function watch(folder: Checked, listener: Listener, timer: Timer, signal: AbortSignal): Promise<void> {
  let before = await folder.check();
  while (!signal.aborted) {
    await timer.wait(waitAfter(before), signal);
    const now = await folder.check();
    if (!signal.aborted && standsOtherwise(before, now)) tell(() => listener(now, before));
    before = now;
  }
}

/** Until the state ends, where that is before the next look. */
function waitAfter({ stateEnds, trustedTime }: LicenceCheck): number {
  if (stateEnds === null) return LOOK_MS;
  return Math.min(LOOK_MS, Math.max(1000, stateEnds - trustedTime));
}

function standsOtherwise(before: LicenceCheck, now: LicenceCheck): boolean {
  const told = (
    { state, reason, mayRun, activationId, partialProductKey, activationEnds, error }: LicenceCheck,
  ) => JSON.stringify([state, reason, mayRun, activationId, partialProductKey, activationEnds, error]);
  return told(before) !== told(now);
}
