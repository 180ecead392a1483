import assert from "node:assert/strict";
import { USUAL_WAITS } from "../../src/dns/exchanged.ts";
import { DnsCode } from "../../src/dns/failure.ts";
import { Rcode, RecordType } from "../../src/dns/numbers.ts";
import { ServerResolver } from "../../src/dns/resolver.ts";
import { recordOf, servingRecords } from "../support/dns/dns_records.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { answerTo, type Script, ScriptedDns } from "../support/dns/scripted_dns.ts";

const one = { host: "192.0.2.53", port: 53 };
const two = { host: "2001:db8::53", port: 53 };
const SRV = "_volact._tcp.example. 300 SRV 0 0 1688 host.example.";
const ZONE = "example. 300 SOA ns.example.";

function start(script: Script, servers = [one]) {
  const dns = new ScriptedDns(script);
  const patience = { waits: USUAL_WAITS, deadline: dns.time.now() + 60_000 };
  return { dns, resolver: new ServerResolver(dns.ports, servers, patience) };
}

async function failureOf(
  resolver: ServerResolver,
  name = "_volact._tcp.example.",
  type: number = RecordType.SRV,
) {
  const resolution = await resolver.resolve(name, type);
  assert(resolution.kind === "failed", resolution.kind);
  return resolution.failure;
}

Deno.test("resolve() gives the records of a name, and says what was asked", async () => {
  const { resolver, dns } = start(servingRecords(SRV, ZONE));
  const name = "_volact._tcp.example.";
  assert.deepEqual(await resolver.resolve(name, RecordType.SRV), {
    kind: "found",
    owner: name,
    records: [recordOf(SRV)],
    additionals: [],
  });
  assert.deepEqual(resolver.asked, [
    { name, type: 33, server: one, transport: "udp", result: { kind: "rcode", rcode: 0, answers: 1 } },
  ]);
  const [{ message }] = dns.sent as [typeof dns.sent[0] & object];
  assert.equal(message.recursionDesired, true);
  assert.deepEqual(message.additionals.map(({ recordClass, data }) => [recordClass, data.type]), [[
    1232,
    "OPT",
  ]]);
});

Deno.test("resolve() tells a name that does not exist from one without such records", async () => {
  const { resolver } = start(servingRecords(SRV, ZONE));
  const authorities = [recordOf(ZONE)];
  assert.deepEqual(await resolver.resolve("nowhere.example.", 1), { kind: "noName", authorities });
  assert.deepEqual(await resolver.resolve("example.", 1), { kind: "noRecords", authorities });
});

function aliases(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `a${i}.example. 60 CNAME a${i + 1}.example.`);
}

for (const inOne of [true, false]) {
  const how = inOne ? "in one answer" : "each in an answer of its own";
  const script = (count: number): Script => {
    const lines = [...aliases(count), `a${count}.example. 60 A 192.0.2.1`];
    const whole = lines.map(recordOf);
    return inOne ? (sent) => [answerTo(sent, { answers: whole })] : servingRecords(...lines);
  };

  Deno.test(`resolve() follows eight aliases ${how}`, async () => {
    const { resolver } = start(script(8));
    const resolution = await resolver.resolve("a0.example.", RecordType.A);
    assert(resolution.kind === "found");
    assert.equal(resolution.owner, "a8.example.");
    assert.deepEqual(resolution.records, [recordOf("a8.example. 60 A 192.0.2.1")]);
    assert.equal(resolver.asked.length, inOne ? 1 : 9);
  });

  Deno.test(`resolve() follows no ninth alias ${how}`, async () => {
    const { resolver } = start(script(9));
    const failure = await failureOf(resolver, "a0.example.", RecordType.A);
    assert.match(failure.message, /^Cannot look up A a0\.example\.: more than 8 aliases/);
  });
}

Deno.test("resolve() ends in a circle of aliases, within one answer or over several", async () => {
  const circle = ["a.example. 60 CNAME b.example.", "b.example. 60 CNAME a.example."];
  const { resolver } = start(servingRecords(...circle));
  assert.match((await failureOf(resolver, "a.example.")).message, /circle/);
  const whole = start((sent) => [answerTo(sent, { answers: circle.map(recordOf) })]);
  assert.match((await failureOf(whole.resolver, "a.example.")).message, /circle/);
  assert.equal(whole.dns.sent.length, 1);
});

Deno.test("resolve() says that the name at the end of an alias does not exist", async () => {
  const answers = [recordOf("a.example. 60 CNAME b.example.")];
  const { resolver } = start((sent) => [answerTo(sent, { answers, rcode: Rcode.NXDOMAIN })]);
  assert.equal((await resolver.resolve("a.example.", 1)).kind, "noName");
});

Deno.test("resolve() takes no record of another name for the answer", async () => {
  const answers = [recordOf("other.example. 60 A 192.0.2.66")];
  const { resolver } = start((sent) => [answerTo(sent, { answers })]);
  assert.equal((await resolver.resolve("a.example.", RecordType.A)).kind, "noRecords");
});

for (const rcode of [Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP]) {
  Deno.test(`resolve() asks the next server where one answers with rcode ${rcode}`, async () => {
    const { resolver } = start(
      (sent) => sent.to === one ? [answerTo(sent, { rcode })] : servingRecords(SRV)(sent),
      [one, two],
    );
    assert.equal((await resolver.resolve("_volact._tcp.example.", RecordType.SRV)).kind, "found");
    assert.deepEqual(resolver.asked.map(({ server }) => server), [one, two]);
  });
}

Deno.test("resolve() asks the next server where one is silent for seven seconds", async () => {
  const { resolver, dns } = start((sent) => sent.to === one ? [] : servingRecords(SRV)(sent), [one, two]);
  const resolving = resolver.resolve("_volact._tcp.example.", RecordType.SRV);
  for (const wait of USUAL_WAITS) {
    await settled();
    await dns.time.advance(wait);
  }
  assert.equal((await resolving).kind, "found");
  assert.deepEqual(dns.sent.map(({ to }) => to), [one, one, one, two]);
  const result = { kind: "fault", detail: "no answer, asked 3 times" };
  assert.deepEqual(resolver.asked[0], {
    name: "_volact._tcp.example.",
    type: 33,
    server: one,
    transport: "udp",
    result,
  });
});

Deno.test("resolve() fails with what the last server said", async () => {
  const { resolver } = start(
    (sent) => sent.to === one ? new Error("no way") : [answerTo(sent, { rcode: Rcode.REFUSED })],
    [one, two],
  );
  const { code, message } = await failureOf(resolver);
  assert.equal(code, DnsCode.refused);
  assert.equal(
    message,
    "Cannot look up SRV _volact._tcp.example. at [2001:db8::53]:53: the server refuses (REFUSED)",
  );
});

Deno.test("resolve() asks once more without EDNS where a server does not know it", async () => {
  const { resolver, dns } = start((sent) =>
    sent.message.additionals.length > 0 ? [answerTo(sent, { rcode: 1 })] : servingRecords(SRV)(sent)
  );
  assert.equal((await resolver.resolve("_volact._tcp.example.", RecordType.SRV)).kind, "found");
  assert.equal(dns.sent.length, 2);
});

Deno.test("resolve() gives up where a server cannot read a query without EDNS either", async () => {
  const { resolver, dns } = start((sent) => [answerTo(sent, { rcode: 1 })]);
  assert.equal((await failureOf(resolver)).code, DnsCode.formatError);
  assert.equal(dns.sent.length, 2);
});

Deno.test("resolve() fails without a server", async () => {
  assert.equal((await failureOf(start(() => [], []).resolver)).code, DnsCode.noServers);
});

Deno.test("resolve() asks with another ID each time", async () => {
  const { resolver, dns } = start(servingRecords(SRV));
  for (let i = 0; i < 20; i++) await resolver.resolve("_volact._tcp.example.", RecordType.SRV);
  assert(new Set(dns.sent.map(({ message }) => message.id)).size >= 19);
});
