import assert from "node:assert/strict";
import { exchange } from "../../src/dns/exchange.ts";
import { USUAL_WAITS } from "../../src/dns/exchanged.ts";
import { RecordType } from "../../src/dns/numbers.ts";
import { makeQuery, makeUpdate, MOST_UDP_BYTES } from "../../src/dns/requests.ts";
import { offer } from "../support/dns/dns.ts";
import { bytesNamed, SeededRandom } from "../support/fakes/seeded_random.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { answerTo, framed, type Script, ScriptedDns } from "../support/dns/scripted_dns.ts";

const server = { host: "192.0.2.53", port: 53 };
const query = makeQuery(new SeededRandom(5), "_volact._tcp.example.", RecordType.SRV);
const answer = answerTo(query);

function start(script: Script, { request = query, totalMs = 60_000 } = {}) {
  const dns = new ScriptedDns(script);
  const patience = { waits: USUAL_WAITS, deadline: dns.time.now() + totalMs };
  return { dns, exchanged: exchange(dns.ports, server, request, patience) };
}

/** Moves the clock until nothing waits any more; gives the waits that there were. */
async function runOut({ time }: ScriptedDns): Promise<number[]> {
  const waits: number[] = [];
  for (await settled(); time.waits.length > 0;) {
    waits.push(time.waits[0]!);
    await time.advance(time.waits[0]!);
  }
  return waits;
}

Deno.test("exchange() sends a datagram to the server and gives back what answers it", async () => {
  const { dns, exchanged } = start(() => [answer]);
  const { message, ...rest } = await exchanged as Extract<Awaited<typeof exchanged>, { kind: "answered" }>;
  assert.deepEqual(rest, { kind: "answered", server, transport: "udp", bytes: answer });
  assert.equal(message.id, query.message.id);
  assert.deepEqual(dns.sent.map(({ to, bytes, transport }) => ({ to, bytes, transport })), [
    { to: server, bytes: query.bytes, transport: "udp" },
  ]);
  assert.equal(dns.openCount, 0);
  assert.deepEqual(dns.time.waits, []);
});

const ignored: Readonly<Record<string, Parameters<typeof start>[0]>> = {
  "another address": () => [{ bytes: answer, from: { host: "192.0.2.54", port: 53 } }],
  "another port": () => [{ bytes: answer, from: { host: "192.0.2.53", port: 5353 } }],
  "another ID": () => [answerTo(query, { id: query.message.id ^ 1 })],
  "another name":
    () => [answerTo(query, { questions: [{ ...query.message.questions[0]!, name: "example." }] })],
  "another type": () => [answerTo(query, { questions: [{ ...query.message.questions[0]!, type: 1 }] })],
  "another class":
    () => [answerTo(query, { questions: [{ ...query.message.questions[0]!, questionClass: 3 }] })],
  "no question": () => [answerTo(query, { questions: [] })],
  "two questions":
    () => [answerTo(query, { questions: [query.message.questions[0]!, query.message.questions[0]!] })],
  "another opcode": () => [answerTo(query, { opcode: 4 })],
  "no answer bit": () => [answerTo(query, { response: false })],
  "garbage": () => [bytesNamed("garbage", 32), new Uint8Array(), answer.subarray(0, 20)],
};
for (const [what, script] of Object.entries(ignored)) {
  Deno.test(`exchange() passes over a datagram with ${what} and waits for the answer`, async () => {
    const both = start((sent) => [...script(sent) as Uint8Array[], answer]);
    assert.equal((await both.exchanged).kind, "answered");
    assert.equal(both.dns.sent.length, 1);

    const alone = start(script);
    await runOut(alone.dns);
    const { kind, fault } = await alone.exchanged as Extract<
      Awaited<typeof alone.exchanged>,
      { kind: "unanswered" }
    >;
    assert.deepEqual([kind, fault], ["unanswered", "timeout"]);
    assert.equal(alone.dns.openCount, 0);
  });
}

Deno.test("exchange() takes names in an answer for the same whatever their case", async () => {
  const questions = [{ ...query.message.questions[0]!, name: "_VOLACT._tcp.Example." }];
  const { exchanged } = start(() => [answerTo(query, { questions })]);
  assert.equal((await exchanged).kind, "answered");
});

Deno.test("exchange() takes an error without the question for the answer", async () => {
  const { exchanged } = start(() => [answerTo(query, { questions: [], rcode: 1 })]);
  assert.equal((await exchanged).kind, "answered");
});

Deno.test("exchange() takes an answer to an update without the zone", async () => {
  const request = makeUpdate(new SeededRandom(6), "example.", []);
  const { exchanged } = start(() => [answerTo(request, { questions: [] })], { request });
  assert.equal((await exchanged).kind, "answered");
});

Deno.test("exchange() sends again after one second, two and four, the same each time", async () => {
  const { dns, exchanged } = start(() => []);
  assert.deepEqual(await runOut(dns), [1000, 2000, 4000]);
  assert.deepEqual(dns.sent.map(({ bytes }) => bytes), [query.bytes, query.bytes, query.bytes]);
  assert.deepEqual(await exchanged, {
    kind: "unanswered",
    server,
    transport: "udp",
    fault: "timeout",
    detail: "no answer, asked 3 times",
  });
});

Deno.test("exchange() takes an answer that comes after the second sending", async () => {
  const { dns, exchanged } = start(() => dns.sent.length === 2 ? [answer] : []);
  await settled();
  await dns.time.advance(999);
  assert.equal(dns.sent.length, 1);
  await dns.time.advance(1);
  assert.equal((await exchanged).kind, "answered");
  assert.equal(dns.sent.length, 2);
});

Deno.test("exchange() ends at the deadline, however many sendings are left", async () => {
  const { dns, exchanged } = start(() => [], { totalMs: 2500 });
  assert.deepEqual(await runOut(dns), [1000, 1500]);
  assert.equal((await exchanged).kind, "unanswered");
  assert.equal(dns.sent.length, 2);
});

Deno.test("exchange() asks nobody after the deadline", async () => {
  const { dns, exchanged } = start(() => [answer], { totalMs: 0 });
  assert.equal((await exchanged).kind, "unanswered");
  assert.deepEqual(dns.sent, []);
});

Deno.test("exchange() says that there is no way to the server", async () => {
  const { dns, exchanged } = start(() => new Error("network is unreachable"));
  const expected = {
    kind: "unanswered",
    server,
    transport: "udp",
    fault: "unreachable",
    detail: "network is unreachable",
  };
  assert.deepEqual(await exchanged, expected);
  assert.equal(dns.openCount, 0);
});

Deno.test("exchange() says that an answer is malformed", async () => {
  const { exchanged, dns } = start(() => [Uint8Array.of(...answer, 0)]);
  const result = await exchanged;
  assert(result.kind === "unanswered");
  assert.equal(result.fault, "malformed");
  assert.equal(dns.openCount, 0);
});

Deno.test("exchange() asks by TCP where a datagram is truncated, even in the middle of a record", async () => {
  const cut = answerTo(query, { truncated: true, answers: [] }).slice();
  cut[7] = 9; // nine answers of which none is there
  const { dns, exchanged } = start(({ transport }) => transport === "udp" ? [cut] : [framed(answer)]);
  const result = await exchanged;
  assert(result.kind === "answered");
  assert.equal(result.transport, "tcp");
  assert.deepEqual(dns.sent.map(({ transport }) => transport), ["udp", "tcp"]);
  assert.deepEqual(dns.sent[1]!.bytes, query.bytes);
  assert.equal(dns.openCount, 0);
});

Deno.test("exchange() sends a request that is too long for a datagram by TCP", async () => {
  const { ttl, ...data } = offer("host.example.");
  const change = { kind: "add", name: "_volact._tcp.example.", ttl, data: { type: "SRV", ...data } } as const;
  const request = makeUpdate(new SeededRandom(6), "example.", Array(40).fill(change));
  assert(request.bytes.length > MOST_UDP_BYTES);
  const { dns, exchanged } = start(() => [framed(answerTo(request))], { request });
  assert.equal((await exchanged).kind, "answered");
  assert.deepEqual(dns.sent.map(({ transport }) => transport), ["tcp"]);
});

function startTcp(pieces: readonly (Uint8Array | null)[] | Error, totalMs = 60_000) {
  const truncated = answerTo(query, { truncated: true });
  return start(({ transport }) => transport === "udp" ? [truncated] : pieces, { totalMs });
}

Deno.test("exchange() reads an answer by TCP that comes one byte at a time, after messages that are none", async () => {
  const stream = [
    framed(new Uint8Array()),
    framed(answerTo(query, { id: 1 })),
    framed(bytesNamed("x")),
    framed(answer),
  ];
  const pieces = stream.flatMap((message) => Array.from(message, (byte) => Uint8Array.of(byte)));
  const result = await startTcp(pieces).exchanged;
  assert(result.kind === "answered");
  assert.deepEqual(result.bytes, answer);
});

const half = framed(answer).subarray(0, 20);
const broken: Readonly<
  Record<string, readonly [pieces: readonly (Uint8Array | null)[] | Error, fault: string]>
> = {
  "ends in half an answer": [[half, null], "malformed"],
  "ends before it answers": [[null], "malformed"],
  "sends an answer with a byte too many": [[framed(Uint8Array.of(...answer, 0))], "malformed"],
  "cannot be reached": [new Error("connection refused"), "unreachable"],
};
for (const [what, [pieces, expected]] of Object.entries(broken)) {
  Deno.test(`exchange() says what is wrong where the server ${what} over TCP`, async () => {
    const { dns, exchanged } = startTcp(pieces);
    const result = await exchanged;
    assert(result.kind === "unanswered");
    assert.deepEqual([result.transport, result.fault], ["tcp", expected]);
    assert.equal(dns.openCount, 0);
    assert.deepEqual(dns.time.waits, []);
  });
}

for (const [what, pieces] of [["silent", []], ["stuck in half an answer", [half]]] as const) {
  Deno.test(`exchange() gives a server that is ${what} over TCP ten seconds, and less before the deadline`, async () => {
    for (const [totalMs, waits] of [[60_000, [10_000]], [4000, [4000]]] as const) {
      const { dns, exchanged } = startTcp(pieces, totalMs);
      assert.deepEqual(await runOut(dns), waits);
      const result = await exchanged;
      assert(result.kind === "unanswered");
      assert.deepEqual([result.transport, result.fault], ["tcp", "timeout"]);
      assert.equal(dns.openCount, 0);
    }
  });
}
