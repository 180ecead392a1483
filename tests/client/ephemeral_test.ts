import assert from "node:assert/strict";
import { decodeRequest } from "../../src/protocol/request.ts";
import { TestClient } from "../support/roles/test_client.ts";

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;

/** Whether the latest request asked for a short lease. */
const asksShortly = ({ network }: TestClient) => decodeRequest(network.sent.at(-1)!).ephemeral;

Deno.test("a client asks for the usual lease until it is told to ask for a short one, and then with every request", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.activate();
  assert.equal(asksShortly(bench), false);
  await client.changeSettings({ ephemeral: true });
  await (await bench.open()).activate();
  assert.equal(asksShortly(bench), true);
  await (await bench.open()).survey();
  assert.equal(asksShortly(bench), true, "what hosts would say is asked in the same way");
  await client.changeSettings({ ephemeral: false });
  await client.activate();
  assert.equal(asksShortly(bench), false);
});

Deno.test("a short lease is renewed when half of it is over, whatever the host's interval", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.changeSettings({ ephemeral: true });
  bench.reply = { validity: DAY_MINUTES, renewalInterval: 10_080 };
  const { ends } = await client.activate();
  const issued = bench.time.now();
  const { lease } = await client.look();
  assert.ok(lease?.kind === "holds");
  assert.equal(ends, issued + DAY_MINUTES * MINUTE_MS);
  assert.deepEqual([lease.issued, lease.ends, lease.renewAfter], [issued, ends, (issued + ends) / 2]);
});

Deno.test("a rearm and an image leave it short-lived, and give it a machine ID of its own", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.changeSettings({ ephemeral: true });
  const { machineId } = client;
  await client.rearm();
  assert.notEqual(client.machineId, machineId);
  await client.generalize();
  const container = await bench.open();
  assert.notEqual(container.machineId, client.machineId);
  assert.equal(container.settings.ephemeral, true);
});
