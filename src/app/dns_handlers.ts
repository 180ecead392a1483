import type { Handlers } from "../api/routes.ts";
import type { DNS_ROUTES, DnsStatus } from "../api/types.ts";
import type { PublisherPorts } from "../host/dns_change.ts";
import { removeDomain, setDomain } from "../host/dns_domains.ts";
import { seenInDns } from "../host/dns_seen.ts";
import type { Host } from "../host/host.ts";
import { INITIAL_SETTINGS } from "../policy/settings.ts";

export type DnsRoute = keyof typeof DNS_ROUTES;

/** `publishNow`: brings the records up to date and resolves when that is done; undefined where no host runs, which alone publishes. */
export function dnsHandlers(
  host: Host,
  ports: PublisherPorts,
  publishNow: (() => Promise<void>) | undefined,
): Pick<Handlers, DnsRoute> {
  const published = async () => {
    await publishNow?.();
    return dnsStatus(host, publishNow !== undefined);
  };
  return {
    dns: () => Promise.resolve(dnsStatus(host, publishNow !== undefined)),
    async setDnsDomain(wanted, { name }) {
      await setDomain(host, wanted, name);
      return await published();
    },
    async removeDnsDomain({ domain }, { name }) {
      await removeDomain(host, domain, name);
      return await published();
    },
    publishDns: published,
    dnsSeen: async () => {
      const seen = await seenInDns(host, ports);
      return {
        domains: seen.map((one) => ({
          ...one,
          records: one.records.map((record) => ({ ...record, addresses: [...record.addresses] })),
        })),
      };
    },
  };
}

function dnsStatus({ facts }: Host, running: boolean): DnsStatus {
  return {
    publishing: (facts?.settings ?? INITIAL_SETTINGS).dnsPublishing,
    running,
    domains: Object.entries(facts?.dns ?? {}).map(([domain, standing]) => ({ domain, ...standing })),
  };
}
