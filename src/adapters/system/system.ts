import type { Clock, Random, Stopwatch, Timer } from "../../ports.ts";

/** The only reader of the clock. */
export const systemClock: Clock = { now: () => Date.now() };

export const systemStopwatch: Stopwatch = { elapsed: () => performance.now() };

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

export const systemTimer: Timer = timerBy((done, milliseconds) => {
  const timeout = setTimeout(done, milliseconds);
  return () => clearTimeout(timeout);
});

/** `start` calls `done` after so many milliseconds, unless what it gives back is called before. */
export function timerBy(start: (done: () => void, milliseconds: number) => () => void): Timer {
  return {
    wait(milliseconds, signal) {
      if (signal?.aborted) return Promise.resolve();
      if (signal === undefined) return new Promise((resolve) => void start(resolve, milliseconds));
      return new Promise((resolve) => {
        const done = () => {
          stop();
          signal.removeEventListener("abort", done);
          resolve();
        };
        const stop = start(done, milliseconds);
        signal.addEventListener("abort", done, { once: true });
      });
    },
  };
}

/** The time zone that this computer's clock is shown in: a name of the IANA database. */
export function systemTimeZone(): string {
  return Temporal.Now.timeZoneId();
}
