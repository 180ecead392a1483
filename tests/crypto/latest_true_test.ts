import assert from "node:assert/strict";
import { LatestTrue } from "../../src/crypto/latest_true.ts";

/** Whether a key was looked at. */
function looked(latest: LatestTrue, key: string, isTrue: boolean): boolean {
  let looked = false;
  const said = latest.remember(key, () => {
    looked = true;
    return isTrue;
  });
  assert.equal(said, looked ? isTrue : true);
  return looked;
}

Deno.test("what was true is not looked at again, what was not is", () => {
  const latest = new LatestTrue(2);
  assert.deepEqual([looked(latest, "a", true), looked(latest, "a", false)], [true, false]);
  assert.deepEqual([looked(latest, "b", false), looked(latest, "b", true)], [true, true]);
});

Deno.test("no more keys are remembered than asked for: the oldest goes", () => {
  const latest = new LatestTrue(2);
  for (const key of ["a", "b", "c"]) looked(latest, key, true);
  assert.deepEqual(["c", "b", "a"].map((key) => looked(latest, key, false)), [false, false, true]);
});
