import assert from "node:assert/strict";
import { DatagramQueue } from "../../../src/adapters/network/datagram_queue.ts";
import { systemDatagrams } from "../../../src/adapters/network/dns_transport.ts";
import { denoProgramOutput } from "../../../src/adapters/system/deno_program.ts";
import { systemDnsSettings } from "../../../src/adapters/network/dns_settings.ts";
import { SystemResolver } from "../../../src/adapters/network/system_resolver.ts";
import { exchange } from "../../../src/dns/exchange.ts";
import { DnsCode } from "../../../src/dns/failure.ts";
import { RecordType } from "../../../src/dns/numbers.ts";
import { makeQuery } from "../../../src/dns/requests.ts";
import { parseResolvConf } from "../../../src/dns/system_settings.ts";
import type { Random } from "../../../src/ports.ts";
import { systemPorts } from "../../support/dns/dns.ts";
import { LOOPBACKS } from "../../support/dns/dns_servers.ts";
import { LoopbackDns, type Replies } from "../../support/dns/loopback_dns.ts";
import { answerTo, framed } from "../../support/dns/scripted_dns.ts";
import { bytesNamed, SeededRandom } from "../../support/fakes/seeded_random.ts";

const query = makeQuery(new SeededRandom(5), "_volact._tcp.example.", RecordType.SRV);
const answer = answerTo(query);

async function ask(server: LoopbackDns, waits: readonly number[] = [5000]) {
  const patience = { waits, deadline: systemPorts.clock.now() + 20_000 };
  return await exchange(systemPorts, server.address, query, patience);
}

for (const host of LOOPBACKS) {
  Deno.test(`a question goes out and its answer comes in by UDP over ${host}`, async () => {
    await using server = await LoopbackDns.start(() => [{ bytes: answer }], host);
    const exchanged = await ask(server);
    assert(exchanged.kind === "answered");
    assert.deepEqual(exchanged.bytes, answer);
    assert.equal(exchanged.transport, "udp");
  });

  Deno.test(`a truncated answer over ${host} comes whole by TCP`, async () => {
    const truncated = answerTo(query, { truncated: true });
    const replies: Replies = (_, transport) => [{ bytes: transport === "udp" ? truncated : framed(answer) }];
    await using server = await LoopbackDns.start(replies, host);
    const exchanged = await ask(server);
    assert(exchanged.kind === "answered");
    assert.equal(exchanged.transport, "tcp");
  });
}

Deno.test("what strangers send, garbage and other IDs are passed over on a real socket too", async () => {
  const spoofed = answerTo(query, { rcode: 3 });
  await using server = await LoopbackDns.start(() => [
    { bytes: spoofed, spoofed: true },
    { bytes: answerTo(query, { id: query.message.id ^ 1 }) },
    { bytes: bytesNamed("garbage", 30) },
    { bytes: new Uint8Array() },
    { bytes: answer },
  ]);
  const exchanged = await ask(server);
  assert(exchanged.kind === "answered");
  assert.deepEqual(exchanged.bytes, answer);
});

Deno.test("a server that swallows what it gets, and one that only strangers answer for, are given up", async () => {
  for (const replies of [() => [], () => [{ bytes: answer, spoofed: true }]]) {
    await using server = await LoopbackDns.start(replies);
    const exchanged = await ask(server, [20, 40]);
    assert(exchanged.kind === "unanswered");
    assert.equal(exchanged.fault, "timeout");
    assert.equal(server.ports.length, 2);
    assert.equal(server.ports[0], server.ports[1], "one socket for all sendings to a server");
  }
});

Deno.test("half an answer by TCP is said to be malformed", async () => {
  const truncated = answerTo(query, { truncated: true });
  const half = framed(answer).subarray(0, 15);
  await using server = await LoopbackDns.start((
    _,
    transport,
  ) => [{ bytes: transport === "udp" ? truncated : half }]);
  const exchanged = await ask(server);
  assert(exchanged.kind === "unanswered");
  assert.deepEqual([exchanged.transport, exchanged.fault], ["tcp", "malformed"]);
});

Deno.test("a server that takes no connection is said not to be reached", async () => {
  const server = await LoopbackDns.start(() => []);
  const { address } = server;
  await server[Symbol.asyncDispose]();
  await using silent = await LoopbackDns.start(() => [{ bytes: answerTo(query, { truncated: true }) }]);
  const network = { connect: () => systemPorts.network.connect(address.host, address.port, 1000) };
  const patience = { waits: [5000], deadline: systemPorts.clock.now() + 20_000 };
  const exchanged = await exchange({ ...systemPorts, network }, silent.address, query, patience);
  assert(exchanged.kind === "unanswered");
  assert.equal(exchanged.fault, "unreachable");
});

Deno.test("each question comes from another port, high up", async () => {
  await using server = await LoopbackDns.start(() => [{ bytes: answer }]);
  for (let i = 0; i < 20; i++) await ask(server);
  assert(new Set(server.ports).size >= 19, server.ports.join(" "));
  assert(server.ports.every((port) => port >= 16_384));
});

/** Draws port 16384 + `draw`, one after another. */
function drawing(...draws: readonly number[]): Random {
  const left = [...draws];
  return {
    bytes() {
      const draw = left.shift() ?? 0;
      return Uint8Array.of(draw >> 8, draw & 255);
    },
  };
}

Deno.test("another port is drawn where one is taken, and it is said where all are", async () => {
  const taken = await systemDatagrams(drawing(20_001)).open(4);
  const next = await systemDatagrams(drawing(20_001, 20_002)).open(4);
  await assert.rejects(systemDatagrams(drawing(...Array(8).fill(20_001))).open(4), /EADDRINUSE/);
  next.close();
  taken.close();
});

Deno.test("a flood that nobody takes is dropped beyond what one wait needs", async () => {
  const queue = new DatagramQueue();
  for (let i = 0; i < 500; i++) {
    queue.push({ bytes: Uint8Array.of(i & 255), from: { host: "192.0.2.1", port: 53 } });
  }
  const over = new AbortController();
  for (let i = 0; i < 64; i++) assert.deepEqual((await queue.take(over.signal))?.bytes, Uint8Array.of(i));
  const taking = queue.take(over.signal);
  over.abort();
  assert.equal(await taking, undefined);
});

Deno.test("a datagram that comes while somebody waits is taken, and none once the wait is given up", async () => {
  const queue = new DatagramQueue();
  const datagram = { bytes: Uint8Array.of(1), from: { host: "192.0.2.1", port: 53 } };
  const taking = queue.take(new AbortController().signal);
  queue.push(datagram);
  assert.equal(await taking, datagram);
  queue.push(datagram);
  assert.equal(await queue.take(AbortSignal.abort()), undefined);
});

Deno.test("the system's settings are those of its file", async () => {
  const text = await Deno.readTextFile("/etc/resolv.conf").catch(() => "");
  assert.deepEqual(await systemDnsSettings(denoProgramOutput), parseResolvConf(text));
});

Deno.test("the system's resolver says as a value that it did not answer before the deadline", async () => {
  const resolver = new SystemResolver(AbortSignal.abort());
  const resolution = await resolver.resolve("_volact._tcp.example.", RecordType.SRV);
  assert(resolution.kind === "failed");
  assert.equal(resolution.failure.code, DnsCode.timeout);
  assert.deepEqual(resolver.asked.map(({ transport, server }) => [transport, server]), [[
    "system",
    undefined,
  ]]);
});

Deno.test("the system's resolver knows this computer by its name", async () => {
  const resolver = new SystemResolver(AbortSignal.timeout(20_000));
  const resolution = await resolver.resolve("localhost.", RecordType.A);
  assert(resolution.kind === "found", JSON.stringify(resolution));
  assert.deepEqual(resolution.records.map(({ name, data }) => [name, data]), [
    ["localhost.", { type: "A", address: "127.0.0.1" }],
  ]);
});
