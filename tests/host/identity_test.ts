import assert from "node:assert/strict";
import { activateOffline, activateOnline, installationId } from "../../src/host/activating.ts";
import { changeSetting, clearKey, generalize, installKey, removeKey } from "../../src/host/installing.ts";
import { EventId } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { ask } from "../support/roles/asking.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { activatedHost, openHost } from "../support/roles/test_host.ts";

const secretsOn = (disk: { contents(): Record<string, string> }) =>
  JSON.parse(disk.contents()["secrets.json"]!);

Deno.test("clearKey() takes the key's text from the disk, keeps the activation, and is done once", async () => {
  const made = await activatedHost();
  const key: string = secretsOn(made.disk).productKey;
  assert.equal(await clearKey(made.host, "alice from 192.0.2.7"), true);
  assert.equal(await clearKey(made.host), false);
  for (const text of Object.values(made.disk.contents())) assert(!text.includes(key));
  assert.equal((await ask(made, "client")).result, 0);
  for (
    const again of [() => activateOnline(made.host, made.publisher.service), () => installationId(made.host)]
  ) {
    const refusal = await operationErrorOf(again);
    assert.equal(refusal.code, HResult.keyNotInstalled);
    assert.match(refusal.message, /the text of the product key was forgotten/);
  }
  await made.host.stop();
  const again = await openHost(made.disk, made.time);
  assert.equal(again.activation(made.time.now()).kind, "activated");
  await installKey(again, key);
  assert.equal(again.activation(made.time.now()).kind, "activated");
  await activateOnline(again, made.publisher.service);
  await again.stop();
  const events = made.disk.contents()["journal-00000001.jsonl"]!.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  const cleared = events.filter(({ id }) => id === EventId.keyCleared);
  assert.deepEqual(cleared.map(({ by }) => by), ["alice from 192.0.2.7"]);
});

Deno.test("a key whose text was forgotten can be removed; where none is installed there is nothing to clear", async () => {
  const made = await activatedHost();
  await clearKey(made.host);
  await removeKey(made.host);
  assert.equal(made.host.secrets.keyCleared, false);
  for (const call of [clearKey, removeKey]) {
    assert.equal((await operationErrorOf(() => call(made.host))).code, HResult.keyNotInstalled);
  }
  await made.host.stop();
});

Deno.test("a copy of the folder on other hardware signs nothing, and activates with a host key of its own", async () => {
  const made = await activatedHost();
  await ask(made, "client");
  await made.host.stop();
  const disk = made.disk.afterKill();
  const copy = {
    ...made,
    disk,
    host: await openHost(disk, made.time, { machine: fakeMachine("copy"), seed: 5 }),
  };
  assert.equal(copy.host.activation(made.time.now()).kind, "hardwareChanged");
  const original = copy.host.secrets.hostKey.publicKey;
  const id = await installationId(copy.host);
  assert.notDeepEqual(copy.host.secrets.hostKey.publicKey, original);
  assert.equal(await installationId(copy.host), id);
  assert.equal(copy.host.activation(made.time.now()).kind, "hardwareChanged");
  await activateOffline(copy.host, await made.publisher.authority.confirm(id));
  assert.equal((await ask(copy, "client")).result, 0);
  await copy.host.stop();
});

Deno.test("online, too, a copy activates with a host key of its own; a repaired host keeps its key", async () => {
  const made = await activatedHost();
  await made.host.stop();
  const keyAfterActivation = async (machine: ReturnType<typeof fakeMachine>) => {
    const host = await openHost(made.disk.afterKill(), made.time, { machine, seed: 5 });
    await activateOnline(host, made.publisher.service);
    const { publicKey } = host.secrets.hostKey;
    await host.stop();
    return publicKey;
  };
  const { publicKey } = made.host.secrets.hostKey;
  assert.notDeepEqual(await keyAfterActivation(fakeMachine("copy")), publicKey);
  assert.deepEqual(await keyAfterActivation(fakeMachine("host", 1)), publicKey);
});

Deno.test("generalize() leaves product key, licence file and settings, and nothing that tells the host from others", async () => {
  const made = await activatedHost();
  await changeSetting(made.host, { name: "renewalInterval", value: 15 }, () => Promise.resolve(null));
  for (const name of ["client 1", "client 2"]) await ask(made, name);
  const { publicKey } = made.host.secrets.hostKey;
  await generalize(made.host, "local");
  await made.host.stop();
  const secrets = secretsOn(made.disk);
  assert.deepEqual([secrets.hostKey, secrets.hardware], [null, null]);
  const disk = made.disk.afterKill();
  const host = await openHost(disk, made.time, { machine: fakeMachine("image 1"), seed: 5 });
  assert.equal(host.activation(made.time.now()).kind, "notActivated");
  assert.notDeepEqual(host.secrets.hostKey.publicKey, publicKey);
  assert.deepEqual(host.totals(made.time.now()), { known: 0, counted: 0, ephemeral: 0 });
  const { facts } = host;
  assert.deepEqual([facts?.counters.requests, facts?.sequence, facts?.settings.renewalInterval], [0, 0, 15]);
  assert.equal(host.licence?.payload.publisher, made.host.licence?.payload.publisher);
  await activateOnline(host, made.publisher.service);
  const computer = { ...made, disk, host };
  assert.equal((await ask(computer, "client 1")).result, 0);
  await host.stop();
});
