import assert from "node:assert/strict";
import { LicenceState } from "../../src/protocol/licence_state.ts";
import { DAY, HOUR } from "../support/counting.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { TestClient } from "../support/roles/test_client.ts";

/** A client that is activated, and how it stands each time that it is opened anew, as after a restart. */
async function activated() {
  const bench = new TestClient();
  await (await bench.ready()).activate();
  const standing = async () => {
    const { standing: { state, reason, minutesLeft } } = await (await bench.open()).look();
    return { state, reason, days: minutesLeft / 1440 };
  };
  return { bench, standing, pass: (ms: number) => bench.time.set(bench.time.now() + ms) };
}

Deno.test("a lease that has ended is followed by 30 days of grace", async () => {
  const { standing, pass } = await activated();
  pass(180 * DAY);
  assert.deepEqual(await standing(), {
    state: LicenceState.outOfToleranceGrace,
    reason: "leaseEnded",
    days: 30,
  });
  pass(30 * DAY);
  assert.equal((await standing()).state, LicenceState.notification);
});

Deno.test("other hardware leaves 30 days from when it was first seen, and the old hardware licenses again", async () => {
  const { bench, standing, pass } = await activated();
  const { machine } = bench;
  bench.machine = fakeMachine("another computer");
  assert.deepEqual(await standing(), {
    state: LicenceState.outOfToleranceGrace,
    reason: "hardwareChanged",
    days: 30,
  });
  pass(10 * DAY);
  assert.equal((await standing()).days, 20);
  bench.machine = machine;
  assert.equal((await standing()).state, LicenceState.licensed);
});

Deno.test("a lease that was taken away leaves 30 days of what passes, restarts or not", async () => {
  const { bench, standing, pass } = await activated();
  bench.documents.texts.delete("lease.json");
  assert.deepEqual(await standing(), {
    state: LicenceState.nonGenuineGrace,
    reason: "leaseForged",
    days: 30,
  });
  pass(10 * DAY);
  assert.equal((await standing()).days, 20);
  pass(-5 * DAY);
  assert.equal((await standing()).days, 20);
  pass(10 * DAY);
  assert.equal((await standing()).days, 10);
  pass(10 * DAY);
  assert.equal((await standing()).state, LicenceState.notification);
  await (await bench.open()).activate();
  assert.equal((await standing()).state, LicenceState.licensed);
});

Deno.test("without its licence file a client is in doubt, not accused, and with it licensed again", async () => {
  const { bench, standing } = await activated();
  const licence = bench.documents.texts.get("publisher.lic")!;
  for (const damage of [undefined, "{}"]) {
    if (damage === undefined) bench.documents.texts.delete("publisher.lic");
    else bench.documents.texts.set("publisher.lic", damage);
    const found = await standing();
    assert.deepEqual(found, { state: LicenceState.nonGenuineGrace, reason: "licenceMissing", days: 30 });
  }
  bench.documents.texts.set("publisher.lic", licence);
  assert.equal((await standing()).state, LicenceState.licensed);
});

Deno.test("a key that was removed, and a rearm, leave no lease that could have been taken away", async () => {
  for (const work of ["removeKey", "rearm"] as const) {
    const { bench, standing } = await activated();
    const client = await bench.open();
    await client[work]();
    if (work === "removeKey") assert.equal((await standing()).reason, "notInstalled");
    await bench.ready();
    const { state, reason } = await standing();
    assert.deepEqual({ state, reason }, { state: LicenceState.outOfBoxGrace, reason: "notActivatedYet" });
  }
});

Deno.test("the highest time is not forgotten over a restart, nor asked to be written at each look", async () => {
  const { bench, standing, pass } = await activated();
  const before = bench.documents.texts.get("client.json");
  pass(HOUR - 1);
  await standing();
  assert.equal(bench.documents.texts.get("client.json"), before);
  pass(10 * DAY);
  await standing();
  assert.notEqual(bench.documents.texts.get("client.json"), before);
  pass(-10 * DAY);
  assert.equal((await standing()).reason, "clockBack");
});

Deno.test("a clock more than four hours before the lease is in doubt, whatever was made of the highest time seen", async () => {
  const { bench, standing, pass } = await activated();
  const facts = bench.documents.parsed<Record<string, unknown>>("client.json");
  const early = { ...facts, highestTime: 0, lastTime: 0 };
  bench.documents.texts.set("client.json", JSON.stringify(early));
  pass(-4 * HOUR);
  assert.equal((await standing()).reason, "leaseHolds");
  bench.documents.texts.set("client.json", JSON.stringify(early));
  pass(-1);
  assert.equal((await standing()).reason, "clockBack");
});

Deno.test("a client whose folder takes nothing in is looked at all the same", async () => {
  const { bench, standing, pass } = await activated();
  pass(DAY);
  bench.documents.failing = () => true;
  assert.equal((await standing()).state, LicenceState.licensed);
});
