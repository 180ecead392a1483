import assert from "node:assert/strict";
import { EventId } from "../../src/policy/events.ts";
import { Newcomers } from "../../src/policy/newcomers.ts";
import { apply } from "../../src/policy/state.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { CountingHost, DAY, START } from "../support/counting.ts";

/** One address may bring three new machines a day. */
const host = (machineLimit?: number) => new CountingHost(machineLimit, 3);
const kinds = (asked: readonly { readonly outcome: { readonly kind: string } }[]) =>
  asked.map(({ outcome }) => outcome.kind);
const limitEvents = ({ events }: CountingHost) =>
  events.filter(({ id }) => id === EventId.addressLimitReached);
const times = (count: number, kind: string) => new Array<string>(count).fill(kind);

Deno.test("an address brings as many new machines a day as it may: the next are told to try later, and not recorded", () => {
  const made = host();
  assert.deepEqual(kinds(made.askMany(5, "new")), [
    ...times(3, "belowThreshold"),
    ...times(2, "tryLater"),
  ]);
  assert.equal(made.known, 3);
  const { reply, events } = made.ask("another");
  assert.deepEqual([reply.result, reply.validity, reply.count], [HResult.tryLater, 0, 3]);
  assert.ok(events.every((event) => event.id !== EventId.requestProcessed || !event.recorded));
});

Deno.test("machines that are known renew from an address that may bring no more, for all products", () => {
  const made = host();
  made.askMany(5, "new");
  assert.deepEqual(kinds(made.askMany(3, "new", { renewal: true })), times(3, "belowThreshold"));
  assert.equal(made.ask("new 1", { machineId: new Uint8Array(16).fill(1) }).outcome.kind, "belowThreshold");
});

Deno.test("other addresses bring theirs meanwhile", () => {
  const made = host();
  made.askMany(5, "new");
  assert.equal(made.askFrom("192.0.2.2", "other").outcome.kind, "belowThreshold");
  assert.equal(made.askFrom("2001:db8::1", "third").outcome.kind, "belowThreshold");
});

Deno.test("an IPv6 network of 64 bits is one address, and IPv4 behind its IPv6 form too", () => {
  const made = host();
  for (const n of [1, 2, 3]) made.askFrom(`2001:db8:0:1::${n}`, `new ${n}`);
  assert.equal(made.askFrom("2001:db8:0:1:ffff::9", "fourth").outcome.kind, "tryLater");
  assert.equal(made.askFrom("2001:db8:0:2::9", "next door").outcome.kind, "belowThreshold");
  for (const n of [4, 5, 6]) made.askFrom("192.0.2.9", `new ${n}`);
  assert.equal(made.askFrom("::ffff:192.0.2.9", "mapped").outcome.kind, "tryLater");
  assert.deepEqual(limitEvents(made), [
    { id: EventId.addressLimitReached, time: START, address: "2001:db8:0:1::/64", limit: 3 },
    { id: EventId.addressLimitReached, time: START, address: "192.0.2.9", limit: 3 },
  ]);
});

Deno.test("the day of an address begins with its first new machine, and it is reported once in it", () => {
  const made = host();
  made.ask("first");
  made.later(DAY - 1).askMany(9, "new");
  assert.deepEqual([made.known, limitEvents(made).length], [3, 1]);
  made.later(1).askMany(9, "later");
  assert.deepEqual([made.known, limitEvents(made).length], [6, 2]);
});

Deno.test("a clock that is set back begins the day anew", () => {
  const made = host();
  made.askMany(4, "new");
  made.later(-DAY).askMany(4, "before");
  assert.equal(made.known, 6);
});

Deno.test("a limit of 0 is none, and one that is set counts at once", () => {
  const made = host();
  const set = (value: number) =>
    apply(made.state, { id: EventId.settingChanged, time: made.now, name: "addressLimit", value });
  made.askMany(4, "new");
  set(0);
  assert.deepEqual(kinds(made.askMany(3, "more")), times(3, "belowThreshold"));
  set(6);
  assert.equal(made.ask("seventh").outcome.kind, "tryLater");
  set(7);
  assert.equal(made.ask("seventh").outcome.kind, "belowThreshold");
});

Deno.test("short-lived machines have an allowance of their own, and are activated beyond it without a record", () => {
  const made = host();
  assert.deepEqual(kinds(made.askMany(5, "container", { ephemeral: true })), times(5, "belowThreshold"));
  assert.deepEqual([made.known, limitEvents(made).length], [3, 0]);
  assert.equal(made.ask("computer").outcome.kind, "belowThreshold");
  assert.equal(made.known, 4);
});

Deno.test("a probe takes nothing from the allowance, and is told what a request would be", () => {
  const made = host();
  made.askMany(9, "probing", { probe: true });
  made.askMany(3, "new");
  const { outcome, events } = made.ask("late", { probe: true });
  assert.deepEqual([outcome.kind, events], ["tryLater", []]);
});

Deno.test("a request that is refused for something else takes from the allowance where it is recorded", () => {
  const made = host();
  made.askMany(3, "wrong clock", { clientTime: 0 });
  assert.deepEqual(kinds([made.ask("wrong clock too", { clientTime: 0 }), made.ask("right")]), [
    "clockOff",
    "tryLater",
  ]);
  assert.equal(made.known, 3);
});

Deno.test("a host that is full says so, whatever the address may bring", () => {
  const made = host(2);
  assert.deepEqual(kinds(made.askMany(5, "new")), [
    ...times(2, "belowThreshold"),
    ...times(3, "machineLimitReached"),
  ]);
  assert.equal(limitEvents(made).length, 0);
});

Deno.test("Newcomers says of whom new machines are refused, for as long as they are", () => {
  const newcomers = new Newcomers();
  const origin = { address: "192.0.2.1", ephemeral: false };
  for (let n = 0; n < 3; n++) newcomers.add(origin, START);
  newcomers.add({ address: "192.0.2.2", ephemeral: false }, START);
  assert.deepEqual(newcomers.refused(3, START), [], "nobody was told yet");
  newcomers.tell("192.0.2.1", START);
  newcomers.tell("192.0.2.9", START);
  assert.deepEqual(newcomers.refused(3, START), ["192.0.2.1"]);
  assert.deepEqual([newcomers.refused(4, START), newcomers.refused(0, START)], [[], []]);
  assert.deepEqual(newcomers.refused(3, START + DAY), []);
});

Deno.test("Newcomers remembers so many addresses, and forgets the one whose day began first", () => {
  const newcomers = new Newcomers();
  const of = (n: number) => ({ address: `10.${n >> 16}.${n >> 8 & 255}.${n & 255}`, ephemeral: false });
  for (let n = 0; n <= 16_384; n++) newcomers.add(of(n), START + n);
  const counts = [0, 1, 16_384].map((n) => newcomers.count(of(n), START + 16_384));
  assert.deepEqual([newcomers.size, ...counts], [16_384, 0, 1, 1]);
});
