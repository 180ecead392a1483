import assert from "node:assert/strict";
import { PatchedSources } from "./patched_sources.ts";
import { TRIALS } from "./trials.ts";

/** The short form. `deno task torture` runs the long one. */
const SEED = 20_261_122;

for (const { number, name, run, bugs } of TRIALS) {
  Deno.test(`torture ${number}: ${name}`, async () => {
    await run({ form: "short", seed: SEED, progress: () => {} });
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
