import { perform } from "./performing.ts";
import { Stage } from "./stage.ts";
import type { Step } from "./steps.ts";

/** Where a sequence of steps failed, and why. */
export interface Failure {
  readonly at: number;
  readonly reason: string;
}

/** Runs a sequence from a new host on. Undefined where the host was at every step what the model says. */
export async function runSequence(steps: readonly Step[]): Promise<Failure | undefined> {
  const stage = await Stage.set();
  for (const [at, step] of steps.entries()) {
    try {
      await perform(stage, step);
    } catch (error) {
      await stage.kill(null);
      return { at, reason: error instanceof Error ? error.message : String(error) };
    }
  }
  await stage.kill(null);
  return undefined;
}

/** Steps that fail still, with as many left out as `tries` runs find: halves first, then smaller parts. */
export async function minimised(
  steps: readonly Step[],
  { at }: Failure,
  tries: number,
): Promise<{ readonly steps: readonly Step[]; readonly failure: Failure }> {
  let least = steps.slice(0, at + 1);
  let failure = (await runSequence(least))!;
  for (let length = Math.ceil(least.length / 2), left = tries; length >= 1; length = Math.floor(length / 2)) {
    for (let from = 0; from < least.length && left > 0; left--) {
      const fewer = least.toSpliced(from, length);
      const fails = await runSequence(fewer);
      if (fails === undefined) from += length;
      else [least, failure] = [fewer.slice(0, fails.at + 1), fails];
    }
  }
  return { steps: least, failure };
}
