import * as v from "valibot";
import { runSequence } from "./sequence.ts";
import type { Step } from "./steps.ts";

/**
 * `deno run -A tests/reliability/model/again.ts < steps.json`: runs a sequence again that the trial has printed. Exit status 1 where it
 * fails still.
 */
const steps = v.parse(
  v.array(v.looseObject({ kind: v.string() })),
  await new Response(Deno.stdin.readable).json(),
);
const failure = await runSequence(steps as unknown as Step[]);
if (failure !== undefined) {
  console.error(`step ${failure.at}, ${JSON.stringify(steps[failure.at])}: ${failure.reason}`);
  Deno.exit(1);
}
console.log(`${steps.length} steps, as the model says`);
