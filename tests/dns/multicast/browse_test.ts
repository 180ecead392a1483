import assert from "node:assert/strict";
import { lookupFailure } from "../../../src/dns/lookup.ts";
import { announceService } from "../../../src/dns/multicast/announce.ts";
import {
  type BrowsedServices,
  type BrowseOptions,
  browseServices,
} from "../../../src/dns/multicast/browse.ts";
import { responsePacket } from "../../../src/dns/multicast/packets.ts";
import { RecordType } from "../../../src/dns/numbers.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import { FakeLan } from "../../support/lan/fake_lan.ts";
import { recordsOf, response, SERVICE_TYPE, serviceOf } from "../../support/lan/multicast.ts";

/** What a client finds while `meanwhile` runs, which is called after its first question. */
async function browse(
  lan: FakeLan,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
  options: BrowseOptions = {},
): Promise<BrowsedServices> {
  const browsing = browseServices(lan.computer("10.0.0.200").ports, options);
  await lan.pass(150);
  await meanwhile();
  await lan.pass(2000);
  return await browsing;
}

function targetsOf({ outcome }: BrowsedServices) {
  assert.equal(outcome.kind, "found");
  return outcome.kind === "found" ? outcome.targets : [];
}

function offered(
  target: string,
  data: Partial<Extract<ResourceRecord["data"], { type: "SRV" }>>,
): ResourceRecord {
  const srv = { type: "SRV", priority: 0, weight: 0, port: 1688, target, ...data } as const;
  return { name: `Contoso.${SERVICE_TYPE}`, recordClass: 1, ttl: 120, data: srv };
}

const [pointer, , , address] = recordsOf(serviceOf("Contoso"), "10.0.0.1") as [
  ResourceRecord,
  ResourceRecord,
  ResourceRecord,
  ResourceRecord,
];

Deno.test("browseServices() finds what is announced, in the shape of a lookup, in the order of priorities", async () => {
  const lan = new FakeLan();
  const announcements = [["Second", 20, "10.0.0.1"], ["First", 10, "10.0.0.2"]].map(
    ([name, priority, at]) => {
      const service = serviceOf(`${name}`, { priority: Number(priority), weight: 5, host: `${name}` });
      return announceService(lan.computer(`${at}`).ports, service);
    },
  );
  await lan.pass(5000);
  const browsed = await browse(lan);
  assert.equal(browsed.name, SERVICE_TYPE);
  assert.equal(lookupFailure(browsed), undefined);
  assert.deepEqual(
    targetsOf(browsed),
    [["First", 10, "10.0.0.2"], ["Second", 20, "10.0.0.1"]].map(([instance, priority, at]) => ({
      instance,
      ttl: 120,
      text: { txtvers: "1", publisher: "Contoso" },
      priority,
      weight: 5,
      port: 1688,
      target: `${instance}.local.`,
      addresses: [at],
      missing: undefined,
    })),
  );
  await Promise.all(announcements.map((announcement) => announcement.close()));
});

Deno.test("it asks twice at most, a second apart, and the second time says what it knows", async () => {
  const lan = new FakeLan();
  await browse(lan, () => lan.inject(response(...recordsOf(serviceOf("Contoso"), "10.0.0.1"))));
  assert.deepEqual(lan.sent.map(({ message }) => message.answers.length), [0, 1]);
  assert.ok(lan.sent[1]!.at - lan.sent[0]!.at >= 1000);
  assert.ok(lan.sent.every(({ message }) => !message.response && message.authorities.length === 0));
});

Deno.test("what is missing of an instance is asked for, once known of whom", async () => {
  const lan = new FakeLan();
  const browsed = await browse(lan, async () => {
    await lan.inject(response(pointer));
    await lan.pass(300);
    await lan.inject(response(offered("server.local.", {})));
    await lan.pass(300);
    await lan.inject(response(address));
  });
  const asked = lan.sent.flatMap(({ message }) => message.questions.map(({ type }) => type));
  const { PTR, SRV, TXT, A, AAAA } = RecordType;
  assert.deepEqual(asked, [PTR, SRV, TXT, A, AAAA, PTR]);
  assert.deepEqual(targetsOf(browsed).map(({ addresses }) => addresses), [["10.0.0.1"]]);
});

Deno.test("where nobody answers there are no records, and a lookup's failure says so", async () => {
  const browsed = await browse(new FakeLan());
  assert.equal(browsed.outcome.kind, "noRecords");
  assert.match(lookupFailure(browsed)!.message, /_volact\._tcp\.local\./);
  assert.deepEqual(browsed.asked.map(({ result }) => result), [{ kind: "rcode", rcode: 0, answers: 0 }]);
});

Deno.test("an instance without an address is told with what is missing", async () => {
  const lan = new FakeLan();
  const browsed = await browse(lan, () => lan.inject(response(pointer, offered("server.local.", {}))));
  const [{ addresses, missing }] = targetsOf(browsed) as [ReturnType<typeof targetsOf>[0]];
  assert.deepEqual([addresses, missing], [[], "nobody has told an address"]);
  assert.match(lookupFailure(browsed)!.message, /nobody has told an address/);
});

Deno.test("an instance that says goodbye while it is looked for is not found", async () => {
  const lan = new FakeLan();
  const records = recordsOf(serviceOf("Contoso"), "10.0.0.1");
  const browsed = await browse(lan, async () => {
    await lan.inject(response(...records));
    await lan.inject(response(...records.map((record) => ({ ...record, ttl: 0 }))));
  });
  assert.equal(browsed.outcome.kind, "noRecords");
});

Deno.test("answers that lead nowhere, or away from the link, are passed over", async () => {
  const lan = new FakeLan();
  const addressed = (text: string): ResourceRecord => ({ ...address, data: { type: "A", address: text } });
  const browsed = await browse(lan, () =>
    lan.inject(response(
      pointer,
      offered("www.example.com.", {}),
      offered("server.local.", { port: 0 }),
      offered("server.local.", { port: 1 }),
      addressed("127.0.0.1"),
      addressed("224.0.0.1"),
      { ...pointer, data: { type: "PTR", target: "x._http._tcp.local." } },
      { ...pointer, data: { type: "PTR", target: SERVICE_TYPE } },
    )));
  assert.deepEqual(targetsOf(browsed).map(({ target, port, addresses }) => [target, port, addresses]), [
    ["server.local.", 1, []],
  ]);
});

Deno.test("what comes from elsewhere, from another port, or as a question, is no answer", async () => {
  const lan = new FakeLan();
  const records = recordsOf(serviceOf("Contoso"), "10.0.0.1");
  const browsed = await browse(lan, async () => {
    await lan.inject(response(...records), "192.0.2.1");
    await lan.inject(response(...records), "10.0.0.9", 40_000);
    const question = responsePacket({ answers: records });
    question[2]! &= 0x7f;
    await lan.inject(question);
    await lan.inject(Uint8Array.of(1, 2, 3));
  });
  assert.equal(browsed.outcome.kind, "noRecords");
});

Deno.test("a flood of instances fills neither the memory nor the list of targets", async () => {
  const lan = new FakeLan();
  const browsed = await browse(lan, async () => {
    for (let number = 0; number < 400; number++) {
      await lan.inject(response(...recordsOf(serviceOf(`evil ${number}`), "10.0.0.66")));
    }
  });
  assert.equal(targetsOf(browsed).length, 16);
  assert.deepEqual(browsed.asked.map(({ result }) => result.kind === "rcode" && result.answers < 200), [
    true,
  ]);
  assert.ok(lan.sent.every(({ message }) => message.questions.length <= 16 && message.answers.length <= 12));
});

Deno.test("a signal ends it early with what is known by then, and timeoutMs sets its time", async () => {
  const lan = new FakeLan();
  const stop = new AbortController();
  const computer = lan.computer("10.0.0.200");
  const browsing = browseServices(computer.ports, { signal: stop.signal });
  await lan.pass(300);
  await lan.inject(response(...recordsOf(serviceOf("Contoso"), "10.0.0.1")));
  stop.abort();
  assert.equal(targetsOf(await browsing).length, 1);
  const short = browseServices(computer.ports, { timeoutMs: 500 });
  await lan.pass(500);
  assert.equal((await short).outcome.kind, "noRecords");
  assert.equal(computer.sockets, 0);
});

Deno.test("without an interface, or without the port, it fails with what to do", async () => {
  const lan = new FakeLan();
  const without = await browseServices(lan.computer().ports);
  const taken = lan.computer("10.0.0.1");
  taken.refusal = "the port is taken";
  const refused = await browseServices(taken.ports);
  const failures = [without, refused].map((browsed) => lookupFailure(browsed)!);
  assert.deepEqual(failures.map(({ message }) => message.replace(/.*: /, "")), [
    "this computer has no network interface with an address",
    "the port is taken",
  ]);
  assert.ok(failures.every(({ remedy }) => remedy.includes("UDP port 5353")));
});
