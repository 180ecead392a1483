import assert from "node:assert/strict";
import { announceService } from "../../../src/dns/multicast/announce.ts";
import type { AnnouncedService } from "../../../src/dns/multicast/own_records.ts";
import { queryPacket, question } from "../../../src/dns/multicast/packets.ts";
import { ANY_TYPE, RecordType } from "../../../src/dns/numbers.ts";
import { DecodeError } from "../../../src/protocol/decode_error.ts";
import { type FakeComputer, FakeLan, linkOf } from "../../support/lan/fake_lan.ts";
import { query, recordsOf, response, SERVICE_TYPE, serviceOf, shown } from "../../support/lan/multicast.ts";

const INSTANCE = "Contoso._volact._tcp.local.";

/** A computer that has announced, with what it says from then on. */
async function announced(service = serviceOf("Contoso")) {
  const lan = new FakeLan();
  const computer = lan.computer("10.0.0.1", "2001:db8::1", "fe80::1");
  const announcement = announceService(computer.ports, service);
  await lan.pass(3000);
  lan.sent.length = 0;
  return { lan, computer, announcement };
}

function announceAt(computer: FakeComputer, service: AnnouncedService) {
  return announceService(computer.ports, service);
}

Deno.test("announceService() probes three times, 250 ms apart, and then announces twice, a second apart", async () => {
  const lan = new FakeLan();
  const announcement = announceAt(lan.computer("10.0.0.1"), serviceOf("Contoso"));
  await lan.pass(5000);
  const start = lan.sent[0]!.at;
  assert.deepEqual(lan.sent.map(({ at, message }) => [at - start, message.response]), [
    [0, false],
    [250, false],
    [500, false],
    [750, true],
    [1750, true],
  ]);
  const [probe] = lan.sent;
  assert.deepEqual(probe!.message.questions.map(({ name, type }) => [name, type]), [
    [INSTANCE, ANY_TYPE],
    ["server.local.", ANY_TYPE],
  ]);
  assert.deepEqual(probe!.message.authorities.map(({ recordClass }) => recordClass), [1, 1, 1]);
  assert.deepEqual(shown(lan.sent[4]!.message.answers), [
    `PTR ${SERVICE_TYPE} 4500`,
    `SRV ${INSTANCE} 120`,
    `TXT ${INSTANCE} 4500`,
    "A server.local. 120",
  ]);
  assert.deepEqual(announcement.state, { kind: "announced", instance: "Contoso", host: "server" });
  await announcement.close();
});

Deno.test("close() takes instance and pointer back, once, and gives the socket back", async () => {
  const { lan, computer, announcement } = await announced();
  await announcement.close();
  assert.deepEqual(lan.sent.map(({ message }) => shown(message.answers)), [
    [`PTR ${SERVICE_TYPE} 0`, `SRV ${INSTANCE} 0`, `TXT ${INSTANCE} 0`],
  ]);
  assert.deepEqual([computer.sockets, announcement.state.kind], [0, "closed"]);
  await lan.pass(60_000);
  assert.equal(lan.sent.length, 1);
});

Deno.test("close() before anything was announced takes nothing back", async () => {
  const lan = new FakeLan();
  const announcement = announceAt(lan.computer("10.0.0.1"), serviceOf("Contoso"));
  await lan.pass(400);
  await announcement.close();
  assert.ok(lan.sent.length > 0);
  assert.ok(lan.sent.every(({ message }) => !message.response));
});

Deno.test("a question for the service is answered with the pointer, and with all that comes next beside it", async () => {
  const { lan, announcement } = await announced();
  await lan.inject(query(SERVICE_TYPE, RecordType.PTR));
  assert.equal(lan.sent.length, 0, "others may answer too, so it waits");
  await lan.pass(120);
  const [{ message }] = lan.sent as [typeof lan.sent[0]];
  assert.deepEqual(shown(message.answers), [`PTR ${SERVICE_TYPE} 4500`]);
  assert.deepEqual(shown(message.additionals), [
    `SRV ${INSTANCE} 120`,
    `TXT ${INSTANCE} 4500`,
    "A server.local. 120",
    "AAAA server.local. 120",
  ]);
  await announcement.close();
});

Deno.test("each name that is announced is answered for, and no other", async () => {
  const { lan, announcement } = await announced();
  const answerTo = async (name: string, type: number) => {
    lan.sent.length = 0;
    await lan.inject(query(name, type));
    await lan.pass(1200);
    return lan.sent.flatMap(({ message }) => message.answers.map(({ data }) => data.type));
  };
  assert.deepEqual(await answerTo(INSTANCE.toUpperCase(), RecordType.SRV), ["SRV"]);
  assert.deepEqual(await answerTo(INSTANCE, ANY_TYPE), ["SRV", "TXT"]);
  assert.deepEqual(await answerTo("server.local.", RecordType.AAAA), ["AAAA"]);
  assert.deepEqual(await answerTo("_services._dns-sd._udp.local.", RecordType.PTR), ["PTR"]);
  assert.deepEqual(await answerTo("other.local.", RecordType.A), []);
  assert.deepEqual(await answerTo("_http._tcp.local.", RecordType.PTR), []);
  await announcement.close();
});

Deno.test("who knows the answer gets none, unless it has half of its time left at most", async () => {
  const { lan, announcement } = await announced();
  const [pointer] = recordsOf(serviceOf("Contoso"), "10.0.0.1");
  await lan.inject(query(SERVICE_TYPE, RecordType.PTR, pointer!));
  await lan.inject(query(SERVICE_TYPE, RecordType.PTR, { ...pointer!, ttl: 2250 }));
  await lan.pass(2000);
  assert.equal(lan.sent.length, 0);
  await lan.inject(query(SERVICE_TYPE, RecordType.PTR, { ...pointer!, ttl: 2249 }));
  await lan.pass(2000);
  assert.equal(lan.sent.length, 1);
  await announcement.close();
});

Deno.test("a flood of questions is answered once a second", async () => {
  const { lan, announcement } = await announced();
  const start = lan.time.now();
  for (let asked = 0; asked < 300; asked++) {
    await lan.inject(query(SERVICE_TYPE, RecordType.PTR));
    await lan.pass(10);
  }
  const times = lan.sent.map(({ at }) => at - start);
  assert.equal(times.length, 3, `${times}`);
  assert.ok(times.slice(1).every((at, i) => at - times[i]! >= 1000), `${times}`);
  await announcement.close();
});

Deno.test("a probe for a name of ours is answered at once, so that nobody takes it", async () => {
  const { lan, announcement } = await announced();
  const authorities = recordsOf(serviceOf("Contoso", { port: 1 }), "10.0.0.9").slice(1, 2);
  const probe = queryPacket({ questions: [question(INSTANCE, ANY_TYPE)], authorities });
  await lan.inject(probe);
  assert.deepEqual(lan.sent.map(({ message }) => shown(message.answers)), [
    [`SRV ${INSTANCE} 120`, `TXT ${INSTANCE} 4500`],
  ]);
  await lan.inject(probe);
  assert.equal(lan.sent.length, 1, "no more than four times a second");
  await lan.pass(250);
  await lan.inject(probe);
  assert.equal(lan.sent.length, 2, "and no less often");
  await announcement.close();
});

Deno.test("who asks from another port gets an answer of his own, as from a DNS server", async () => {
  const { lan, announcement } = await announced();
  const packet = query(SERVICE_TYPE, RecordType.PTR);
  packet[1] = 77; // its ID
  await lan.inject(packet, "10.0.0.50", 40_000);
  assert.equal(lan.sent.length, 0);
  const [{ to, message }] = lan.replies as [typeof lan.replies[0]];
  assert.deepEqual([to.host, to.port, message.id], ["10.0.0.50", 40_000, 77]);
  assert.equal(message.questions[0]!.name, SERVICE_TYPE);
  const records = [...message.answers, ...message.additionals];
  assert.ok(records.length === 5 && records.every(({ ttl, recordClass }) => ttl <= 10 && recordClass === 1));
  await announcement.close();
});

Deno.test("who is not on the link gets no answer, and changes nothing", async () => {
  const { lan, announcement } = await announced();
  await lan.inject(query(SERVICE_TYPE, RecordType.PTR), "192.0.2.1", 40_000);
  await lan.inject(query(SERVICE_TYPE, RecordType.PTR), "192.0.2.1");
  await lan.inject(response(...recordsOf(serviceOf("Contoso", { port: 1 }), "192.0.2.1")), "192.0.2.1");
  await lan.pass(5000);
  assert.deepEqual([lan.sent.length, lan.replies.length], [0, 0]);
  await announcement.close();
});

Deno.test("a response that is not from the port of multicast DNS changes nothing", async () => {
  const { lan, announcement } = await announced();
  await lan.inject(
    response(...recordsOf(serviceOf("Contoso", { port: 1 }), "10.0.0.9")),
    "10.0.0.9",
    40_000,
  );
  await lan.pass(5000);
  assert.equal(lan.sent.length, 0);
  await announcement.close();
});

Deno.test("of two that have one name, the one who comes later takes the next", async () => {
  const { lan, announcement } = await announced();
  const later = announceAt(lan.computer("10.0.0.2"), serviceOf("Contoso", { host: "other" }));
  await lan.pass(5000);
  assert.deepEqual(announcement.state, { kind: "announced", instance: "Contoso", host: "server" });
  assert.deepEqual(later.state, { kind: "announced", instance: "Contoso (2)", host: "other" });
  await Promise.all([announcement.close(), later.close()]);
});

Deno.test("of two computers that have one name, the one that comes later takes the next", async () => {
  const { lan, announcement } = await announced();
  const later = announceAt(lan.computer("10.0.0.2"), serviceOf("Fabrikam"));
  await lan.pass(5000);
  assert.deepEqual(later.state, { kind: "announced", instance: "Fabrikam", host: "server-2" });
  assert.equal(announcement.state.kind, "announced");
  await Promise.all([announcement.close(), later.close()]);
});

Deno.test("of two that begin at one time, the one whose records come later in order keeps the name", async () => {
  const lan = new FakeLan();
  const ports = [1688, 1689, 1690];
  const all = ports.map((port, i) =>
    announceAt(lan.computer(`10.0.0.${i + 1}`), serviceOf("Contoso", { port, host: `server${port}` }))
  );
  await lan.pass(20_000);
  const names = all.map(({ state }) => state.kind === "announced" ? state.instance : state.kind);
  assert.equal(names[2], "Contoso");
  assert.deepEqual(names.toSorted(), ["Contoso", "Contoso (2)", "Contoso (3)"]);
  await Promise.all(all.map((announcement) => announcement.close()));
});

Deno.test("two services of one computer share its name", async () => {
  const { lan, computer, announcement } = await announced();
  const other = announceAt(
    computer,
    serviceOf("Fabrikam", { port: 1700, listensAt: (at) => !at.includes(":") }),
  );
  await lan.pass(5000);
  assert.deepEqual(other.state, { kind: "announced", instance: "Fabrikam", host: "server" });
  assert.deepEqual(announcement.state, { kind: "announced", instance: "Contoso", host: "server" });
  const probes = lan.sent.filter(({ message }) => !message.response);
  assert.equal(probes.length, 3, "the first does not begin anew");
  await Promise.all([announcement.close(), other.close()]);
});

Deno.test("somebody who contradicts without end makes it slow, and never ends it", async () => {
  const { lan, announcement } = await announced();
  for (let name = "Contoso", count = 0; count < 400; count++) {
    const { state } = announcement;
    if ("instance" in state) name = state.instance;
    await lan.inject(response(...recordsOf(serviceOf(name, { port: 1, host: "evil" }), "10.0.0.66")));
    await lan.pass(100);
  }
  const probes = lan.sent.filter(({ message }) => !message.response && message.authorities.length > 0);
  assert.ok(probes.length < 150, `${probes.length} probes in 40 seconds`);
  await lan.pass(10_000);
  assert.equal(announcement.state.kind, "announced");
  await announcement.close();
});

Deno.test("without an interface it waits, and announces once there is one", async () => {
  const lan = new FakeLan();
  const computer = lan.computer();
  const announcement = announceAt(computer, serviceOf("Contoso"));
  await lan.pass(60_000);
  assert.deepEqual(announcement.state, {
    kind: "waiting",
    why: "no network interface has an address that others reach and the service listens at",
  });
  computer.links = [linkOf(["10.0.0.1"])];
  await lan.pass(8000);
  assert.equal(announcement.state.kind, "announced");
  await announcement.close();
});

Deno.test("a new address is announced, and one that went is announced no more", async () => {
  const { lan, computer, announcement } = await announced();
  computer.links = [linkOf(["10.0.0.7"])];
  await lan.pass(8000);
  const { message } = lan.sent.at(-1)!;
  const addresses = message.answers.flatMap(({ data }) => data.type === "A" ? [data.address] : []);
  assert.deepEqual([message.response, addresses], [true, ["10.0.0.7"]]);
  await announcement.close();
});

Deno.test("a port that is not to be had is tried again", async () => {
  const lan = new FakeLan();
  const computer = lan.computer("10.0.0.1");
  computer.refusal = "the port is taken";
  const announcement = announceAt(computer, serviceOf("Contoso"));
  await lan.pass(30_000);
  assert.deepEqual(announcement.state, { kind: "waiting", why: "the port is taken" });
  computer.refusal = undefined;
  await lan.pass(15_000);
  assert.equal(announcement.state.kind, "announced");
  await announcement.close();
});

Deno.test("only addresses that the service listens at are announced", async () => {
  const { lan, announcement } = await announced(
    serviceOf("Contoso", { listensAt: (at) => at === "10.0.0.1" }),
  );
  await lan.inject(query("server.local.", ANY_TYPE));
  await lan.pass(2000);
  assert.deepEqual(shown(lan.sent[0]!.message.answers), ["A server.local. 120"]);
  await announcement.close();
});

Deno.test("announceService() throws at once for what cannot be announced", () => {
  const computer = new FakeLan().computer("10.0.0.1");
  assert.throws(() => announceAt(computer, serviceOf("x".repeat(64))), DecodeError);
  assert.throws(() => announceAt(computer, serviceOf("Contoso", { host: "" })), DecodeError);
  assert.throws(() => announceAt(computer, serviceOf("Contoso", { port: 70_000 })), RangeError);
  assert.equal(computer.sockets, 0);
});
