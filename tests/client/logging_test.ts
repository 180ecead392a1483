import assert from "node:assert/strict";
import { stateOf } from "../support/searching/looking.ts";
import { SideLog } from "../../src/journal/side_log.ts";
import { ClientEventId, type LoggedEvent } from "../../src/policy/client_events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { TestClient } from "../support/roles/test_client.ts";

async function loggingClient() {
  const bench = new TestClient();
  const disk = new SimulatedDisk();
  const log = bench.log = new SideLog(disk, "client-events");
  const client = await bench.ready();
  const events = async () => (await log.read()).entries.map(({ event }) => event);
  return { bench, disk, client, events };
}

Deno.test("an activation is in the log: what was asked of whom, and what the host said", async () => {
  const { bench, client, events } = await loggingClient();
  bench.reply = { count: 31 };
  await client.activate();
  const [sent, answer, ...others] = await events();
  assert(sent?.id === ClientEventId.requestSent && answer?.id === ClientEventId.answerReceived);
  const { host, port, productId, needed, machineId, licenceState } = sent;
  assert.deepEqual([host, port, productId, needed], [
    "kms.example",
    1688,
    client.product?.id,
    client.product?.threshold,
  ]);
  assert.deepEqual([machineId, licenceState], [client.machineId, 2]);
  const { result, reason, count, renewalInterval, address } = answer;
  assert.deepEqual([result, reason, count, address], [0, null, 31, "192.0.2.1"]);
  assert(renewalInterval !== null && renewalInterval > 0);
  assert.deepEqual(others, []);
});

Deno.test("a refusal is in the log with its code, its count and the reason", async () => {
  const { bench, client, events } = await loggingClient();
  bench.reply = { result: HResult.belowThreshold, count: 7, validity: 0 };
  await client.activate().catch(() => {});
  const answer = (await events()).at(-1);
  assert(answer?.id === ClientEventId.answerReceived);
  assert.deepEqual([answer.result, answer.count], [HResult.belowThreshold, 7]);
  assert.match(answer.reason ?? "", /7/);
});

Deno.test("each host that was asked is in the log, those too that did not answer", async () => {
  const { bench, client, events } = await loggingClient();
  bench.names.addresses.set("other.example", ["192.0.2.99"]);
  await client.changeSettings({ host: "other.example" });
  const refusing = { connect: () => Promise.reject(new Error("connection refused")) };
  const unlucky = await bench.open(refusing);
  await unlucky.activate().catch(() => {});
  const answer = (await events()).at(-1);
  assert(answer?.id === ClientEventId.answerReceived);
  assert.deepEqual([answer.host, answer.address, answer.count, answer.milliseconds], [
    "other.example",
    null,
    null,
    null,
  ]);
  assert.match(answer.reason ?? "", /connection refused/);
});

Deno.test("a log that cannot be written stops no activation", async () => {
  const { disk, client, events } = await loggingClient();
  disk.trouble = { at: 0, forever: true };
  await client.activate();
  assert.equal((await stateOf(client)).state, 1);
  disk.trouble = undefined;
  assert.deepEqual(await events(), []);
});

Deno.test("a search for hosts that is no activation leaves the log alone", async () => {
  const { client, events } = await loggingClient();
  await client.survey();
  assert.deepEqual(await events(), []);
});

Deno.test("an image of a client holds nothing of what the client asked", async () => {
  const { disk, client } = await loggingClient();
  await client.activate();
  await client.generalize();
  assert.deepEqual(disk.names, []);
});

Deno.test("every event of a client can be read as it was written", async () => {
  const { bench, client, events } = await loggingClient();
  for (const reply of [{}, { result: HResult.clockOff, validity: 0 }, { count: 0 }]) {
    bench.reply = reply;
    await client.activate().catch(() => {});
  }
  const ids = (await events()).map(({ id }: LoggedEvent) => id);
  assert.deepEqual(ids, [12288, 12289, 12288, 12289, 12288, 12289]);
});
