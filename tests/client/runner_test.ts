import assert from "node:assert/strict";
import type { Client } from "../../src/client/client.ts";
import { NotNow } from "../../src/client/renewing.ts";
import { ClientRunner, type SharedFolder } from "../../src/client/runner.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { DAY, HOUR } from "../support/counting.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { clientProductKey } from "../support/samples/sample_licence.ts";
import { target } from "../support/searching/scripted_names.ts";
import { TestClient } from "../support/roles/test_client.ts";

/** A runner over a client in memory, whose folder can be kept by somebody else; and what it tells. */
class Bench extends TestClient {
  /** Somebody else keeps the folder. */
  busy = false;
  /** How many work on the folder now. */
  holding = 0;
  /** Why the last try failed, as it was told at each look; `null` where nothing was. */
  readonly refusals: (string | null)[] = [];
  readonly waits: string[] = [];
  readonly #folder: SharedFolder = { read: (work) => this.#hold(work), write: (work) => this.#hold(work) };
  readonly runner = new ClientRunner(this.#folder, {
    seen: (_, refused) => {
      this.refusals.push(refused === undefined ? null : (refused as Error).message);
      return Promise.resolve();
    },
    waits: (error) => void this.waits.push((error as Error).message),
    planned: () => {},
  });

  async #hold<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (this.busy) throw new NotNow("busy");
    this.holding += 1;
    try {
      return await work(await this.open());
    } finally {
      this.holding -= 1;
    }
  }

  /** A try as keepActivated makes it, and the look after it. */
  async try(): Promise<void> {
    await this.runner.activate().catch((error) => this.runner.failed(error));
    await this.runner.look();
  }
}

async function ready(): Promise<Bench> {
  const bench = new Bench();
  await bench.ready();
  return bench;
}

Deno.test("while hosts are asked the folder is free for commands", async () => {
  const bench = await ready();
  const held: number[] = [];
  bench.network.answer = (frame) => {
    held.push(bench.holding);
    return bench.answerSoundly(frame);
  };
  await bench.runner.activate();
  assert.deepEqual(held, [0]);
  const { renewal } = await bench.runner.look();
  assert.equal(renewal?.after, bench.time.now() + 7 * DAY);
});

Deno.test("a folder that somebody keeps is no failure, and no host is asked for it", async () => {
  const bench = await ready();
  bench.busy = true;
  await assert.rejects(() => bench.runner.look(), NotNow);
  await assert.rejects(() => bench.runner.activate(), NotNow);
  assert.deepEqual([bench.network.sent.length, bench.refusals, bench.waits], [0, [], []]);
});

Deno.test("a client without licence file or key is shown, and waits; with both it tries", async () => {
  const bench = new Bench();
  const licence = bench.documents.texts.get("publisher.lic")!;
  bench.documents.texts.delete("publisher.lic");
  const why = async () => (await operationErrorOf(() => bench.runner.look())).message;
  assert.match(await why(), /^Waiting for a licence file/);
  bench.documents.texts.set("publisher.lic", licence);
  assert.match(await why(), /^Waiting for a product key: none is installed/);
  assert.equal(bench.refusals.length, 2);
  await assert.rejects(() => bench.runner.activate(), NotNow);
  await bench.ready();
  assert.equal((await bench.runner.look()).renewal, null);
  await (await bench.open()).removeKey();
  assert.match(await why(), /product key/);
});

Deno.test("a damaged folder is told as what it waits for, and recovers with the folder", async () => {
  const bench = await ready();
  const sound = bench.documents.texts.get("client.json")!;
  bench.documents.texts.set("client.json", "{");
  const error = await operationErrorOf(() => bench.runner.look());
  bench.runner.failed(error);
  assert.match(bench.waits[0] ?? "", /client\.json/);
  bench.documents.texts.set("client.json", sound);
  await bench.runner.look();
  assert.deepEqual(bench.refusals, [null]);
});

Deno.test("where a lease could not be written no host is asked; as soon as it can, one is", async () => {
  const bench = await ready();
  bench.documents.failing = () => true;
  for (let tries = 0; tries < 3; tries++) await assert.rejects(() => bench.runner.activate(), NotNow);
  await bench.runner.look();
  assert.equal(bench.network.sent.length, 0);
  assert.match(bench.refusals[0] ?? "", /no space left/);
  bench.documents.failing = () => false;
  await bench.try();
  assert.deepEqual([bench.network.sent.length, bench.refusals.at(-1)], [1, null]);
});

Deno.test("a refusal is told at each look, until somebody has activated", async () => {
  const bench = await ready();
  bench.reply = { result: HResult.belowThreshold, count: 3, validity: 0 };
  await bench.try();
  await bench.runner.look();
  assert.equal(bench.refusals.length, 2);
  for (const told of bench.refusals) assert.match(told ?? "", /has counted 3 computers/);
  bench.reply = {};
  await (await bench.open()).activate(); // kms /ato
  await bench.runner.look();
  assert.equal(bench.refusals.at(-1), null);
});

Deno.test("while a renewal fails the lease that holds does not silence why", async () => {
  const bench = await ready();
  await bench.try();
  bench.time.set(bench.time.now() + 7 * DAY);
  bench.network.answer = () => "reset";
  await bench.runner.look();
  await bench.try();
  await bench.runner.look();
  assert.match(bench.refusals.at(-1) ?? "", /reset/);
});

Deno.test("a command that changes the key while hosts are asked is not undone by what they say", async () => {
  const bench = await ready();
  await (await bench.open()).changeSettings({ host: null, domain: "example.com" });
  bench.names.offer("example.com.", target("kms.example", ["192.0.2.1"]));
  bench.names.delay = async () => {
    await (await bench.open()).installKey(clientProductKey(2));
  };
  const error = await operationErrorOf(() => bench.runner.activate());
  assert.match(error.message, /were changed meanwhile/);
  assert.equal((await bench.open()).product?.name, "Example Server");
  assert.equal(bench.documents.texts.has("lease.json"), false);
});

Deno.test("what a look shows is written no more often than each hour", async () => {
  const bench = await ready();
  const { length } = bench.documents.written;
  for (let looks = 0; looks < 10; looks++) await bench.runner.look();
  assert.equal(bench.documents.written.length, length);
  bench.time.set(bench.time.now() + HOUR);
  await bench.runner.look();
  await bench.runner.look();
  assert.equal(bench.documents.written.length, length + 1);
});

Deno.test("settings of another text are another reason to try", async () => {
  const bench = await ready();
  await bench.runner.look();
  const before = bench.runner.settings;
  await bench.runner.look();
  assert.equal(bench.runner.settings, before);
  await (await bench.open()).changeSettings({ host: "other.example" });
  await bench.runner.look();
  assert.notEqual(bench.runner.settings, before);
});

Deno.test("a key that was removed and installed again between two looks is another reason to try", async () => {
  const bench = await ready();
  await bench.try();
  const before = bench.runner.settings;
  await (await bench.open()).removeKey();
  await bench.ready();
  await bench.runner.look();
  assert.notEqual(bench.runner.settings, before);
});
