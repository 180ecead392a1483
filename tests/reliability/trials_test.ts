import assert from "node:assert/strict";
import { PatchedSources } from "./patched_sources.ts";
import { TRIALS } from "./trials.ts";

/** The short form. `deno task torture` runs the long one. */
const SEED = 20_261_122;
/** What turns a hang into a failure: the longest takes a small part of it. */
const DEADLINE_MS = 300_000;

for (const { number, name, run, bugs } of TRIALS) {
  Deno.test(`torture ${number}: ${name}`, async () => {
    await untilDeadline(run({ form: "short", seed: SEED, progress: () => {} }));
  });
  for (const bug of bugs) {
    Deno.test(`torture ${number} finds a bug that is planted: ${bug.name}`, async () => {
      await using copy = await PatchedSources.make(bug);
      const words = ["--short", "--only", String(number), "--seed", String(SEED)];
      const { code, output } = await copy.run("tests/reliability/torture.ts", ...words);
      assert.equal(code, 1, output);
      assert.match(output, bug.says);
    });
  }
}

Deno.test("every bug to be planted fits the sources", async () => {
  for (const { bugs } of TRIALS) for (const bug of bugs) await PatchedSources.refuseMisfit(bug);
});

Deno.test("every trial has a number of its own, and a bug that it finds", () => {
  const numbers = TRIALS.map(({ number }) => number);
  assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
  for (const { bugs, name } of TRIALS) assert.ok(bugs.length > 0, name);
});

async function untilDeadline(running: Promise<unknown>): Promise<void> {
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => over.reject(new Error("it does not come to an end")), DEADLINE_MS);
  await Promise.race([running, over.promise]).finally(() => clearTimeout(timer));
}
