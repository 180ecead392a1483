import type { DnsStanding, DomainStanding } from "./dns.ts";
import { EventId, type HostEvent } from "./events.ts";

type DnsEventId =
  | typeof EventId.dnsDomainChanged
  | typeof EventId.dnsPublished
  | typeof EventId.dnsWithdrawn
  | typeof EventId.dnsFailed;
export type DnsEvent = Extract<HostEvent, { readonly id: DnsEventId }>;

const UNKNOWN: DomainStanding = { wanted: null, published: null, failure: null };

/** The fold of what happens to the host's records in DNS. A domain of which nothing is left leaves. */
export function dnsAfter(dns: DnsStanding, event: DnsEvent): DnsStanding {
  const { [event.domain]: before = UNKNOWN, ...others } = dns;
  const after = standingAfter(before, event);
  return after.wanted === null && after.published === null ? others : { ...others, [event.domain]: after };
}

function standingAfter(before: DomainStanding, event: DnsEvent): DomainStanding {
  switch (event.id) {
    case EventId.dnsDomainChanged:
      return { ...before, wanted: event.wanted };
    case EventId.dnsPublished: {
      const { record, server, time } = event;
      return { ...before, published: { record, server, time }, failure: null };
    }
    case EventId.dnsWithdrawn:
      return { ...before, published: null, failure: null };
    case EventId.dnsFailed: {
      const { code, reason, remedy, time } = event;
      return { ...before, failure: { code, reason, remedy, since: before.failure?.since ?? time } };
    }
  }
}

/** For an image of the host: what it has published is not its copies'. */
export function withoutRecords(dns: DnsStanding): DnsStanding {
  return Object.fromEntries(
    Object.entries(dns).flatMap(([domain, { wanted }]) =>
      wanted === null ? [] : [[domain, { wanted, published: null, failure: null }]]
    ),
  );
}
