import assert from "node:assert/strict";
import { readingSeldom } from "../../../src/adapters/system/seldom_machine.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { fakeMachine } from "../../support/fakes/fake_machine.ts";

/** Counts how often the hardware is read; the first readings fail. */
function counted(failing: number) {
  const [time, machine] = [new FakeTime(0), fakeMachine("pc-1")];
  const counts = { readings: 0 };
  const hardware = () => {
    counts.readings++;
    return counts.readings <= failing ? Promise.reject(new Error("busy")) : machine.hardware();
  };
  return { time, counts, seldom: readingSeldom({ ...machine, hardware }, time, 3_600_000) };
}

Deno.test("the hardware is read once an hour", async () => {
  const { time, counts, seldom } = counted(0);
  const first = await seldom.hardware();
  await time.advance(3_599_999);
  assert.equal(await seldom.hardware(), first);
  assert.equal(counts.readings, 1);
  await time.advance(1);
  await seldom.hardware();
  assert.equal(counts.readings, 2);
});

Deno.test("a reading that failed is not kept", async () => {
  const { counts, seldom } = counted(1);
  await assert.rejects(seldom.hardware(), /busy/);
  await seldom.hardware();
  assert.equal(counts.readings, 2);
});
