import assert from "node:assert/strict";
import type { DnsDomainView } from "../../../../src/api/types.ts";
import { INITIAL_SETTINGS } from "../../../../src/policy/settings.ts";
import { HResult } from "../../../../src/protocol/hresult.ts";
import {
  answersOf,
  dnsFact,
  hourText,
  longHourText,
  serviceFacts,
  sharesText,
  statesOf,
} from "../../../../tui/screens/overview/words.ts";
import { NOON, sampleStatus } from "../../samples.ts";

const ACTIVITY = {
  time: NOON,
  since: NOON,
  begins: NOON,
  minutes: [{ requests: 4, activated: 4, tooFew: 0 }, { requests: 1200, activated: 0, tooFew: 0 }],
  checkpoint: { time: NOON - 120_000, event: 90, machines: 9, bytes: 4096 },
  journal: { segments: 2, bytes: 17_000_000, next: 101, afterCheckpoint: 1 },
  freeBytes: 41_000_000_000,
};

function domain(name: string, changes: Partial<DnsDomainView> = {}): DnsDomainView {
  return { domain: name, wanted: null, published: null, failure: null, ...changes };
}

const PUBLISHED = {
  record: { priority: 0, weight: 0, port: 1688, target: "kms", ttl: 60 },
  server: "ns",
  time: NOON,
};
const FAILURE = { code: null, reason: "REFUSED", remedy: "allow it", since: NOON - 7_200_000 };

Deno.test("answers and licence states are told in words, the most frequent first, and none that never was", () => {
  const status = sampleStatus({
    requests: {
      total: 1234,
      failed: 34,
      byResult: { [HResult.belowThreshold]: 30, [HResult.activated]: 1200, [HResult.clockOff]: 0 },
      byLicenceState: [20, 1000, 0, 0, 0, 0],
    },
  });
  assert.equal(sharesText(answersOf(status)), "1,200 activated · 30 too few");
  assert.equal(sharesText(statesOf(status)), "1,000 licensed · 20 unlicensed");
  assert.equal(sharesText([]), "none yet");
});

Deno.test("the domain that fails comes first, with since when and why", () => {
  const dns = [
    domain("a.example", { published: PUBLISHED }),
    domain("b.example"),
    domain("c.example", { failure: FAILURE }),
  ];
  assert.deepEqual(dnsFact(sampleStatus({ dns })), {
    label: "DNS",
    text: "! c.example fails for 2 hours: REFUSED · ○ b.example is not published yet · ✓ a.example",
    tone: "warning",
  });
  assert.equal(dnsFact(sampleStatus({ dns: dns.slice(0, 1) })).tone, "plain");
});

Deno.test("DNS that is off is said to be off, whatever stands there", () => {
  const settings = { ...INITIAL_SETTINGS, dnsPublishing: false };
  assert.equal(dnsFact(sampleStatus({ settings, dns: [domain("a.example")] })).text, "publishing is off");
});

Deno.test("the files are told of with their age and what came since", () => {
  const text = (activity: Parameters<typeof serviceFacts>[1]) =>
    serviceFacts(sampleStatus(), activity).at(-1)?.text;
  assert.equal(text(ACTIVITY), "journal 17 MB · checkpoint 2 minutes ago · 1 event since · 41 GB free");
  assert.equal(text({ ...ACTIVITY, checkpoint: null, freeBytes: null }), "journal 17 MB · no checkpoint yet");
  assert.equal(text({ ...ACTIVITY, checkpoint: null, freeBytes: null, journal: null }), "no checkpoint yet");
  assert.equal(text(null), "21 known · 18 count · 1,234 requests so far");
});

Deno.test("the hour is told as a sum and its busiest minute, and with its beginning where the host runs for less", () => {
  const hourAgo = { ...ACTIVITY, since: NOON - 3_600_000 };
  assert.equal(hourText(hourAgo), "per minute · 1,204 in the last hour");
  assert.equal(hourText({ ...ACTIVITY, since: NOON - 3_540_000 }), "per minute · 1,204 since 09:53 UTC");
  assert.equal(longHourText(hourAgo), "per minute · 1,204 in the last hour · at most 1,200");
  assert.equal(longHourText({ ...hourAgo, minutes: [] }), "per minute · 0 in the last hour");
});

Deno.test("a host that does not listen is told of first, and by more than a colour", () => {
  assert.deepEqual(serviceFacts(sampleStatus({ listening: null }), null)[0], {
    label: "Host",
    text: "✗ not listening · version 0.1.0",
    tone: "bad",
  });
});
