import type { Handlers } from "../../api/routes.ts";
import type { DNS_ROUTES, DnsStatus } from "../../api/types.ts";
import type { PublisherPorts } from "../../host/dns_change.ts";
import { removeDomain, setDomain } from "../../host/dns_domains.ts";
import { seenInDns } from "../../host/dns_seen.ts";
import type { Host } from "../../host/host.ts";
import type { AnnouncementState } from "../../host/multicast_announcer.ts";
import { domainsByName } from "../../policy/dns.ts";
import { INITIAL_SETTINGS } from "../../policy/settings.ts";

export type DnsRoute = keyof typeof DNS_ROUTES;

/** What a host that runs does for its being found. */
export interface RunningDns {
  /** Brings the record in `domain`, or all records in DNS, up to date and resolves when that is done. */
  publishNow(domain?: string): Promise<void>;
  /** How the announcement by multicast stands; undefined where none is to be made. */
  announcement(): AnnouncementState | undefined;
}

/** `running`: undefined where no host runs, which alone publishes and announces. */
export function dnsHandlers(
  host: Host,
  ports: PublisherPorts,
  running: RunningDns | undefined,
): Pick<Handlers, DnsRoute> {
  const published = async (domain?: string) => {
    await running?.publishNow(domain);
    return dnsStatus(host, running);
  };
  return {
    dns: () => Promise.resolve(dnsStatus(host, running)),
    async setDnsDomain(wanted, { name }) {
      return await published(await setDomain(host, wanted, name));
    },
    async removeDnsDomain({ domain }, { name }) {
      return await published(await removeDomain(host, domain, name));
    },
    publishDns: () => published(),
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

/** Whoever switches publishing on or off is answered when it is carried out, and finds in `dns` how that went. */
export function settledInDns(
  change: Handlers["changeSetting"],
  published: () => Promise<void>,
): Handlers["changeSetting"] {
  return async (setting, caller) => {
    const changed = await change(setting, caller);
    if (setting.name === "dnsPublishing") await published();
    return changed;
  };
}

function dnsStatus({ facts }: Host, running: RunningDns | undefined): DnsStatus {
  const { dnsPublishing, multicast } = facts?.settings ?? INITIAL_SETTINGS;
  return {
    publishing: dnsPublishing,
    running: running !== undefined,
    multicast: { enabled: multicast, announcement: announcementView(running?.announcement()) },
    domains: domainsByName(facts?.dns).map(([domain, standing]) => ({ domain, ...standing })),
  };
}

function announcementView(state: AnnouncementState | undefined): DnsStatus["multicast"]["announcement"] {
  switch (state?.kind) {
    case undefined:
    case "closed":
      return null;
    case "starting":
      return { state: "starting", instance: null, host: null, reason: null };
    case "waiting":
      return { state: "waiting", instance: null, host: null, reason: state.why };
    case "probing":
    case "announced":
      return { state: state.kind, instance: state.instance, host: state.host, reason: null };
  }
}
