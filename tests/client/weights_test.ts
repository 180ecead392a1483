import assert from "node:assert/strict";
import { discoverHosts } from "../../src/client/finding.ts";
import type { HostNames } from "../../src/dns/host_names.ts";
import { lookupService } from "../../src/dns/lookup.ts";
import { RecordClass, RecordType } from "../../src/dns/numbers.ts";
import type { RecordData } from "../../src/dns/record_data.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

/** SRV records of the service, with an address for each target. */
function resolverOf(records: readonly RecordData[]): Resolver {
  const recordOf = (name: string, data: RecordData) => ({ name, recordClass: RecordClass.IN, ttl: 60, data });
  return {
    asked: [],
    resolve: (name, type) => {
      const data: readonly RecordData[] = type === RecordType.SRV
        ? records
        : type === RecordType.A
        ? [{ type: "A", address: `192.0.2.${name.length}` }]
        : [];
      if (data.length === 0) return Promise.resolve({ kind: "noRecords", authorities: [] });
      const found = data.map((one) => recordOf(name, one));
      return Promise.resolve({ kind: "found", owner: name, records: found, additionals: [] });
    },
  };
}

const srv = (target: string, priority: number, weight: number): RecordData => ({
  type: "SRV",
  priority,
  weight,
  port: 1688,
  target: `${target}.example.com.`,
});

Deno.test("clients spread over hosts as their weights have it, and leave those of a later priority for last", async () => {
  const random = new SeededRandom(7);
  const resolver = resolverOf([srv("fallback", 20, 65_535), srv("big", 10, 75), srv("small", 10, 25)]);
  const names: HostNames = {
    domains: () => Promise.resolve(["example.com."]),
    findService: (domain) => lookupService(domain, { resolver, random }),
    findAnnounced: () => assert.fail("multicast is off"),
    findAddresses: () => assert.fail("DNS tells the addresses"),
  };
  const known = { productHost: null, host: null, cachedHost: null, domain: null, multicast: false };
  const first = { big: 0, small: 0 };
  for (let i = 0; i < 1000; i++) {
    const steps = await Array.fromAsync(discoverHosts(known, names));
    const hosts = steps.flatMap((step) =>
      step.kind === "candidate" ? [step.candidate.host.split(".")[0]!] : []
    );
    assert.equal(hosts.at(-1), "fallback");
    first[hosts[0] as keyof typeof first] += 1;
  }
  assert.equal(first.big + first.small, 1000);
  assert(first.big > 710 && first.big < 790, `the big one was first ${first.big} times of 1000`);
});
