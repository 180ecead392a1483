import assert from "node:assert/strict";
import { findingSteps } from "../../src/client/diagnosis/finding_steps.ts";
import type { ClientSight } from "../../src/client/diagnosis/sight.ts";
import type { FindingStep } from "../../src/client/finding.ts";
import { RecordType } from "../../src/dns/numbers.ts";
import type { ServiceOutcome } from "../../src/dns/lookup.ts";
import type { Asked } from "../../src/dns/resolver.ts";
import { target } from "../support/searching/scripted_names.ts";

const NAME = "_volact._tcp.example.com.";

function asked(host: string, result: Asked["result"]): Asked {
  return { name: NAME, type: RecordType.SRV, server: { host, port: 53 }, transport: "udp", result };
}

const answers = (rcode: number, count = 0) => ({ kind: "rcode", rcode, answers: count }) as const;
const silence = { kind: "fault", detail: "no answer in time" } as const;

function dnsStep(outcome: ServiceOutcome, ...questions: readonly Asked[]) {
  const lookup = { name: NAME, outcome, asked: questions };
  const found: FindingStep[] = [{ kind: "lookup", domain: "example.com.", lookup }];
  const known = { productHost: null, host: null, cachedHost: null, domain: "example.com", multicast: false };
  const sight = { known, found, answers: [] } as unknown as ClientSight; // no more is looked at here
  return findingSteps(sight, undefined).find(({ step }) => step === "dns")!;
}

Deno.test("a DNS server that is dead before one that answers is a warning, which names it", () => {
  const found = { kind: "found", targets: [target("kms.example.com", ["192.0.2.1"])] } as const;
  const step = dnsStep(found, asked("192.0.2.53", silence), asked("192.0.2.54", answers(0, 1)));
  assert.deepEqual([step.standing, step.seen], [
    "warning",
    "192.0.2.53:53 (no answer), 192.0.2.54:53: 1 record: kms.example.com:1688 (priority 0, weight 0)",
  ]);
  assert.match(step.fault!.text, /192\.0\.2\.53:53 does not answer/);
});

Deno.test("a name that does not exist, one without the record and a domain without the service are told apart", () => {
  const seen = (["noName", "noRecords", "notOffered"] as const).map((kind) =>
    dnsStep({ kind }, asked("192.0.2.53", answers(kind === "noName" ? 3 : 0))).seen
  );
  assert.deepEqual(seen, [
    `192.0.2.53:53 (NXDOMAIN): no name ${NAME}`,
    `192.0.2.53:53: no SRV record at ${NAME}`,
    `192.0.2.53:53: not offered: ${NAME}`,
  ]);
});

Deno.test("where there is no record, the host may only be stopped: it is to be started, and then looked at", () => {
  for (const kind of ["noName", "noRecords"] as const) {
    const { remedy } = dnsStep({ kind }).fault!;
    assert.match(remedy!, /^kms serve, or kms service start, on the host .*; where it runs, kms dns status/);
    assert.match(remedy!, /kms dns add DOMAIN on the host/);
  }
  assert.match(dnsStep({ kind: "notOffered" }).fault!.remedy!, /^kms dns add DOMAIN on the host/);
});

Deno.test("of a server that is asked twice the last answer is told", () => {
  const step = dnsStep({ kind: "noName" }, asked("192.0.2.53", answers(1)), asked("192.0.2.53", answers(3)));
  assert.equal(step.seen, `192.0.2.53:53 (NXDOMAIN): no name ${NAME}`);
});

Deno.test("multicast that finds nothing is a warning; a host that it finds makes DNS without a record one", () => {
  const nothing = { name: NAME, outcome: { kind: "noName" }, asked: [] } as const;
  const announced = { kind: "found", targets: [target("kms.local", ["192.0.2.1"])] } as const;
  const standings = (outcome: ServiceOutcome) => {
    const found: FindingStep[] = [
      { kind: "lookup", domain: "example.com.", lookup: nothing },
      { kind: "multicast", lookup: { name: "_volact._tcp.local.", outcome, asked: [] } },
    ];
    const known = { productHost: null, host: null, cachedHost: null, domain: "example.com", multicast: true };
    const sight = { known, found, answers: [] } as unknown as ClientSight;
    return findingSteps(sight, undefined).slice(1, 3).map((
      { step, standing, seen },
    ) => [step, standing, seen]);
  };
  assert.deepEqual(standings({ kind: "noRecords" }), [
    ["dns", "broken", `no name ${NAME}`],
    ["multicast", "warning", "no host"],
  ]);
  assert.deepEqual(standings(announced), [
    ["dns", "warning", `no name ${NAME}`],
    ["multicast", "ok", "1 host: kms.local:1688 (priority 0, weight 0)"],
  ]);
});
