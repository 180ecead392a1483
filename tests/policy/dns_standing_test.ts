import assert from "node:assert/strict";
import type { DnsStanding } from "../../src/policy/dns.ts";
import { dnsAfter, type DnsEvent, withoutRecords } from "../../src/policy/dns_standing.ts";
import { EventId } from "../../src/policy/events.ts";

const DOMAIN = "example.com";
const WANTED = { priority: 0, weight: 0, server: null, target: null, signed: false };
const RECORD = { priority: 0, weight: 0, port: 1688, target: "kms.example.com", ttl: 3600 };
const set: DnsEvent = { id: EventId.dnsDomainChanged, time: 1, domain: DOMAIN, wanted: WANTED };
const removed: DnsEvent = { ...set, wanted: null };
const published: DnsEvent = {
  id: EventId.dnsPublished,
  time: 2,
  domain: DOMAIN,
  record: RECORD,
  server: "192.0.2.53:53",
};
const withdrawn: DnsEvent = { id: EventId.dnsWithdrawn, time: 3, domain: DOMAIN, server: "192.0.2.53:53" };
const failed = (time: number): DnsEvent => ({
  id: EventId.dnsFailed,
  time,
  domain: DOMAIN,
  code: 0x8007232D,
  reason: "refused",
  remedy: "allow it",
});

function fold(...events: DnsEvent[]): DnsStanding {
  return events.reduce<DnsStanding>(dnsAfter, {});
}

Deno.test("a domain is known from its setting until it is removed and its record taken back", () => {
  assert.deepEqual(fold(set)[DOMAIN], { wanted: WANTED, published: null, failure: null });
  assert.deepEqual(fold(set, removed), {});
  assert.deepEqual(fold(set, published, removed)[DOMAIN]?.published?.record, RECORD);
  assert.deepEqual(fold(set, published, removed, withdrawn), {});
  assert.deepEqual(fold(set, published, withdrawn)[DOMAIN], {
    wanted: WANTED,
    published: null,
    failure: null,
  });
});

Deno.test("a failure is known since it began, until something succeeds", () => {
  const failing = fold(set, failed(5), failed(9));
  assert.deepEqual(failing[DOMAIN]?.failure, {
    code: 0x8007232D,
    reason: "refused",
    remedy: "allow it",
    since: 5,
  });
  assert.equal(dnsAfter(failing, published)[DOMAIN]?.failure, null);
  assert.equal(fold(set, published, failed(5), withdrawn)[DOMAIN]?.failure, null);
});

Deno.test("domains do not touch each other", () => {
  const other = "example.net";
  const both = fold(set, { ...set, domain: other }, published);
  assert.deepEqual(both[other], { wanted: WANTED, published: null, failure: null });
});

Deno.test("an image keeps the domains, and forgets what was published and what failed", () => {
  assert.deepEqual(withoutRecords(fold(set, published, failed(5))), fold(set));
  assert.deepEqual(withoutRecords(fold(set, published, removed)), {});
});
