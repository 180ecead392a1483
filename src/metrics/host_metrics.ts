import { type Alerts, CONDITIONS, SEVERITIES } from "../policy/alerts.ts";
import { type CountsByProduct, UNKNOWN_PRODUCT } from "../policy/request_counts.ts";
import { formatHResult, HResult } from "../protocol/hresult.ts";
import { LicenceState } from "../protocol/licence_state.ts";
import type { MetricFamily, Sample } from "./exposition.ts";

/** A host as its metrics tell of it. Times are seconds. */
export interface HostMeasured {
  readonly version: string;
  readonly ready: boolean;
  readonly alerts: Alerts;
  readonly freeBytes: number | undefined;
  readonly started: number;
  /** Requests that were answered with 'try later' since then. */
  readonly postponed: number;
  readonly requestSeconds: readonly Sample[];
  readonly journalSyncSeconds: readonly Sample[];
  /** Undefined where the state is sealed. */
  readonly state: StateMeasured | undefined;
}

export interface StateMeasured {
  readonly requests: CountsByProduct;
  /** Names of the licence file's products by their IDs. */
  readonly products: ReadonlyMap<string, string>;
  readonly count: number;
  readonly known: number;
  readonly machineLimit: number;
  readonly duplicates: number;
  /** Of all requests those of new machines whose address had brought as many as it may within a day. */
  readonly newMachinesRefused: number;
  /** Machines by the licence state that they had when they were last seen, 0 to 5. */
  readonly licenceStates: readonly number[];
  /** Until they end; empty where the host is not activated. */
  readonly certificates: Readonly<Record<string, number>>;
  /** Whether the host's record is in DNS, by domain. */
  readonly published: Readonly<Record<string, boolean>>;
}

/** By its number, 0 to 5. */
const LICENCE_STATES = new Map(Object.entries(LicenceState).map(([name, number]) => [number, name]));

const RESULT_NAMES = new Map<number, string>(Object.entries(HResult).map(([name, code]) => [code, name]));

/** What comes of most requests: told from the first on, for a rate needs a number to begin with. */
const USUAL_RESULTS = [HResult.activated, HResult.belowThreshold];

export function hostMetrics(host: HostMeasured): MetricFamily[] {
  return [...processMetrics(host), ...(host.state === undefined ? [] : stateMetrics(host.state))];
}

function processMetrics(host: HostMeasured): MetricFamily[] {
  const { version, ready, freeBytes, started, postponed } = host;
  return [
    gauge("kms_build_info", "The program that runs, in its labels.", [{ labels: { version }, value: 1 }]),
    gauge("kms_start_time_seconds", "When the host was started, in seconds since 1970.", started),
    gauge("kms_ready", "Whether the host can activate computers now, as /readyz tells.", Number(ready)),
    gauge("kms_alert", "Whether an alert stands, by condition and severity.", alertSamples(host.alerts)),
    gauge("kms_disk_free_bytes", "Free on the disk of the state folder.", freeBytes ?? []),
    {
      name: "kms_requests_postponed_total",
      type: "counter",
      help:
        "Requests answered with 'try later' since the program was started, for the journal could not be written.",
      samples: [{ value: postponed }],
    },
    {
      name: "kms_request_duration_seconds",
      type: "histogram",
      help: "From a whole request to its answer.",
      samples: host.requestSeconds,
    },
    {
      name: "kms_journal_sync_duration_seconds",
      type: "histogram",
      help: "How long the disk took to make the journal durable.",
      samples: host.journalSyncSeconds,
    },
  ];
}

function stateMetrics(state: StateMeasured): MetricFamily[] {
  return [
    {
      name: "kms_requests_total",
      type: "counter",
      help: "Requests answered since the host was set up, by product and result.",
      samples: requestSamples(state),
    },
    gauge("kms_counted_machines", "Computers that count towards the products' thresholds.", state.count),
    gauge("kms_machines", "Computers that a record is kept of, counted or not.", state.known),
    gauge("kms_machines_limit", "Computers that records are kept of, at most.", state.machineLimit),
    {
      name: "kms_new_machines_refused_total",
      type: "counter",
      help: "Requests of new machines refused for the limit of their address, since the host was set up.",
      samples: [{ value: state.newMachinesRefused }],
    },
    gauge("kms_duplicate_machine_ids", "Machine IDs on more than one hardware.", state.duplicates),
    gauge(
      "kms_clients",
      "Computers by the licence state that they had when they last asked.",
      Array.from(LICENCE_STATES, ([number, licence_state]) => ({
        labels: { licence_state },
        value: state.licenceStates[number] ?? 0,
      })),
    ),
    gauge(
      "kms_certificate_remaining_seconds",
      "Until a certificate ends: the host's, which is its activation, and that of the publisher's authority.",
      Object.entries(state.certificates).map(([certificate, value]) => ({ labels: { certificate }, value })),
    ),
    gauge(
      "kms_dns_published",
      "Whether the host's record is in DNS, by domain.",
      Object.entries(state.published).map(([domain, there]) => ({
        labels: { domain },
        value: Number(there),
      })),
    ),
  ];
}

function gauge(name: string, help: string, samples: number | readonly Sample[]): MetricFamily {
  return { name, type: "gauge", help, samples: typeof samples === "number" ? [{ value: samples }] : samples };
}

/** Each of them at all times, so that an alert's beginning is seen. */
function alertSamples(alerts: Alerts): Sample[] {
  return CONDITIONS.flatMap((condition) =>
    SEVERITIES.map((severity) => ({
      labels: { condition, severity },
      value: Number(alerts[condition]?.severity === severity),
    }))
  );
}

function requestSamples({ requests, products }: StateMeasured): Sample[] {
  const ids = new Set([...products.keys(), ...Object.keys(requests)]);
  return [...ids].flatMap((id) => {
    const usual = products.has(id) ? USUAL_RESULTS.map((code) => [String(code), 0]) : [];
    const counts: Record<string, number> = { ...Object.fromEntries(usual), ...requests[id] };
    return Object.entries(counts).map(([code, value]) => ({
      labels: {
        product: products.get(id) ?? id,
        product_id: id === UNKNOWN_PRODUCT ? "" : id,
        result: resultName(Number(code)),
        code: formatHResult(Number(code)),
      },
      value,
    }));
  });
}

/** As the rest of the program calls it: `belowThreshold`; the code where it has no name. */
function resultName(code: number): string {
  return RESULT_NAMES.get(code) ?? formatHResult(code);
}
