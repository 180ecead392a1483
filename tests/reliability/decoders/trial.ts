import { inForm, type Torture, type Trial } from "../trial.ts";
import type { Batch } from "./batch.ts";
import { BUGS } from "./bugs.ts";
import { runOnThreads } from "./pool.ts";

export const decoders: Trial = {
  number: 7,
  name: "mutated and made-up input for every decoder",
  goal: "10 million, 0 unexpected throws",
  bugs: BUGS,
  run: readMutated,
};

/** So long no input of 64 KiB keeps a thread, even of a busy computer; looked at in the long form alone. Milliseconds. */
const SLOWEST = 5000;

interface Read {
  inputs: number;
  accepted: number;
  slowest: number;
}

async function readMutated(torture: Torture): Promise<string> {
  const { DECODERS } = await import("./known/all.ts");
  const { inputs, batch, threads } = inForm(torture, {
    short: { inputs: 24_000, batch: 500, threads: 1 },
    long: { inputs: 10_000_000, batch: 1000, threads: 2 },
  });
  const names = DECODERS.map(({ name }) => name);
  const shares = DECODERS.map(({ share = 1 }) => share);
  const batches = batchesOf(shares, inputs, batch, torture.seed);
  const read = new Map(names.map((name): [string, Read] => [name, { inputs: 0, accepted: 0, slowest: 0 }]));
  let done = 0;
  const nameOf = ({ decoder, from, to, seed }: Batch) =>
    `${names[decoder]}, inputs ${from} to ${to} of seed ${seed}`;
  await runOnThreads(threads, batches, nameOf, ({ decoder, from, to }, { accepted, slowest }) => {
    const sum = read.get(names[decoder]!)!;
    sum.inputs += to - from;
    sum.accepted += accepted;
    sum.slowest = Math.max(sum.slowest, slowest);
    torture.progress(done += to - from, inputs);
  });
  return figureOf(read, done, torture);
}

/** The inputs of each decoder by its share, in batches; the first of all decoders come first, so that a fault is seen soon. */
function batchesOf(shares: readonly number[], inputs: number, most: number, seed: number): Batch[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const batches = shares.flatMap((share, decoder) => {
    const wanted = Math.ceil(inputs * share / whole);
    const own: Batch[] = [];
    for (let from = 0; from < wanted; from += most) {
      own.push({ decoder, from, to: Math.min(from + most, wanted), seed });
    }
    return own;
  });
  return batches.sort((one, other) => one.from - other.from);
}

function figureOf(read: ReadonlyMap<string, Read>, done: number, { form }: Torture): string {
  const sums = Array.from(read, ([name, { inputs }]) => `${name} ${count(inputs)}`).join("; ");
  const accepted = Array.from(read.values()).reduce((sum, one) => sum + one.accepted, 0);
  const [slow, { slowest }] = Array.from(read).reduce((a, b) => b[1].slowest > a[1].slowest ? b : a);
  if (form === "long" && slowest > SLOWEST) {
    throw new Error(`an input keeps ${slow} for ${Math.round(slowest)} ms`);
  }
  const speed = form === "long"
    ? `, none took more than ${Math.round(slowest)} ms (${slow}; goal ${SLOWEST})`
    : "";
  return `${count(done)} inputs, ${count(accepted)} accepted, 0 unexpected throws${speed} (${sums})`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
