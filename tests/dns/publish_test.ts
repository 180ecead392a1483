import assert from "node:assert/strict";
import { DnsCode } from "../../src/dns/failure.ts";
import { type Publishing, publishService, withdrawService } from "../../src/dns/publish.ts";
import { Opcode, Rcode, RecordClass } from "../../src/dns/numbers.ts";
import { ServerResolver } from "../../src/dns/resolver.ts";
import { appendTsig, type TsigKey, tsigMac } from "../../src/dns/tsig.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { offer, testKey } from "../support/dns/dns.ts";
import { recordOf, servingRecords } from "../support/dns/dns_records.ts";
import { answerTo, type Script, ScriptedDns, type Sent } from "../support/dns/scripted_dns.ts";

const resolverAddress = { host: "192.0.2.53", port: 53 };
const primary = { host: "192.0.2.1", port: 53 };
const WORLD = ["example. 300 SOA ns.example.", "ns.example. 300 A 192.0.2.1"];
const world = servingRecords(...WORLD);

function start(script: Script, change: Partial<Publishing> = {}) {
  const dns = new ScriptedDns(script);
  const patience = { waits: [1000], deadline: dns.time.now() + 60_000 };
  const resolver = new ServerResolver(dns.ports, [resolverAddress], patience);
  const publishing: Publishing = {
    ports: dns.ports,
    patience,
    resolver,
    server: undefined,
    key: undefined,
    ...change,
  };
  return { dns, publishing };
}

/** Questions go to the world, updates are answered as `answer` says. */
function answeringUpdates(answer: (sent: Sent) => ReturnType<Script>): Script {
  return (sent) => sent.message.opcode === Opcode.UPDATE ? answer(sent) : world(sent);
}

function updatesOf({ sent }: ScriptedDns) {
  return sent.filter(({ message }) => message.opcode === Opcode.UPDATE);
}

async function failureOf(script: Script, change: Partial<Publishing> = {}) {
  const { publishing } = start(script, change);
  const published = await publishService(publishing, "example", offer("host.example."));
  assert(published.kind === "failed", "it was published");
  return published.failure;
}

const name = "_volact._tcp.example.";
const srv = { type: "SRV", priority: 0, weight: 0, port: 1688, target: "host.example." } as const;

Deno.test("publishService() adds one record at the zone's primary server", async () => {
  const { dns, publishing } = start(world);
  assert.deepEqual(await publishService(publishing, "example", offer("host.example.")), {
    kind: "done",
    name,
    zone: "example.",
    server: primary,
    ttl: 3600,
  });
  const [update, ...others] = updatesOf(dns);
  assert.deepEqual(others, []);
  assert.deepEqual(update!.to, primary);
  assert.deepEqual(update!.message.questions, [{ name: "example.", type: 6, questionClass: 1 }]);
  assert.deepEqual(update!.message.answers, []);
  assert.deepEqual(update!.message.authorities, [{ name, recordClass: 1, ttl: 3600, data: srv }]);
});

Deno.test("publishService() takes back exactly our earlier record in the same update", async () => {
  const { dns, publishing } = start(world);
  await publishService(
    publishing,
    "example",
    offer("host.example."),
    offer("host.example.", { port: 1700, weight: 5 }),
  );
  assert.deepEqual(updatesOf(dns)[0]!.message.authorities, [
    { name, recordClass: RecordClass.NONE, ttl: 0, data: { ...srv, port: 1700, weight: 5 } },
    { name, recordClass: RecordClass.IN, ttl: 3600, data: srv },
  ]);
});

Deno.test("publishService() takes nothing back where the earlier record says the same", async () => {
  const { dns, publishing } = start(world);
  await publishService(publishing, "example", offer("host.example"), offer("HOST.example.", { ttl: 60 }));
  assert.deepEqual(updatesOf(dns)[0]!.message.authorities.map(({ recordClass }) => recordClass), [
    RecordClass.IN,
  ]);
});

Deno.test("withdrawService() takes back exactly our record", async () => {
  const { dns, publishing } = start(world);
  const withdrawn = await withdrawService(publishing, "example", offer("host.example."));
  assert.deepEqual(withdrawn, { kind: "done", name, zone: "example.", server: primary, ttl: undefined });
  assert.deepEqual(updatesOf(dns)[0]!.message.authorities, [
    { name, recordClass: RecordClass.NONE, ttl: 0, data: srv },
  ]);
});

Deno.test("publishService() takes the TTL of the records of others, which a server would change otherwise", async () => {
  const { dns, publishing } = start(servingRecords(...WORLD, `${name} 600 SRV 0 0 1688 other.example.`));
  const published = await publishService(publishing, "example", offer("host.example."));
  assert(published.kind === "done");
  assert.equal(published.ttl, 600);
  assert.equal(updatesOf(dns)[0]!.message.authorities[0]!.ttl, 600);
});

Deno.test("publishService() changes the TTL where the records at the name are ours alone", async () => {
  const lines = [`${name} 600 SRV 0 0 1688 HOST.example.`, `${name} 600 SRV 0 0 1700 host.example.`];
  const { publishing } = start(servingRecords(...WORLD, ...lines));
  const earlier = offer("host.example", { port: 1700 });
  const published = await publishService(publishing, "example", offer("host.example."), earlier);
  assert(published.kind === "done");
  assert.equal(published.ttl, 3600);
});

Deno.test("publishService() asks the primary server itself for the TTL, for others count it down", async () => {
  const { dns, publishing } = start(world);
  await publishService(publishing, "example", offer("host.example."));
  const srvQuestions = dns.sent.filter(({ message }) => message.questions[0]!.type === 33);
  assert.deepEqual(srvQuestions.map(({ to }) => to), [primary]);
});

Deno.test("publishService() publishes nothing at an alias, which servers would pass over without a word", async () => {
  const { dns, publishing } = start(servingRecords(...WORLD, `${name} 60 CNAME services.example.`));
  const published = await publishService(publishing, "example", offer("host.example."));
  assert(published.kind === "failed");
  assert.match(published.failure.message, /it is an alias \(CNAME\) of services\.example\.$/);
  assert.deepEqual(updatesOf(dns), []);
});

Deno.test("publishService() finds the zone in an answer that has none of the name, without asking above", async () => {
  const { dns, publishing } = start(
    servingRecords("example. 300 SOA ns.example.", "ns.example. 300 A 192.0.2.1"),
  );
  const published = await publishService(publishing, "deep.in.example", offer("host.example."));
  assert(published.kind === "done");
  assert.equal(published.zone, "example.");
  assert.equal(
    dns.sent.filter(({ message }) => message.questions[0]!.type === 6 && message.opcode === 0).length,
    1,
  );
});

Deno.test("publishService() walks up to the zone where answers do not name it", async () => {
  const { dns, publishing } = start((sent) => {
    const [question] = sent.message.questions;
    if (question!.type === 6 && question!.name !== "example.") {
      return [answerTo(sent, { rcode: Rcode.NXDOMAIN })];
    }
    return world(sent);
  });
  assert.equal((await publishService(publishing, "a.example", offer("host.example."))).kind, "done");
  const asked = dns.sent.filter(({ message }) => message.questions[0]!.type === 6 && message.opcode === 0);
  assert.deepEqual(asked.map(({ message }) => message.questions[0]!.name), [
    "_volact._tcp.a.example.",
    "_tcp.a.example.",
    "a.example.",
    "example.",
  ]);
});

for (const stranger of ["other.", "."]) {
  Deno.test(`publishService() takes the zone ${stranger} for none of the name`, async () => {
    const authorities = [recordOf(`${stranger} 300 SOA ns.other.`)];
    const failure = await failureOf((sent) => [answerTo(sent, { authorities })]);
    assert.match(
      failure.message,
      /^Cannot find the zone of _volact\._tcp\.example\.: no name above it has an SOA record$/,
    );
    assert.equal(failure.code, DnsCode.nameError);
  });
}

Deno.test("publishService() sends to a given server in place of the primary one", async () => {
  const server = { host: "::1", port: 5353 };
  const { dns, publishing } = start(servingRecords("example. 300 SOA ns.nowhere."), { server });
  const published = await publishService(publishing, "example", offer("host.example."));
  assert(published.kind === "done");
  assert.deepEqual(published.server, server);
  assert.deepEqual(updatesOf(dns).map(({ to }) => to), [server]);
});

Deno.test("publishService() says that the primary server has no address", async () => {
  const failure = await failureOf(servingRecords("example. 300 SOA ns.nowhere."));
  assert.equal(failure.code, DnsCode.noRecords);
  assert.equal(
    failure.message,
    "Cannot find the primary server of the zone example.: its SOA record names ns.nowhere., which has no address",
  );
});

Deno.test("publishService() goes to the primary server's next address where one does not answer", async () => {
  const two = servingRecords(...WORLD, "ns.example. 300 AAAA 2001:db8::1");
  const { dns, publishing } = start((sent) =>
    sent.to.host === primary.host ? new Error("no way") : two(sent)
  );
  const published = await publishService(publishing, "example", offer("host.example."));
  assert(published.kind === "done");
  assert.deepEqual(published.server, { host: "2001:db8::1", port: 53 });
  assert.equal(updatesOf(dns).length, 2);
});

const refusals: readonly (readonly [rcode: number, code: number | undefined, name: string])[] = [
  [1, 0x80072329, "FORMERR"],
  [2, 0x8007232A, "SERVFAIL"],
  [3, 0x8007232B, "NXDOMAIN"],
  [4, 0x8007232C, "NOTIMP"],
  [5, 0x8007232D, "REFUSED"],
  [9, 0x80072331, "NOTAUTH"],
  [10, 0x80072332, "NOTZONE"],
  [11, undefined, "RCODE11"],
];
for (const [rcode, code, shown] of refusals) {
  Deno.test(`publishService() fails with the code of ${shown}, and asks no other server`, async () => {
    const { publishing, dns } = start(answeringUpdates((sent) => [answerTo(sent, { rcode })]));
    const published = await publishService(publishing, "example", offer("host.example."));
    assert(published.kind === "failed");
    assert.equal(published.failure.code, code);
    assert.match(
      published.failure.message,
      new RegExp(`^Cannot update the zone example\\. at 192\\.0\\.2\\.1:53: .*\\(${shown}\\)$`),
    );
    assert(published.failure.remedy.length > 10);
    assert.equal(updatesOf(dns).length, 1);
  });
}

Deno.test("publishService() fails with a timeout where nobody takes the update", async () => {
  const failure = await failureOf(answeringUpdates(() => new Error("network is unreachable")));
  assert.equal(failure.code, 0x800705B4);
  assert.equal(failure.message, "Cannot update the zone example. at 192.0.2.1:53: network is unreachable");
});

Deno.test("publishService() fails where the answer is malformed", async () => {
  const failure = await failureOf(answeringUpdates((sent) => [Uint8Array.of(...answerTo(sent), 0)]));
  assert.equal(failure.code, 0x8007251E);
});

const key = testKey("hmac-sha256");

/** A server with the key: signs what answers the update, `change`d. */
function signing(change: { key?: TsigKey; seconds?: number; error?: number; rcode?: number } = {}): Script {
  return answeringUpdates((sent) => {
    const data = sent.message.additionals.at(-1)!.data;
    assert(data.type === "TSIG", "the update is signed");
    const { error = 0, seconds = 0, rcode = 0 } = change;
    const variables = {
      timeSigned: data.timeSigned + seconds,
      fudge: 300,
      error,
      otherData: new Uint8Array(),
    };
    const bytes = answerTo(sent, { rcode });
    const by = change.key ?? key;
    return [appendTsig(bytes, by, tsigMac(bytes, by, variables, data.mac), variables)];
  });
}

Deno.test("publishService() signs the update with the time that its clock says, and takes a signed answer", async () => {
  const { dns, publishing } = start(signing(), { key });
  assert.equal((await publishService(publishing, "example", offer("host.example."))).kind, "done");
  const data = updatesOf(dns)[0]!.message.additionals.at(-1)!.data;
  assert(data.type === "TSIG");
  assert.equal(data.timeSigned, 1_800_000_000);
});

const untrusted: readonly (readonly [what: string, script: Script, code: number, message: RegExp])[] = [
  ["an answer that is not signed", answeringUpdates((sent) => [answerTo(sent)]), 0x80072338, /not signed/],
  [
    "an answer of another secret",
    signing({ key: { ...key, secret: new Uint8Array(32) } }),
    0x80072338,
    /not the key's/,
  ],
  ["an answer of another key", signing({ key: { ...key, name: "other." } }), 0x80072338, /another key/],
  [
    "an answer of another time",
    signing({ seconds: 301 }),
    0x8007233A,
    /its answer is of 2027-01-15T08:05:01\.000Z/,
  ],
  ["a signed refusal", signing({ rcode: Rcode.REFUSED }), 0x8007232D, /REFUSED/],
  [
    "a refusal that is not signed",
    answeringUpdates((sent) => [answerTo(sent, { rcode: 5 })]),
    0x8007232D,
    /REFUSED/,
  ],
  ["BADTRUNC", signing({ error: Rcode.BADTRUNC, rcode: Rcode.NOTAUTH }), NaN, /BADTRUNC/],
];
for (const [what, script, code, message] of untrusted) {
  Deno.test(`publishService() with a key does not take ${what} for success`, async () => {
    const failure = await failureOf(script, { key });
    assert.equal(failure.code, Number.isNaN(code) ? undefined : code);
    assert.match(failure.message, message);
  });
}

Deno.test("publishService() refuses a domain or a target that is no name", async () => {
  const { publishing } = start(world);
  await assert.rejects(publishService(publishing, "a b", offer("host.example.")), DecodeError);
  await assert.rejects(publishService(publishing, "example", offer("a..b")), DecodeError);
});
