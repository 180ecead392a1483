import assert from "node:assert/strict";
import { stateOf } from "../support/searching/looking.ts";
import { decodeRequest } from "../../src/protocol/request.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { clientProductKey } from "../support/samples/sample_licence.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { TestClient } from "../support/roles/test_client.ts";

Deno.test("a client that is opened and looked at has written nothing", async () => {
  const bench = new TestClient();
  const client = await bench.open();
  assert.deepEqual(await stateOf(client), { state: 0, minutesLeft: 0 });
  assert.equal((await client.look()).lease, undefined);
  assert.equal(client.product, undefined);
  assert.deepEqual(bench.documents.written, []);
});

Deno.test("a client keeps its machine ID, key and host from one opening to the next", async () => {
  const bench = new TestClient();
  const first = await bench.ready();
  const second = await bench.open();
  assert.equal(second.machineId, first.machineId);
  assert.equal(second.product?.name, "Example Editor");
  assert.equal(second.settings.host, "kms.example:1688");
  assert.equal(second.partialKey, clientProductKey(1).slice(-5));
});

Deno.test("a key needs a licence file that knows it", async () => {
  const bench = new TestClient();
  const client = await bench.open();
  const unknown = await operationErrorOf(() => client.installKey(clientProductKey(99)));
  assert.equal(unknown.code, HResult.keyInvalid);
  bench.documents.texts.delete("publisher.lic");
  const without = await bench.open();
  const error = await operationErrorOf(() => without.installKey(clientProductKey(1)));
  assert.match(error.remedy ?? "", /\/ilc FILE/);
  assert.deepEqual(bench.documents.written, []);
});

Deno.test("what activation lacks is named, with the command that mends it", async () => {
  const bench = new TestClient();
  const client = await bench.open();
  assert.match((await operationErrorOf(() => client.activate())).remedy ?? "", /\/ipk KEY/);
  await client.installKey(clientProductKey(1));
  const error = await operationErrorOf(() => client.activate());
  assert.equal(error.code, HResult.noHostAnswered);
  assert.match(error.remedy ?? "", /\/skms HOST/);
  bench.documents.texts.delete("publisher.lic");
  const bare = await bench.open();
  assert.match((await operationErrorOf(() => bare.activate())).remedy ?? "", /\/ilc FILE/);
  assert.deepEqual(bench.network.sent, []);
});

Deno.test("a removed key takes the lease with it", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.activate();
  await client.removeKey();
  assert.equal(client.hasKey, false);
  await client.installKey(clientProductKey(1));
  assert.equal((await client.look()).lease, undefined);
  await client.removeKey();
  assert.match((await operationErrorOf(() => client.removeKey())).message, /none is installed/);
});

Deno.test("the key of another product makes the lease one of another product", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.activate();
  await client.installKey(clientProductKey(2));
  assert.equal((await client.look()).lease?.kind, "otherProduct");
});

Deno.test("a host that cannot be read is not set; null clears the one that is", async () => {
  const client = await new TestClient().ready();
  await operationErrorOf(() => client.changeSettings({ host: "http://kms" }));
  assert.equal(client.settings.host, "kms.example:1688");
  await client.changeSettings({ host: null });
  assert.equal(client.settings.host, null);
});

Deno.test("a request says who asks, for what, and what is held already", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.activate();
  await client.activate();
  const [first, second] = bench.network.sent.map(decodeRequest);
  assert.equal(first!.name, "pc-1");
  assert.deepEqual(first!.hardware, await bench.machine.hardware());
  assert.deepEqual([first!.renewal, second!.renewal], [false, true]);
  assert.deepEqual([first!.licenceState, second!.licenceState], [2, 1]);
  assert.deepEqual([first!.highestEpoch, second!.highestEpoch], [0, 1]);
  assert.deepEqual(first!.machineId, second!.machineId);
  assert.notDeepEqual(first!.nonce, second!.nonce);
});

Deno.test("a damaged document is refused by its name when the client is opened", async () => {
  for (const text of ["{}", "[", '{"format":1}']) {
    const bench = new TestClient();
    bench.documents.texts.set("client.json", text);
    await assert.rejects(() => bench.open(), /Cannot decode client\.json/);
  }
});

Deno.test("a document of a later version is refused with what to do, and left as it is", async () => {
  const bench = new TestClient();
  const text = '{"format":2}';
  bench.documents.texts.set("client.json", text);
  await assert.rejects(() => bench.open(), {
    name: "NewerFormat",
    message: "client.json has format 2, this program knows 1",
    remedy: "run a version of kms at least as new as the one that wrote it",
  });
  assert.equal(bench.documents.texts.get("client.json"), text);
});

Deno.test("a damaged licence file is as good as none: the next one that is installed replaces it", async () => {
  const bench = new TestClient();
  const text = bench.documents.texts.get("publisher.lic")!;
  bench.documents.texts.set("publisher.lic", text.replace('"payload":"e', '"payload":"f'));
  assert.equal((await bench.open()).licence, undefined);
});
