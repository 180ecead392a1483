import assert from "node:assert/strict";
import { DnsCode } from "../../src/dns/failure.ts";
import { lookupFailure, lookupService, serviceName } from "../../src/dns/lookup.ts";
import { Rcode, RecordType } from "../../src/dns/numbers.ts";
import { ServerResolver } from "../../src/dns/resolver.ts";
import { recordOf, servingRecords } from "../support/dns/dns_records.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { answerTo, type Script, ScriptedDns } from "../support/dns/scripted_dns.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const NAME = "_volact._tcp.example.";
const ZONE = "example. 300 SOA ns.example.";

function lookUp(script: Script, domain = "example") {
  const dns = new ScriptedDns(script);
  const patience = { waits: [1000], deadline: dns.time.now() + 60_000 };
  const resolver = new ServerResolver(dns.ports, [{ host: "192.0.2.53", port: 53 }], patience);
  return lookupService(domain, { resolver, random: new SeededRandom(8) });
}

async function targetsOf(script: Script) {
  const { outcome } = await lookUp(script);
  assert(outcome.kind === "found", outcome.kind);
  return outcome.targets;
}

Deno.test("lookupService() gives targets in their order, with the addresses that it asked for", async () => {
  const lookup = await lookUp(servingRecords(
    `${NAME} 300 SRV 20 0 1688 late.example.`,
    `${NAME} 600 SRV 10 0 1700 soon.example.`,
    "late.example. 300 A 192.0.2.2",
    "late.example. 300 AAAA 2001:db8::2",
    "soon.example. 300 A 192.0.2.1",
  ));
  assert.equal(lookup.name, NAME);
  const both = { weight: 0, missing: undefined };
  assert.deepEqual(lookup.outcome, {
    kind: "found",
    targets: [
      { ...both, priority: 10, port: 1700, target: "soon.example.", ttl: 600, addresses: ["192.0.2.1"] },
      {
        ...both,
        priority: 20,
        port: 1688,
        target: "late.example.",
        ttl: 300,
        addresses: ["192.0.2.2", "2001:db8::2"],
      },
    ],
  });
  assert.equal(lookupFailure(lookup), undefined);
  assert.deepEqual(lookup.asked.map(({ name, type }) => `${type} ${name}`).sort(), [
    "1 late.example.",
    "1 soon.example.",
    "28 late.example.",
    "28 soon.example.",
    `33 ${NAME}`,
  ]);
});

Deno.test("lookupService() asks for no addresses that came with the answer, but for those of the other family", async () => {
  const asked: number[] = [];
  const [target] = await targetsOf((sent) => {
    const { type } = sent.message.questions[0]!;
    asked.push(type);
    if (type !== RecordType.SRV) return servingRecords("host.example. 60 AAAA 2001:db8::1")(sent);
    return [answerTo(sent, {
      answers: [recordOf(`${NAME} 300 SRV 0 0 1688 Host.example.`)],
      additionals: [
        recordOf("host.EXAMPLE. 60 A 192.0.2.1"),
        recordOf("other.example. 60 AAAA 2001:db8::66"),
      ],
    })];
  });
  assert.deepEqual(target!.addresses, ["192.0.2.1", "2001:db8::1"]);
  assert.deepEqual(asked, [RecordType.SRV, RecordType.AAAA]);
});

Deno.test("lookupService() goes by weights within a priority", async () => {
  const lines = [1, 1000].map((weight) => `${NAME} 300 SRV 0 ${weight} 1688 w${weight}.example.`);
  const targets = await targetsOf(servingRecords(...lines));
  assert.deepEqual(targets.map(({ weight }) => weight), [1000, 1]);
});

Deno.test("lookupService() follows the alias of a service, and of a target", async () => {
  const [target] = await targetsOf(servingRecords(
    `${NAME} 60 CNAME services.example.`,
    "services.example. 60 SRV 0 0 1688 host.example.",
    "host.example. 60 CNAME real.example.",
    "real.example. 60 A 192.0.2.7",
  ));
  assert.deepEqual(target!.addresses, ["192.0.2.7"]);
  assert.equal(target!.target, "host.example.");
});

Deno.test("lookupService() says that a domain offers no service", async () => {
  const lookup = await lookUp(servingRecords(`${NAME} 60 SRV 0 0 0 .`));
  assert.deepEqual(lookup.outcome, { kind: "notOffered" });
  assert.equal(lookupFailure(lookup)?.code, DnsCode.noRecords);
  assert.match(lookupFailure(lookup)!.message, /does not offer the service/);
});

Deno.test("lookupService() leaves the root out among other targets, and a record that stands there twice", async () => {
  const targets = await targetsOf(servingRecords(
    `${NAME} 60 SRV 0 0 0 .`,
    `${NAME} 60 SRV 1 0 1688 host.example.`,
    `${NAME} 90 SRV 1 0 1688 HOST.example.`,
  ));
  assert.deepEqual(targets.map(({ target }) => target), ["host.example."]);
});

Deno.test("lookupService() takes sixteen targets and no more", async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${NAME} 60 SRV ${i} 0 1688 h${i}.example.`);
  const targets = await targetsOf(servingRecords(...lines));
  assert.deepEqual(targets.map(({ priority }) => priority), Array.from({ length: 16 }, (_, i) => i));
});

Deno.test("lookupService() says what is missing where a target has no address", async () => {
  const lookup = await lookUp(servingRecords(`${NAME} 60 SRV 0 0 1688 host.example.`, ZONE));
  assert(lookup.outcome.kind === "found");
  assert.deepEqual(lookup.outcome.targets[0]!.addresses, []);
  assert.equal(lookup.outcome.targets[0]!.missing, "no address is known in DNS");
  const failure = lookupFailure(lookup);
  assert.equal(failure?.code, DnsCode.noRecords);
  assert.match(failure.message, /leads to host\.example\., of which no address is known/);
});

Deno.test("lookupService() says what the server said where a target's address cannot be had", async () => {
  const serve = servingRecords(`${NAME} 60 SRV 0 0 1688 host.example.`);
  const [target] = await targetsOf((sent) =>
    sent.message.questions[0]!.type === RecordType.SRV
      ? serve(sent)
      : [answerTo(sent, { rcode: Rcode.SERVFAIL })]
  );
  assert.match(
    target!.missing!,
    /^Cannot look up A host\.example\. at 192\.0\.2\.53:53: the server failed \(SERVFAIL\)$/,
  );
});

const failures: readonly (readonly [what: string, rcode: number, code: DnsCode])[] = [
  ["SERVFAIL", Rcode.SERVFAIL, DnsCode.serverFailure],
  ["NXDOMAIN", Rcode.NXDOMAIN, DnsCode.nameError],
  ["REFUSED", Rcode.REFUSED, DnsCode.refused],
  ["NOTIMP", Rcode.NOTIMP, DnsCode.notImplemented],
  ["FORMERR", Rcode.FORMERR, DnsCode.formatError],
  ["no records", Rcode.NOERROR, DnsCode.noRecords],
];
for (const [what, rcode, code] of failures) {
  Deno.test(`lookupFailure() gives the code for ${what}, and one line that names what was looked for`, async () => {
    const failure = lookupFailure(await lookUp((sent) => [answerTo(sent, { rcode })]))!;
    assert.equal(failure.code, code);
    assert.match(failure.message, /^Cannot look up SRV _volact\._tcp\.example\.[^\n]+$/);
    assert(failure.remedy.length > 10);
  });
}

Deno.test("serviceName() puts the label of the service before a domain", () => {
  assert.equal(serviceName("Example.com"), "_volact._tcp.Example.com.");
  assert.equal(serviceName("."), "_volact._tcp.");
  assert.throws(() => serviceName("a b"), DecodeError);
  assert.throws(() => serviceName(`${"a".repeat(60)}.`.repeat(4)), DecodeError);
});
