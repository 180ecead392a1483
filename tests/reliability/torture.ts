import { parseArgs } from "node:util";
import type { Torture, Trial } from "./trial.ts";
import { TRIALS } from "./trials.ts";

/**
 * `deno task torture [--short] [--only 2,3] [--seed N] [--json]`: what befalls a host in years, in an hour. Prints a row for each trial.
 * Exit status 1 where one fails.
 */
const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    json: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const wanted = values.only?.split(",").map(Number) ?? TRIALS.map(({ number }) => number);
const unknown = wanted.find((number) => !TRIALS.some((trial) => trial.number === number));
if (!Number.isSafeInteger(seed) || unknown !== undefined) {
  const known = TRIALS.map(({ number }) => number).join(", ");
  console.error(
    `torture: --seed takes a whole number, --only takes numbers of ${known}, with commas between`,
  );
  Deno.exit(2);
}

const form = values.short ? "short" : "long";
console.error(`The ${form} form, seed ${seed}`);
const rows = [];
for (const trial of TRIALS.filter(({ number }) => wanted.includes(number))) {
  rows.push(await row(trial));
  if (!values.json) console.log(lineOf(rows.at(-1)!));
}
const failed = rows.filter(({ passed }) => !passed).length;
if (values.json) console.log(JSON.stringify({ form, seed, rows }, null, 2));
else console.log(`${rows.length - failed} held, ${failed} failed (seed ${seed})`);
Deno.exit(failed === 0 ? 0 : 1);

async function row(trial: Trial) {
  const began = performance.now();
  const { passed, seen } = await outcomeOf(trial, { form, seed, progress: showOf(trial) });
  const seconds = Math.round((performance.now() - began) / 1000);
  return { number: trial.number, name: trial.name, goal: trial.goal, passed, seen, seconds };
}

async function outcomeOf(trial: Trial, torture: Torture): Promise<{ passed: boolean; seen: string }> {
  try {
    return { passed: true, seen: await trial.run(torture) };
  } catch (error) {
    return { passed: false, seen: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Tells each further twentieth, on stderr. */
function showOf({ number, name }: Trial): Torture["progress"] {
  let told = 0;
  return (done, of) => {
    const share = Math.floor(20 * done / of);
    if (share <= told) return;
    told = share;
    console.error(`${number} ${name}: ${5 * share} %`);
  };
}

function lineOf({ number, name, goal, passed, seen, seconds }: Awaited<ReturnType<typeof row>>): string {
  return `${passed ? "held  " : "FAILED"} ${number} ${name} (${goal}): ${seen}, ${seconds} s`;
}
