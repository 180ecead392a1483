import assert from "node:assert/strict";
import { changeSetting } from "../../src/host/installing.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { ask, errorFrom, frameOf } from "../support/roles/asking.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { FIRST } from "../support/samples/journals.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import type { Operation } from "../support/disk/simulated_disk.ts";
import { activatedHost, openHost, type TestHost } from "../support/roles/test_host.ts";

const names = ({ host }: TestHost) => host.state.machines.records().map(({ name }) => name);
const any = () => true;

function fail(made: TestHost, which: (operation: Operation, name: string) => boolean, forever = false): void {
  made.disk.trouble = { at: made.disk.operations + 1, which, forever };
}

for (const failing of ["write", "sync"] as const) {
  Deno.test(`A host whose ${failing} fails says 'try later', reopens and serves again, and knows nothing of what failed`, async () => {
    const made = await activatedHost();
    await ask(made, "before");
    const size = made.disk.peek(FIRST)!.length;
    made.disk.partOfWrite = (bytes) => bytes >> 1;
    fail(made, (operation) => operation === failing);
    const replies = await Promise.all([ask(made, "lost 1"), ask(made, "lost 2")]);
    for (const { result, validity, count, activationInterval, renewalInterval } of replies) {
      assert.deepEqual([result, validity], [HResult.tryLater, 0]);
      assert.equal(count, 1, "who is not recorded is not counted");
      assert.deepEqual([activationInterval, renewalInterval], [120, 10_080]);
    }
    assert.equal((await ask(made, "meanwhile")).result, HResult.tryLater);
    assert.equal((await ask(made, "meanwhile", { probe: true })).result, HResult.tryLater);
    assert.equal(made.host.postponed, 4);
    assert.deepEqual(made.time.waits, [1000]);
    await made.time.advance(1000);
    assert.deepEqual(names(made), ["before"]);
    const after = new TextDecoder().decode(made.disk.peek(FIRST)!.subarray(size));
    assert.match(after, /^[^\n]*"id":12319,[^\n]*\n$/, "only that the disk works again");
    assert.deepEqual([(await ask(made, "after")).result, names(made)], [0, ["before", "after"]]);
    await made.host.stop();
    assert.equal(made.disk.open, 0);
    const again = await openHost(made.disk, made.time);
    assert.deepEqual(again.state.machines.records().map(({ name }) => name), ["before", "after"]);
    await again.stop();
  });
}

Deno.test("A host gives no sequence twice, though the disk failed in between", async () => {
  const made = await activatedHost();
  const sequences = [(await ask(made, "one")).sequence];
  fail(made, (operation) => operation === "sync");
  for (const name of ["two", "three", "four"]) sequences.push((await ask(made, name)).sequence);
  await made.time.advance(1000);
  for (const name of ["five", "six"]) sequences.push((await ask(made, name)).sequence);
  assert.deepEqual(sequences, [1, 2, 3, 4, 5, 6]);
  await made.host.stop();
});

Deno.test("A host whose disk goes on failing tries again at growing intervals, and serves once it works", async () => {
  const made = await activatedHost();
  fail(made, any, true);
  await ask(made, "lost");
  const waits: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    waits.push(made.time.waits[0]!);
    await made.time.advance(made.time.waits[0]!);
    assert.equal(made.host.trouble?.kind, "failed");
    const reply = await ask(made, "lost");
    assert.deepEqual([reply.result, reply.activationInterval], [HResult.tryLater, 120]);
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  made.disk.trouble = undefined;
  await made.time.advance(30_000);
  assert.equal(made.host.trouble, undefined);
  assert.equal((await ask(made, "client")).result, 0);
  assert.deepEqual(names(made), ["client"]);
  await made.host.stop();
  assert.equal(made.disk.open, 0);
});

Deno.test("A host says 'try later' though the disk failed while a setting was changed", async () => {
  const made = await activatedHost();
  fail(made, any, true);
  const changed = changeSetting(
    made.host,
    { name: "activationInterval", value: 60 },
    () => Promise.resolve(null),
  );
  await assert.rejects(changed, /Cannot write the journal/);
  await made.time.advance(1000);
  assert.equal(made.host.trouble?.kind, "failed");
  assert.equal((await ask(made, "client")).result, HResult.tryLater);
  made.disk.trouble = undefined;
  await made.time.advance(2000);
  assert.equal(made.host.facts?.settings.activationInterval, 120);
  assert.equal((await ask(made, "client")).result, 0);
  await made.host.stop();
});

Deno.test("A host whose disk is full answers 'try later' and needs nothing but room to go on", async () => {
  const made = await activatedHost();
  await ask(made, "before");
  made.disk.partOfWrite = (bytes) => Math.min(bytes, 7);
  fail(made, (operation) => operation === "write", true);
  assert.equal((await ask(made, "lost")).result, HResult.tryLater);
  await made.time.advance(1000);
  for (let attempt = 0; attempt < 5; attempt++) {
    assert.equal((await ask(made, `lost ${attempt}`)).result, HResult.tryLater);
    await made.time.advance(1000);
  }
  made.disk.trouble = undefined;
  await made.time.advance(30_000);
  assert.equal((await ask(made, "after")).result, 0);
  assert.deepEqual(names(made), ["before", "after"]);
  await made.host.stop();
  assert.equal(made.disk.open, 0);
});

Deno.test("A host whose journal was damaged while it was reopened is sealed", async () => {
  const made = await activatedHost();
  await ask(made, "before");
  fail(made, (operation) => operation === "sync");
  await ask(made, "lost");
  const bytes = made.disk.peek(FIRST)!;
  made.disk.put(FIRST, bytes.with(40, bytes[40]! ^ 1));
  await made.time.advance(1000);
  assert.equal(made.host.trouble?.kind, "sealed");
  assert.equal((await errorFrom(made.host, frameOf(made, "client"))).code, HResult.hostNotActivated);
  assert.deepEqual(made.time.waits, []);
  await made.host.stop();
});

Deno.test("A host tells its listeners of events once they are on disk, and of none that failed", async () => {
  const made = await activatedHost();
  const heard: string[] = [];
  const end = made.host.subscribe((event) => heard.push("name" in event ? event.name : `${event.id}`));
  const release = made.disk.holdSyncs();
  const asked = ask(made, "first");
  await settled();
  assert.deepEqual(heard, []);
  release();
  await asked;
  fail(made, (operation) => operation === "sync");
  await ask(made, "lost");
  assert.deepEqual(heard, ["first"]);
  await made.time.advance(1000);
  assert.deepEqual(heard, ["first", "12319"], "that the disk works again is on it");
  end();
  await ask(made, "unheard");
  assert.deepEqual(heard, ["first", "12319"]);
  await made.host.stop();
});

Deno.test("A host that is stopped while the disk fails stops at once and loses nothing that it acknowledged", async () => {
  const made = await activatedHost();
  await ask(made, "before");
  fail(made, any, true);
  await ask(made, "lost");
  await made.host.stop();
  assert.equal(made.disk.open, 0);
  assert.deepEqual(made.time.waits, []);
  made.disk.trouble = undefined;
  const again = await openHost(made.disk, made.time);
  assert.ok(again.state.machines.records().some(({ name }) => name === "before"));
  await again.stop();
});

Deno.test("A host whose checkpoint fails serves on, says so, and tries again only after as many events as before", async () => {
  const notes: string[] = [];
  const note = (text: string) => notes.push(text);
  const made = await activatedHost({ checkpointEvery: 10, note });
  await made.host.checkpoint();
  fail(made, (operation, name) => operation === "create" && name.startsWith("machines-"), true);
  for (let n = 1; n <= 25; n++) {
    await made.host.record([machineEvent(n)]);
    await settled();
  }
  assert.equal(notes.length, 2);
  assert.match(notes[0]!, /the checkpoint cannot be written: .*no space left on device/);
  made.disk.trouble = undefined;
  assert.equal((await ask(made, "client")).result, 0);
  await made.host.stop();
  const again = await openHost(made.disk, made.time);
  assert.equal(again.state.machines.records().length, 26);
  await again.stop();
});

Deno.test("A host whose journal fails under a checkpoint reopens it by itself, and refuses nobody for that afterwards", async () => {
  const made = await activatedHost({ segmentBytes: 1, note: () => {} });
  await ask(made, "before");
  fail(made, (operation, name) => operation === "create" && name.startsWith("journal-"));
  await assert.rejects(made.host.checkpoint(), /Cannot write the journal/);
  assert.equal(made.host.trouble?.kind, "failed");
  await made.time.advance(0);
  await made.time.advance(1000);
  assert.equal((await ask(made, "after")).result, 0);
  await made.host.stop();
  assert.equal(made.disk.open, 0);
});

Deno.test("A host that cannot record its stop leaves nothing behind that a loss of power could take away later", async () => {
  const made = await activatedHost();
  await made.host.start();
  fail(made, (operation, name) => operation === "sync" && name === FIRST);
  await assert.rejects(made.host.stop(), /Cannot write the journal/);
  const again = await openHost(made.disk, made.time);
  await again.start();
  for (let seed = 0; seed < 8; seed++) {
    const after = await openHost(made.disk.afterPowerLoss(new SeededRandom(seed)), made.time);
    assert.equal(after.trouble?.reason, undefined);
    await after.stop();
  }
  await again.stop();
});

Deno.test("A host that cannot begin a segment for a checkpoint reopens at once, and refuses nobody afterwards", async () => {
  const made = await activatedHost({ segmentBytes: 1 });
  fail(made, (operation, name) => operation === "sync" && name.startsWith("journal"));
  await assert.rejects(made.host.checkpoint(), /Cannot write the journal/);
  await settled();
  await made.time.advance(1000);
  assert.equal((await ask(made, "after")).result, 0);
  await made.host.stop();
});
