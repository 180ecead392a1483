import type { Host } from "../../host/host.ts";
import type { HostMeasured, StateMeasured } from "../../metrics/host_metrics.ts";
import type { Alerts } from "../../policy/alerts.ts";
import { HResult } from "../../protocol/hresult.ts";
import { VERSION } from "../../version.ts";
import type { Measures } from "./measures.ts";

/** A host at `now`, milliseconds since 1970, as its metrics tell of it. */
export function hostMeasured(
  host: Host,
  now: number,
  watched: {
    readonly measures: Measures;
    readonly ready: boolean;
    readonly alerts: Alerts;
    readonly freeBytes: number | undefined;
    /** Milliseconds since 1970. */
    readonly started: number;
  },
): HostMeasured {
  const { measures, ready, alerts, freeBytes, started } = watched;
  return {
    version: VERSION,
    ready,
    alerts,
    freeBytes,
    started: started / 1000,
    postponed: host.postponed,
    requestSeconds: measures.requests.samples(),
    journalSyncSeconds: measures.journalSyncs.samples(),
    state: stateMeasured(host, now),
  };
}

/** Nothing where the state is not at hand: numbers that may be old would look like new ones. */
function stateMeasured(host: Host, now: number): StateMeasured | undefined {
  if (host.trouble !== undefined) return undefined;
  const { facts, machines, requests } = host.state;
  const { known, counted } = machines.totals(now);
  const products = host.licence?.payload.products ?? [];
  return {
    requests: requests.snapshot(),
    products: new Map(products.map(({ id, name }) => [id, name])),
    count: counted,
    known,
    machineLimit: facts.settings.machineLimit,
    duplicates: machines.duplicates(now),
    newMachinesRefused: facts.counters.byResult[HResult.tryLater] ?? 0, // a 'try later' of a broken disk is not recorded
    licenceStates: machines.licenceStates(now),
    certificates: certificatesOf(host, now),
    published: Object.fromEntries(
      Object.entries(facts.dns).map(([domain, { published }]) => [domain, published !== null]),
    ),
  };
}

function certificatesOf(host: Host, now: number): Record<string, number> {
  const status = host.activation(now);
  if (status.kind !== "activated") return {};
  const { certificate, authority } = status.serving;
  const left = (minutes: number) => minutes * 60 - Math.floor(now / 1000);
  return { host: left(certificate.notAfter), authority: left(authority.notAfter) };
}
