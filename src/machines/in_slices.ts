import type { Stopwatch, Timer } from "../ports.ts";

/** Milliseconds at a stretch, after which others have their turn. */
const STRETCH_MS = 4;

export interface SlicePorts {
  readonly timer: Timer;
  readonly stopwatch: Stopwatch;
}

/** Carries `work` out a stretch at a time, with a turn of the loop after each. `spent`: told how long each took. */
export async function inSlices<T>(
  { timer, stopwatch }: SlicePorts,
  work: Generator<void, T>,
  spent: (milliseconds: number) => void = () => {},
): Promise<T> {
  for (;;) {
    const began = stopwatch.elapsed();
    let step = work.next();
    while (!step.done && stopwatch.elapsed() - began < STRETCH_MS) step = work.next();
    spent(stopwatch.elapsed() - began);
    if (step.done) return step.value;
    await timer.wait(0);
  }
}
