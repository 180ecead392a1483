import assert from "node:assert/strict";
import { hostPorts } from "../../../src/app/folders/folder.ts";
import type { WatchLine } from "../../../src/api/types.ts";
import { hostStatus } from "../../../src/app/handlers/host_status.ts";
import { watchHost } from "../../../src/app/serving/watch.ts";
import { Host } from "../../../src/host/host.ts";
import { EventId, type HostEvent } from "../../../src/policy/events.ts";
import { fakeMachine } from "../../support/fakes/fake_machine.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { machineEvent } from "../../support/samples/machine_events.ts";
import { NOW } from "../../support/samples/samples.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const PERIOD_MS = 250;

async function watched() {
  const folder = await TempFolder.make();
  const time = new FakeTime(NOW * 1000);
  const ports = { ...hostPorts(folder.path), clock: time, timer: time, machine: fakeMachine("kms-1") };
  const host = await Host.open(ports, { version: "0" });
  const ending = new AbortController();
  const lines = watchHost(host, () => hostStatus(host, null), ending.signal);
  const record = (count: number) => host.record(Array.from({ length: count }, () => setting(time.now())));
  const ask = (count: number) => host.record(Array.from({ length: count }, (_, n) => machineEvent(n)));
  const end = async () => {
    ending.abort();
    assert.equal((await lines.next()).done, true);
    assert.deepEqual(time.waits, []);
    await host.stop();
    await folder[Symbol.asyncDispose]();
  };
  return { time, lines, record, ask, end };
}

function setting(time: number): HostEvent {
  return { id: EventId.settingChanged, time, name: "renewalInterval", value: 60 };
}

Deno.test("the first line is the state as it is, at once", async () => {
  const { lines, end } = await watched();
  const { value } = await lines.next();
  assert.equal(value!.status.computer, "kms-1");
  assert.deepEqual([value!.events, value!.left], [[], 0]);
  await end();
});

Deno.test("what happens is told in the next line, and a line comes no sooner than 250 ms after the one before", async () => {
  const { time, lines, record, end } = await watched();
  await lines.next();
  let told = false;
  const next = lines.next().then((result) => {
    told = true;
    return result;
  });
  await record(2);
  await time.advance(PERIOD_MS - 1);
  assert.equal(told, false);
  await time.advance(1);
  const { value } = await next;
  assert.equal(value!.events.length, 2);
  assert.equal(value!.status.settings.renewalInterval, 60);
  await end();
});

Deno.test("a line holds twenty requests and eighty others at most and says how many were left out; the next begins anew", async () => {
  const { time, lines, record, ask, end } = await watched();
  await lines.next();
  const next = lines.next();
  await record(60);
  await ask(50);
  await record(30);
  await time.advance(PERIOD_MS);
  const { events, left }: WatchLine = (await next).value;
  const ids = events.map(({ id }) => id);
  assert.deepEqual(ids, [
    ...Array(60).fill(EventId.settingChanged),
    ...Array(20).fill(EventId.requestProcessed),
    ...Array(20).fill(EventId.settingChanged),
  ]);
  assert.equal(left, 40);
  const after = lines.next();
  await ask(1);
  await time.advance(PERIOD_MS);
  assert.deepEqual([(await after).value!.events.length, (await after).value!.left], [1, 0]);
  await end();
});

Deno.test("a line comes once a second where nothing happens", async () => {
  const { time, lines, end } = await watched();
  await lines.next();
  let told = false;
  const next = lines.next().then(() => told = true);
  for (let i = 0; i < 3; i++) await time.advance(PERIOD_MS);
  assert.equal(told, false);
  await time.advance(PERIOD_MS);
  await next;
  await end();
});

Deno.test("a reader that leaves in the middle of a wait leaves no timer and no listener behind", async () => {
  const { time, lines, record, end } = await watched();
  await lines.next();
  const last = lines.next();
  await settled();
  assert.equal(time.waits.length, 1);
  await end();
  assert.equal((await last).done, true);
  await assert.rejects(() => record(1));
});
