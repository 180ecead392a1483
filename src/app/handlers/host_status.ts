import { HResult } from "../../protocol/hresult.ts";
import type { AlertView, HostStatus } from "../../api/types.ts";
import { type ActivationStatus, activationText, daysLeft } from "../../host/activation.ts";
import type { Host } from "../../host/host.ts";
import { domainsByName } from "../../policy/dns.ts";
import { INITIAL_FACTS } from "../../policy/state.ts";
import { VERSION } from "../../version.ts";

const DISK_REMEDY =
  "make room on the disk of the state folder, or make it writable: the host goes on by itself";

export type Listening = HostStatus["listening"];

/** How a host stands, for people and programs. `alerts`: what is wrong, the worst first. */
export function hostStatus(
  host: Host,
  listening: Listening,
  alerts: readonly AlertView[] = [],
): HostStatus {
  const now = host.ports.clock.now();
  const facts = host.facts ?? INITIAL_FACTS;
  const totals = host.totals(now);
  return {
    role: "host",
    version: VERSION,
    computer: host.ports.machine.name(),
    time: now,
    listening,
    trouble: troubleOf(host),
    publisher: publisherOf(host),
    key: facts.key,
    activation: activationOf(host, now),
    count: totals.counted,
    known: totals.known,
    products: productsOf(host, now),
    settings: facts.settings,
    alerts: [...alerts],
    dns: domainsByName(facts.dns).map(([domain, standing]) => ({ domain, ...standing })),
    requests: {
      total: facts.counters.requests,
      failed: facts.counters.requests - (facts.counters.byResult[HResult.activated] ?? 0),
      byResult: { ...facts.counters.byResult },
      byLicenceState: [...facts.counters.byLicenceState],
    },
  };
}

function troubleOf({ trouble }: Host): HostStatus["trouble"] {
  if (trouble === undefined) return null;
  return { reason: trouble.reason, remedy: trouble.kind === "sealed" ? trouble.remedy : DISK_REMEDY };
}

function publisherOf({ licence }: Host): HostStatus["publisher"] {
  if (licence === undefined) return null;
  const { publisher, serial, url } = licence.payload;
  return { name: publisher, licenceSerial: serial, url };
}

function activationOf(host: Host, now: number): HostStatus["activation"] {
  const status = statusOf(host, now);
  if (status?.kind !== "activated") {
    const text = status === undefined ? host.trouble?.reason ?? "" : activationText(status);
    return { activated: false, text, ends: null, daysLeft: null, sequence: null };
  }
  const { certificate, authority } = status.serving;
  return {
    activated: true,
    text: activationText(status),
    ends: Math.min(certificate.notAfter, authority.notAfter) * 60_000,
    daysLeft: daysLeft(status, now) ?? null,
    sequence: certificate.activationSequence,
  };
}

function productsOf(host: Host, now: number): HostStatus["products"] {
  const status = statusOf(host, now);
  const served = status?.kind === "activated" ? status.serving.catalogue : new Map();
  return (host.licence?.payload.products ?? []).map(({ id, name, edition, kind, threshold }) => (
    { id, name, edition, kind, threshold, served: served.has(id) }
  ));
}

/** Undefined where the state folder is sealed. */
function statusOf(host: Host, now: number): ActivationStatus | undefined {
  return host.facts === undefined ? undefined : host.activation(now);
}
