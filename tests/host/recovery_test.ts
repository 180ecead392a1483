import { createHash } from "node:crypto";
import assert from "node:assert/strict";
import { EventId } from "../../src/policy/events.ts";
import type { Host } from "../../src/host/host.ts";
import { START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { FIRST, SECOND } from "../support/samples/journals.ts";
import { machineEvent, machinesOf, upTo } from "../support/samples/machine_events.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { openHost } from "../support/roles/test_host.ts";

const time = new FakeTime(START);
const encoder = new TextEncoder();

/** The folder of a host that has recorded computers 1 to `machines` and was stopped. */
async function folderOf(machines: number, options = {}): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time, options);
  await host.start();
  for (const n of upTo(machines)) await host.record([machineEvent(n)]);
  await host.stop();
  assert.equal(disk.open, 0);
  return disk.afterKill();
}

/** The same without a checkpoint: the process was killed. */
async function killedFolderOf(machines: number, options = {}): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time, options);
  for (const n of upTo(machines)) await host.record([machineEvent(n)]);
  return disk.afterKill();
}

async function openedWith(disk: SimulatedDisk, machines: readonly number[]): Promise<void> {
  const host = await openHost(disk, time);
  assert.equal(host.trouble, undefined);
  assert.deepEqual(machinesOf(host), machines);
  await host.stop();
  assert.equal(disk.open, 0);
}

/** Opens a host that must be sealed; it must have touched nothing. */
async function sealedOn(disk: SimulatedDisk): Promise<Host> {
  const before = disk.contents();
  const host = await openHost(disk, time);
  assert.equal(host.trouble?.kind, "sealed");
  await host.stop();
  assert.deepEqual(disk.contents(), before);
  assert.equal(disk.open, 0);
  return host;
}

const reasonOf = ({ trouble }: Host) => trouble?.reason ?? "";

Deno.test("Host.open() finds what was recorded, from the checkpoint or from the journal alone", async () => {
  await openedWith(await folderOf(7), upTo(7));
  await openedWith(await killedFolderOf(7), upTo(7));
  await openedWith(await folderOf(30, { checkpointEvery: 4, segmentBytes: 900 }), upTo(30));
  await openedWith(await killedFolderOf(30, { checkpointEvery: 4, segmentBytes: 900 }), upTo(30));
});

Deno.test("Host.open() folds the journal from its start where state.json is missing", async () => {
  const disk = await folderOf(5);
  disk.put("state.json", undefined);
  await openedWith(disk, upTo(5));
});

Deno.test("Host.open() seals where state.json is missing and the journal no longer begins at its start", async () => {
  const disk = await folderOf(20, { segmentBytes: 900, journalBytes: 1, checkpointEvery: 5 });
  assert.ok(!disk.names.includes(FIRST));
  disk.put("state.json", undefined);
  assert.match(reasonOf(await sealedOn(disk)), /journal-00000001.jsonl is missing/);
});

Deno.test("Host.open() seals where there is a checkpoint and no journal, and says how to recover", async () => {
  const disk = await folderOf(5);
  disk.put(FIRST, undefined);
  const host = await sealedOn(disk);
  assert.match(reasonOf(host), /journal-00000001.jsonl is missing/);
  assert.match(host.trouble?.kind === "sealed" ? host.trouble.remedy : "", /restore .* from a backup/);
});

Deno.test("Host.open() seals on a damaged or empty state.json, and never begins anew", async () => {
  for (const text of ["", "null", "{}", "garbage", "0"]) {
    const disk = await folderOf(3);
    disk.put("state.json", encoder.encode(text));
    assert.match(reasonOf(await sealedOn(disk)), /state.json/, text);
  }
});

Deno.test("Host.open() seals on a state of a later version and says that a newer program is needed", async () => {
  const disk = await folderOf(3);
  disk.put("state.json", encoder.encode(`{"format": 2}`));
  const host = await sealedOn(disk);
  assert.match(reasonOf(host), /format 2/);
  assert.match(host.trouble?.kind === "sealed" ? host.trouble.remedy : "", /at least as new/);
});

Deno.test("Host.open() takes a state of before the journal had limits, with those that one begins with", async () => {
  const disk = await folderOf(3);
  const stored = JSON.parse(new TextDecoder().decode(disk.peek("state.json")));
  const { journalMaxBytes, journalMaxAgeDays, ...settings } = stored.state.facts.settings;
  assert.deepEqual([journalMaxBytes, journalMaxAgeDays], [268_435_456, 400]);
  const state = { ...stored.state, facts: { ...stored.state.facts, settings } };
  const sha256 = createHash("sha256").update(JSON.stringify(state)).digest("hex");
  disk.put("state.json", new TextEncoder().encode(JSON.stringify({ ...stored, sha256, state })));
  const host = await openHost(disk, time);
  assert.deepEqual([host.trouble, host.facts?.settings], [undefined, stored.state.facts.settings]);
  await host.stop();
});

Deno.test("Host.open() seals on a machine file that is missing or changed", async () => {
  const disk = await folderOf(3);
  const name = disk.names.find((one) => one.startsWith("machines-"))!;
  const changed = disk.afterKill();
  changed.put(name, disk.peek(name)!.with(5, 0x20));
  assert.match(reasonOf(await sealedOn(changed)), new RegExp(name));
  disk.put(name, undefined);
  assert.match(reasonOf(await sealedOn(disk)), /which is missing/);
});

Deno.test("Host.open() seals on a damaged journal and names the segment and the event", async () => {
  const disk = await killedFolderOf(5);
  const bytes = disk.peek(FIRST)!;
  const third = bytes.indexOf(10, bytes.indexOf(10) + 1) + 1;
  disk.put(FIRST, bytes.with(third + 40, bytes[third + 40]! ^ 1));
  assert.match(reasonOf(await sealedOn(disk)), /journal-00000001.jsonl is damaged at event 3: .*hash/);
});

Deno.test("Host.open() seals on secrets that cannot be read", async () => {
  for (const text of ["null", "{}", "["]) {
    const disk = await folderOf(3);
    disk.put("secrets.json", encoder.encode(text));
    const host = await sealedOn(disk);
    assert.match(host.trouble?.kind === "sealed" ? host.trouble.remedy : "", /restore secrets\.json/);
  }
});

Deno.test("Host.open() takes a licence file that cannot be read for none, so that the next one replaces it", async () => {
  const disk = await folderOf(3);
  disk.put("publisher.lic", encoder.encode("{}"));
  const host = await openHost(disk, time);
  assert.deepEqual([host.trouble, host.licence], [undefined, undefined]);
  assert.equal(host.activation(time.now()).kind, "noLicenceFile");
  await host.stop();
});

Deno.test("A sealed host refuses every change and gives the reason and the remedy", async () => {
  const disk = await folderOf(3);
  disk.put(FIRST, undefined);
  const host = await sealedOn(disk);
  assert.throws(() => host.state, /The state folder is sealed: journal-00000001.jsonl is missing/);
  assert.throws(() => host.secrets, /sealed/);
  assert.throws(() => host.activation(START), /sealed/);
  await assert.rejects(host.record([machineEvent(1)]), { name: "HostUnavailable" });
  assert.equal(host.facts, undefined);
});

Deno.test("Host.open() cuts a torn tail off at every length, loses no event before it and says so in the journal", async () => {
  const disk = await killedFolderOf(3);
  const bytes = disk.peek(FIRST)!;
  const ends = [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
  for (let size = ends[1]! + 1; size < bytes.length; size++) {
    const torn = disk.afterKill();
    torn.put(FIRST, bytes.slice(0, size));
    const host = await openHost(torn, time);
    assert.deepEqual(machinesOf(host), [1, 2], `cut at ${size}`);
    const last = JSON.parse(new TextDecoder().decode(torn.peek(FIRST)).split("\n").at(-2)!);
    assert.deepEqual([last.id, last.bytes, last.n], [EventId.journalTailCut, size - ends[1]!, 3]);
    await host.record([machineEvent(3)]);
    await openedWith(torn.afterKill(), [1, 2, 3]);
  }
});

Deno.test("Host keeps the segments that its checkpoint needs, though it was told to keep one", async () => {
  const options = { segmentBytes: 1, journalBytes: 1, checkpointEvery: 1000 };
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time, options);
  for (const n of upTo(6)) {
    await host.record([machineEvent(n)]);
    await host.checkpoint();
    await openedWith(disk.afterKill(), upTo(n));
  }
  assert.deepEqual(disk.names.filter((name) => name.startsWith("journal-")).length <= 2, true);
  await host.stop();
});

Deno.test("Host opens after two checkpoints in a row at the end of a full segment", async () => {
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time, { segmentBytes: 1 });
  await host.record([machineEvent(1)]);
  await host.checkpoint();
  await host.checkpoint();
  assert.equal(disk.peek(SECOND)?.length, 0);
  await openedWith(disk.afterKill(), [1]);
  await host.stop();
});

Deno.test("Host syncs what a killed process had written before it rests a checkpoint on it", async () => {
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time);
  await host.record([machineEvent(1)]);
  disk.dieAt = disk.operations + 2; // in the sync, after the write
  await assert.rejects(host.record([machineEvent(2)]));
  const next = disk.afterKill();
  await openedWith(next, [1, 2]); // stops with a checkpoint
  for (let seed = 0; seed < 20; seed++) await openedWith(next.afterPowerLoss(new SeededRandom(seed)), [1, 2]);
});

Deno.test("Host.open() rejects with what the disk says, and leaves no file open", async () => {
  const clean = await folderOf(3);
  const counting = clean.afterKill();
  await openHost(counting, time);
  for (let at = 1; at <= counting.operations; at++) {
    const disk = clean.afterKill();
    disk.trouble = { at };
    await assert.rejects(openHost(disk, time), /no space left on device/, `operation ${at}`);
    assert.equal(disk.open, 0, `operation ${at}: ${disk.log.at(-1)}`);
    await openedWith(disk, upTo(3));
  }
});
