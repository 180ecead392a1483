import { hostHardware, sameComponents } from "../../crypto/hardware.ts";
import { type KeptLicence, lookAtLicence } from "../../crypto/licence_file.ts";
import type { AlertView } from "../../health/standing.ts";
import type { DomainStanding } from "../../policy/dns.ts";
import { type HostFacts, INITIAL_FACTS } from "../../policy/state.ts";
import type { SocketAddress, Storage } from "../../ports.ts";
import { fromBase64Url } from "../../protocol/bytes.ts";
import { decodeHostCertificate, type SignedHostCertificate } from "../../protocol/host_certificate.ts";
import type { ActivationStatus } from "../activation.ts";
import type { PublisherPorts } from "../dns_change.ts";
import type { AnnouncementState } from "../multicast_announcer.ts";
import { type SeenDomain, seenInDns } from "../dns_seen.ts";
import type { Host } from "../host.ts";
import { type JournalEnd, lookAtJournalEnd } from "../../journal/end.ts";
import { type Answering, whoAnswers } from "./who_answers.ts";

/** What looking at a host takes beside the host's own ports. */
export interface HostSightPorts extends PublisherPorts {
  readonly storage: Storage;
  /** What the host's watch over itself has found, the worst first. */
  alerts(): Promise<readonly AlertView[]>;
  /** Where the host takes requests; undefined where it does not run. */
  readonly listening: SocketAddress | undefined;
  /** How the announcement by multicast stands; undefined where none is to be made. */
  readonly announcement: AnnouncementState | undefined;
  /** The DNS server that is asked instead of those that would be. */
  readonly dnsServer: SocketAddress | undefined;
}

/** One domain in which the host is to be found. */
export interface DomainSight extends SeenDomain {
  readonly standing: DomainStanding;
  /** Who answers where the host's own record leads, by address. */
  readonly answering: ReadonlyMap<string, Answering>;
}

/** All that a diagnosis of a host goes by. */
export interface HostSight {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly licence: KeptLicence;
  readonly trouble: Host["trouble"];
  readonly facts: HostFacts;
  /** Undefined where the state folder is sealed. */
  readonly activation: ActivationStatus | undefined;
  /** That by which the host was activated, whether it holds or not. */
  readonly certificate: SignedHostCertificate | undefined;
  /** How many of the four components are those that were activated. */
  readonly sameComponents: number;
  readonly listening: SocketAddress | undefined;
  /** Who answers on this computer at the host's port. */
  readonly answering: Answering;
  readonly domains: readonly DomainSight[];
  readonly announcement: AnnouncementState | undefined;
  /** Bytes that may still be written; undefined where the system does not tell. */
  readonly freeBytes: number | undefined;
  /** Why nothing can be written in the folder; undefined where that is not known to be so. */
  readonly refusal: string | undefined;
  readonly journal: JournalEnd;
  readonly alerts: readonly AlertView[];
}

/** Looks at a host, which goes on meanwhile; nothing is written and nothing counted. Rejects with what the disk says. */
export async function lookAtHost(host: Host, ports: HostSightPorts): Promise<HostSight> {
  const { clock, licenceFile, disk } = host.ports;
  const facts = host.facts ?? INITIAL_FACTS;
  const certificate = certificateOf(facts);
  const at = ownAddress(ports.listening, facts);
  const [licence, answering, domains, freeBytes, refusal, journal, alerts] = await Promise.all([
    lookAtLicence(licenceFile),
    whoAnswers(host, ports.network, at),
    lookAtDomains(host, ports),
    ports.storage.free().catch(() => undefined),
    ports.storage.refusal(),
    lookAtJournalEnd(disk),
    ports.alerts(),
  ]);
  const now = clock.now();
  return {
    now,
    licence,
    trouble: host.trouble,
    facts,
    activation: host.facts === undefined ? undefined : host.activation(now),
    certificate,
    sameComponents: certificate === undefined
      ? 0
      : sameComponents(certificate.hardware, hostHardware(host.hardware)).length,
    listening: ports.listening,
    answering,
    domains,
    freeBytes,
    refusal,
    announcement: ports.announcement,
    journal,
    alerts,
  };
}

function certificateOf({ activation }: HostFacts): SignedHostCertificate | undefined {
  if (activation === null) return undefined;
  return decodeHostCertificate(fromBase64Url(activation.certificate, "host certificate"));
}

/** Where the host is asked on this computer itself; where it does not run, at the port that it would take. */
function ownAddress(listening: SocketAddress | undefined, { settings }: HostFacts): SocketAddress {
  if (listening === undefined) return { host: "127.0.0.1", port: settings.port };
  const everywhere: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  return { host: everywhere[listening.host] ?? listening.host, port: listening.port };
}

async function lookAtDomains(host: Host, ports: HostSightPorts): Promise<DomainSight[]> {
  const dns = host.facts?.dns ?? {};
  const seen = await seenInDns(host, ports, ports.dnsServer);
  return await Promise.all(seen.map(async (one) => ({
    ...one,
    standing: dns[one.domain]!,
    answering: await whoAnswersAt(host, ports, one),
  })));
}

async function whoAnswersAt(
  host: Host,
  { network }: HostSightPorts,
  { records }: SeenDomain,
): Promise<Map<string, Answering>> {
  const ours = records.filter(({ ours }) => ours);
  const places = ours.flatMap(({ addresses, port }) => addresses.map((address) => ({ host: address, port })));
  return new Map(
    await Promise.all(
      places.map(async (at) => [at.host, await whoAnswers(host, network, at)] as const),
    ),
  );
}
