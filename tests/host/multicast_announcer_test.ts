import assert from "node:assert/strict";
import { changeSetting, installLicence } from "../../src/host/installing.ts";
import { MulticastAnnouncer } from "../../src/host/multicast_announcer.ts";
import type { SettingName, SettingValue } from "../../src/policy/settings.ts";
import { FakeLan } from "../support/lan/fake_lan.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { openHost, type PortOptions } from "../support/roles/test_host.ts";
import { START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { Publisher } from "../support/roles/publisher.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

/** A host on a link, and what announces it. */
async function onLink(addresses: readonly string[] = ["10.0.0.1", "2001:db8::1"], options: PortOptions = {}) {
  const time = new FakeTime(START);
  const host = await openHost(new SimulatedDisk(), time, { machine: fakeMachine("server"), ...options });
  const lan = new FakeLan(time);
  const computer = lan.computer(...addresses);
  const notes: string[] = [];
  const listening = { address: "0.0.0.0", port: 1688 };
  const announcer = new MulticastAnnouncer(host, computer, {
    listening: () => ({ ...listening }),
    note: (text) => notes.push(text),
  });
  announcer.start();
  return {
    host,
    lan,
    computer,
    notes,
    listening,
    announcer,
    async set(name: SettingName, value: SettingValue): Promise<void> {
      await changeSetting(host, { name, value }, () => Promise.resolve(null));
      await lan.pass(3000);
    },
    /** The SRV records that were sent since this was last asked, each as `PORT TTL`. */
    announced(): string[] {
      const records = lan.sent.splice(0).flatMap(({ message }) => message.answers);
      return records.flatMap(({ ttl, data }) => data.type === "SRV" ? [`${data.port} ${ttl}`] : []);
    },
    async end(): Promise<void> {
      await announcer.stop();
      await host.stop();
    },
  };
}

const ANNOUNCED = { kind: "announced", instance: "KMS", host: "server" };

Deno.test("a host that is not told to announces nothing and opens no socket, whatever else is set", async () => {
  const bench = await onLink();
  await bench.set("port", 1700);
  await bench.lan.pass(60_000);
  assert.deepEqual([bench.lan.sent.length, bench.computer.sockets, bench.announcer.state], [0, 0, undefined]);
  await bench.end();
  assert.equal(bench.lan.sent.length, 0);
});

Deno.test("a host announces itself as soon as it is switched on, and says goodbye when it is switched off", async () => {
  const bench = await onLink();
  await bench.set("multicast", true);
  assert.deepEqual(bench.announcer.state, ANNOUNCED);
  assert.deepEqual(bench.announced(), ["1688 120", "1688 120"]);
  await bench.set("multicast", false);
  assert.deepEqual(bench.announced(), ["1688 0"]);
  assert.deepEqual([bench.announcer.state, bench.computer.sockets, bench.notes], [undefined, 0, []]);
  await bench.end();
});

Deno.test("a host that was switched on announces itself from its start, and says goodbye when it stops", async () => {
  const bench = await onLink();
  await bench.set("multicast", true);
  await bench.announcer.stop();
  bench.announced();
  const again = new MulticastAnnouncer(bench.host, bench.computer, {
    listening: () => bench.listening,
    note: assert.fail,
  });
  again.start();
  await bench.lan.pass(3000);
  assert.deepEqual(bench.announced(), ["1688 120", "1688 120"]);
  await again.stop();
  assert.deepEqual(bench.announced(), ["1688 0"]);
  await bench.set("multicast", false);
  await bench.set("multicast", true);
  assert.deepEqual(bench.announced(), [], "who has stopped is not begun anew by a setting");
  await bench.end();
});

Deno.test("a new port is announced in place of the one before; what does not change it is not announced anew", async () => {
  const bench = await onLink();
  await bench.set("multicast", true);
  bench.announced();
  bench.listening.port = 1700;
  await bench.set("port", 1700);
  assert.deepEqual(bench.announced(), ["1688 0", "1700 120", "1700 120"]);
  await bench.set("activationInterval", 60);
  assert.deepEqual(bench.announced(), []);
  await bench.end();
});

Deno.test("the announcement bears the publisher's name, from the licence file on", async () => {
  const bench = await onLink();
  await bench.set("multicast", true);
  const publisher = await Publisher.create(bench.lan.time);
  const licence = await installLicence(bench.host, publisher.licence);
  await bench.lan.pass(3000);
  const { publisher: name } = licence.payload;
  assert.deepEqual(bench.announcer.state, { ...ANNOUNCED, instance: `${name} KMS` });
  const texts = bench.lan.sent.at(-1)!.message.answers.flatMap(({ data }) =>
    data.type === "TXT" ? data.strings.map((string) => new TextDecoder().decode(string)) : []
  );
  assert.deepEqual(texts, ["txtvers=1", `publisher=${name}`]);
  await bench.end();
});

const LISTENING = [
  ["0.0.0.0", ["10.0.0.1"]],
  ["::", ["10.0.0.1", "2001:db8::1"]],
  ["2001:DB8::1", ["2001:db8::1"]],
] as const;
for (const [address, told] of LISTENING) {
  Deno.test(`a host that listens at ${address} tells those of its addresses that it is reached at`, async () => {
    const bench = await onLink();
    bench.listening.address = address;
    await bench.set("multicast", true);
    const { answers } = bench.lan.sent.at(-1)!.message;
    const addresses = answers.flatMap(({ data }) => "address" in data ? [data.address] : []);
    assert.deepEqual(addresses, told);
    await bench.end();
  });
}

Deno.test("a host that listens at loopback alone says why it is not announced, once, and announces itself when it can", async () => {
  const bench = await onLink();
  bench.listening.address = "127.0.0.1";
  await bench.set("multicast", true);
  await bench.lan.pass(60_000);
  const why = "no network interface has an address that others reach and the service listens at";
  assert.deepEqual(bench.announcer.state, { kind: "waiting", why });
  assert.deepEqual([bench.notes, bench.lan.sent.length], [[`multicast: not announced: ${why}`], 0]);
  bench.listening.address = "10.0.0.1";
  await bench.set("port", 1700);
  assert.equal(bench.announcer.state?.kind, "announced");
  await bench.end();
});

Deno.test("a port of multicast that is not to be had is noted, and tried again", async () => {
  const bench = await onLink();
  bench.computer.refusal = "Cannot listen on UDP port 5353";
  await bench.set("multicast", true);
  await bench.lan.pass(60_000);
  assert.deepEqual(bench.notes, ["multicast: not announced: Cannot listen on UDP port 5353"]);
  bench.computer.refusal = undefined;
  await bench.lan.pass(20_000);
  assert.deepEqual(bench.announcer.state, ANNOUNCED);
  await bench.end();
});

Deno.test("a computer whose name cannot be announced says so, and its host goes on", async () => {
  const bench = await onLink(["10.0.0.1"], { machine: fakeMachine("x".repeat(64)) });
  await bench.set("multicast", true);
  assert.equal(bench.announcer.state?.kind, "waiting");
  assert.match(bench.notes.join(), /^multicast: not announced: .*63/);
  await bench.set("multicast", false);
  assert.equal(bench.announcer.state, undefined);
  await bench.end();
});

Deno.test("a goodbye that is not sent keeps the host from stopping for two seconds at most", async () => {
  const bench = await onLink();
  await bench.set("multicast", true);
  bench.computer.stuck = true;
  let stopped = false;
  const stopping = bench.announcer.stop().then(() => stopped = true);
  await bench.lan.pass(1900);
  assert.equal(stopped, false);
  await bench.lan.pass(200);
  assert.equal(stopped, true);
  await stopping;
  await bench.host.stop();
});
