import type { Sample } from "./exposition.ts";

/** Upper ends of the buckets for what takes from a tenth of a millisecond to seconds, in seconds. */
const BOUNDS = [
  0.000_1,
  0.000_25,
  0.000_5,
  0.001,
  0.002_5,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
];

/** How long something took, each time since the process began. Cheap enough for every request: no object is made. */
export class Histogram {
  /** Not cumulative; the last is for what took longer than every bound. */
  readonly #counts = new Float64Array(BOUNDS.length + 1);
  #sum = 0;

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket += 1;
    this.#counts[bucket]! += 1;
    this.#sum += seconds;
  }

  samples(): Sample[] {
    let below = 0;
    const buckets = Array.from(this.#counts, (count, i): Sample => {
      below += count;
      return { suffix: "_bucket", labels: { le: String(BOUNDS[i] ?? "+Inf") }, value: below };
    });
    return [...buckets, { suffix: "_sum", value: this.#sum }, { suffix: "_count", value: below }];
  }
}
