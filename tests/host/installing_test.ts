import assert from "node:assert/strict";
import { encodeProductKey } from "../../src/crypto/product_key.ts";
import { FILES } from "../../src/authority/files.ts";
import { activateOnline } from "../../src/host/activating.ts";
import { changeSetting, installKey, installLicence, removeKey } from "../../src/host/installing.ts";
import { EventId } from "../../src/policy/events.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { ask, frameOf, replyTo } from "../support/roles/asking.ts";
import { DAY, START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { Publisher } from "../support/roles/publisher.ts";
import { sampleLicence } from "../support/samples/sample_licence.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { activatedHost, equippedHost, openHost } from "../support/roles/test_host.ts";

/** The OperationError that an operation rejects with. */
async function refusalOf(operation: Promise<unknown>): Promise<OperationError> {
  const error = await operation.then(() => undefined, (cause) => cause);
  assert.ok(error instanceof OperationError, `expected an OperationError, got ${error}`);
  return error;
}

async function freshHost() {
  const [disk, time] = [new SimulatedDisk(), new FakeTime(START)];
  return { disk, time, host: await openHost(disk, time) };
}

const secretsOn = (disk: SimulatedDisk) => JSON.parse(new TextDecoder().decode(disk.peek("secrets.json")));

Deno.test("installLicence() keeps the file as it was delivered, through a restart", async () => {
  const { host, disk, time } = await freshHost();
  const text = sampleLicence();
  assert.equal((await installLicence(host, text)).payload.publisher, "Example Software");
  await host.stop();
  const again = await openHost(disk, time);
  assert.equal(again.licence?.text, text);
  await again.stop();
});

Deno.test("installLicence() takes a newer or the same serial and refuses an older one", async () => {
  const { host } = await freshHost();
  for (const serial of [3, 3, 4]) await installLicence(host, sampleLicence({ serial }));
  const refusal = await refusalOf(installLicence(host, sampleLicence({ serial: 3 })));
  assert.match(refusal.message, /serial 3 is older than the installed 4/);
  assert.equal(
    (await refusalOf(installLicence(host, sampleLicence({ serial: 3 }), true))).remedy !== undefined,
    true,
  );
  assert.equal(host.licence?.payload.serial, 4);
  await host.stop();
});

Deno.test("installLicence() refuses other roots unless the administrator accepts them", async () => {
  const { host, time } = await freshHost();
  const other = await Publisher.create(time, 9);
  await installLicence(host, sampleLicence());
  const refusal = await refusalOf(installLicence(host, other.licence));
  assert.match(refusal.message, /other root keys than those of Example Software/);
  assert.match(refusal.remedy ?? "", /--accept-new-roots/);
  assert.equal(host.licence?.payload.publisher, "Example Software");
  await installLicence(host, other.licence, true);
  assert.equal(host.licence?.payload.publisher, "Publisher 9");
  await host.stop();
});

Deno.test("a host that has taken new roots serves nothing until it is activated under them", async () => {
  const { host, time } = await activatedHost();
  const other = await Publisher.create(time, 9);
  await installLicence(host, other.licence, true);
  assert.equal(host.activation(time.now()).kind, "otherPublisher");
  await installKey(host, await other.authority.issueKey("host", []));
  await activateOnline(host, other.service);
  assert.equal(host.activation(time.now()).kind, "activated");
  await host.stop();
});

Deno.test("a host whose authority key was withdrawn serves nothing until it is activated under the next one", async () => {
  const { host, time, publisher } = await activatedHost();
  const roots = await Promise.all([0, 2].map((i) => publisher.documents.text(FILES.roots[i]!).read()));
  const succession = { roots: roots as string[], distrust: true };
  const { licence } = await publisher.authority.publish({ succession }, new SeededRandom(5));
  await installLicence(host, licence);
  assert.equal(host.activation(time.now()).kind, "distrusted");
  await activateOnline(host, publisher.service);
  assert.equal(host.activation(time.now()).kind, "activated");
  await host.stop();
});

Deno.test("installLicence() refuses what is no licence file, was changed, or is out of date", async () => {
  const { host, time } = await freshHost();
  for (const text of ["", "{}", sampleLicence().replace(/"signature":"./, `"signature":"_`)]) {
    assert.match((await refusalOf(installLicence(host, text))).message, /^Cannot decode licence file/);
  }
  for (const now of [START - 365 * DAY, START + 3000 * DAY]) {
    time.set(now);
    assert.match((await refusalOf(installLicence(host, sampleLicence()))).message, /not valid yet|expired/);
  }
  assert.equal(host.licence, undefined);
  await host.stop();
});

Deno.test("installKey() refuses a client key and a mistyped key, with the code for it", async () => {
  const { host, publisher } = await equippedHost();
  const before = host.facts?.key;
  const clientKey = publisher.products[0]!.clientKey;
  const hostKey = await publisher.authority.issueKey("host", []);
  const mistyped = hostKey.slice(0, -1) + (hostKey.endsWith("B") ? "C" : "B");
  for (const text of [clientKey, mistyped, "", "no key at all"]) {
    assert.equal((await refusalOf(installKey(host, text))).code, HResult.keyInvalid, text);
  }
  assert.deepEqual(host.facts?.key, before);
  await host.stop();
});

Deno.test("installKey() of the same key, however typed, changes nothing and keeps the activation", async () => {
  const made = await activatedHost();
  const { productKey } = secretsOn(made.disk);
  const { operations } = made.disk;
  const installed = await installKey(made.host, productKey.toLowerCase().replaceAll("-", " "));
  assert.equal(installed.partialKey, productKey.slice(-5));
  assert.equal(made.disk.operations, operations);
  assert.equal((await ask(made, "client")).result, 0);
  await made.host.stop();
});

Deno.test("installKey() of another key ends the activation", async () => {
  const made = await activatedHost();
  const { serial } = await installKey(made.host, await made.publisher.authority.issueKey("host", []));
  assert.equal(made.host.facts?.key?.serial, serial);
  assert.equal(made.host.activation(made.time.now()).kind, "notActivated");
  await activateOnline(made.host, made.publisher.service);
  assert.equal((await ask(made, "client")).result, 0);
  await made.host.stop();
});

Deno.test("installKey() takes a key of the same serial with another secret for another key", async () => {
  const { host } = await equippedHost();
  const { serial } = host.facts!.key!;
  const other = encodeProductKey({ kind: "host", serial, secret: new Uint8Array(8).fill(7) });
  await installKey(host, other);
  assert.equal(host.facts?.key?.partialKey, other.slice(-5));
  assert.deepEqual(host.secrets.productKey?.secret, new Uint8Array(8).fill(7));
  await host.stop();
});

Deno.test("installKey() keeps the key's text out of the journal", async () => {
  const { host, disk } = await equippedHost();
  const { productKey, hostKey } = secretsOn(disk);
  await host.stop();
  for (const [name, text] of Object.entries(disk.contents())) {
    if (name === "secrets.json") continue;
    assert.ok(!text.includes(productKey) && !text.includes(hostKey), name);
  }
});

Deno.test("removeKey() takes key and activation away, for good, and is refused without a key", async () => {
  const made = await activatedHost();
  await removeKey(made.host);
  assert.equal(secretsOn(made.disk).productKey, null);
  await made.host.stop();
  const again = await openHost(made.disk, made.time);
  assert.deepEqual([again.facts?.key, again.facts?.activation], [null, null]);
  assert.match((await refusalOf(removeKey(again))).message, /none is installed/);
  await again.stop();
});

Deno.test("changeSetting() carries a setting out, then records it, and both hold after a restart", async () => {
  const made = await activatedHost();
  const applied: number[] = [];
  const apply = () => {
    applied.push(made.host.facts!.settings.activationInterval);
    return Promise.resolve("it takes effect later");
  };
  assert.equal(
    await changeSetting(made.host, { name: "activationInterval", value: 15 }, apply),
    "it takes effect later",
  );
  assert.deepEqual(applied, [120]);
  assert.equal(await changeSetting(made.host, { name: "activationInterval", value: 15 }, apply), null);
  assert.equal(applied.length, 1);
  assert.equal((await ask(made, "client")).activationInterval, 15);
  await made.host.stop();
  const again = await openHost(made.disk, made.time);
  assert.equal((await replyTo(again, frameOf(made, "client"))).activationInterval, 15);
  await again.stop();
});

Deno.test("changeSetting() keeps no value that is outside its range or cannot be carried out", async () => {
  const { host } = await freshHost();
  const never = () => Promise.reject(new Error("the port is taken"));
  assert.equal(
    (await refusalOf(changeSetting(host, { name: "port", value: 0 }, never))).code,
    HResult.malformed,
  );
  assert.equal(
    (await refusalOf(changeSetting(host, { name: "renewalInterval", value: 14 }, never))).code,
    HResult.malformed,
  );
  await assert.rejects(changeSetting(host, { name: "port", value: 1700 }, never), /the port is taken/);
  assert.equal(host.facts?.settings.port, 1688);
  await host.stop();
});

Deno.test("A machine limit that is set holds for the next computer", async () => {
  const made = await activatedHost();
  await changeSetting(made.host, { name: "machineLimit", value: 50 }, () => Promise.resolve(null));
  for (let n = 1; n <= 50; n++) assert.equal((await ask(made, `client ${n}`)).result, 0);
  assert.equal((await ask(made, "client 51")).result, HResult.machineLimitReached);
  assert.equal((await ask(made, "client 50")).result, 0);
  await made.host.stop();
});

Deno.test("What is installed is in the journal, each with its own event", async () => {
  const made = await activatedHost();
  await changeSetting(made.host, { name: "machineLimit", value: 60 }, () => Promise.resolve(null));
  await removeKey(made.host);
  await made.host.stop();
  const lines = made.disk.contents()["journal-00000001.jsonl"]!.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).id), [
    EventId.licenceInstalled,
    EventId.keyInstalled,
    EventId.hostActivated,
    EventId.settingChanged,
    EventId.keyRemoved,
  ]);
});
