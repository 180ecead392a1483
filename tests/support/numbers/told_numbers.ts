import assert from "node:assert/strict";
import type { Console } from "../../../src/api/console.ts";
import type { HostStatus } from "../../../src/api/types.ts";
import { longLines } from "../../../src/cli/printing/display.ts";
import { healthLines } from "../../../src/cli/printing/health_display.ts";
import { propertiesOf } from "../../../src/cli/printing/wmi.ts";
import { LICENCE_STATE_NAMES } from "../../../src/policy/licence_state.ts";
import { EventId, type RequestProcessed } from "../../../src/policy/events.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { LicenceState } from "../../../src/protocol/licence_state.ts";
import { counted, type Figures, tally, UNKNOWN } from "./scenario_record.ts";

/** What each place tells, read off it and put in the words of Figures; nothing is worked out from another place. */

const RESULTS = new Map<number, string>(Object.entries(HResult).map(([name, code]) => [code, name]));
const STATES = Object.keys(LicenceState);
/** Names of licence states by how they are shown to people. */
export const STATE_BY_TITLE = new Map(
  Object.entries(LicenceState).map(([name, state]) => [LICENCE_STATE_NAMES[state], name]),
);

const resultName = (code: string | number) => RESULTS.get(Number(code)) ?? String(code);

/** `GET /v1/status`. */
export function toldByStatus({ count, known, requests }: HostStatus) {
  return {
    count,
    known,
    requests: requests.total,
    failed: requests.failed,
    results: counted(Object.entries(requests.byResult).map(([code, n]) => [resultName(code), n])),
    askedFrom: counted(requests.byLicenceState.map((n, state) => [STATES[state]!, n])),
  } satisfies Partial<Figures>;
}

/** `kms /dlv`. */
export function toldByDlv(status: HostStatus) {
  const lines = longLines(status);
  const number = (pattern: RegExp) => Number(onlyMatch(lines.join("\n"), pattern));
  const under = (head: string) => {
    const from = lines.indexOf(head) + 1;
    assert(from > 0, `no line ${head}`);
    const end = lines.findIndex((line, i) => i >= from && !line.startsWith("    "));
    return lines.slice(from, end < 0 ? undefined : end).map((line) => line.trim());
  };
  const products = under("Products:").map((line) =>
    /^(.*): from \d+ on; (?:(\d+) computers? missing|activated|(not served by this host))$/.exec(line)!
  );
  return {
    count: number(/^ {4}Current count: (\d+)$/m),
    known: number(/^ {4}Machines known: (\d+)$/m),
    requests: number(/^ {4}Total: (\d+)$/m),
    failed: number(/^ {4}Failed: (\d+)$/m),
    results: counted(
      under("Answers:").map((line) => {
        const [, code, n] = /^(0x[0-9A-F]{8}) \(.*\): (\d+)$/.exec(line)!;
        return [resultName(code!), Number(n)];
      }),
    ),
    askedFrom: counted(
      under("Requests since this host was set up:").flatMap((line) => {
        const [, title, n] = /^From (.*): (\d+)$/.exec(line) ?? [];
        return title === undefined ? [] : [[STATE_BY_TITLE.get(title)!, Number(n)] as const];
      }),
    ),
    missing: Object.fromEntries(
      products.flatMap(([, name, n, unserved]) => unserved === undefined ? [[name!, Number(n ?? 0)]] : []),
    ),
  } satisfies Partial<Figures>;
}

/** `kms /dlv --json`. */
export function toldByJson(status: HostStatus) {
  const service = propertiesOf(status).SoftwareLicensingService;
  const of = (name: string) => Number(service[name]);
  const from = ["Unlicensed", "Licensed", "OOBGrace", "OOTGrace", "NonGenuineGrace", "Notification"];
  return {
    count: of("KeyManagementServiceCurrentCount"),
    known: of("KnownMachines"),
    requests: of("KeyManagementServiceTotalRequests"),
    failed: of("KeyManagementServiceFailedRequests"),
    askedFrom: counted(
      from.map((name, state) => [STATES[state]!, of(`KeyManagementService${name}Requests`)]),
    ),
  } satisfies Partial<Figures>;
}

/** `kms health`: the numbers behind the bar. */
export async function toldByHealth(console: Console) {
  const [line] = healthLines(await console.call("health", {}));
  const number = (label: string) => Number(onlyMatch(line!, new RegExp(`[| ]${label}=(\\d+)c?;`)));
  return {
    count: number("count"),
    known: number("known"),
    requests: number("requests"),
    refused: number("refusals"),
  } satisfies Partial<Figures>;
}

/** The event log: 12290 by all that it tells, 12318 by its number. `failed` is what `--result refused` finds. */
export async function toldByEvents(console: Console) {
  const { events, atEnd } = await console.call("events", { after: "start", limit: 1000 });
  assert(atEnd, "a longer log than one page");
  const isRequest = (event: { id: number }): event is RequestProcessed =>
    event.id === EventId.requestProcessed;
  const asked = events.flatMap(({ event, product }) =>
    isRequest(event) ? [{ ...event, product: product ?? UNKNOWN }] : []
  );
  const refused = await console.call("events", { after: "start", limit: 1000, result: "refused" });
  const computers = [...new Set(asked.map(({ name }) => name))];
  const found = await Promise.all(
    computers.map(async (machine) =>
      [
        machine,
        (await console.call("events", { machine, ids: [EventId.requestProcessed] })).events.length,
      ] as const
    ),
  );
  return {
    count: asked.at(-1)!.count,
    requests: asked.length,
    failed: refused.events.length,
    results: tally(asked, ({ result }) => resultName(result)),
    answers: tally(asked, ({ product, result }) => `${product} ${resultName(result)}`),
    byProduct: tally(asked, ({ product }) => product),
    byComputer: counted(found),
    askedFrom: tally(asked, ({ licenceState }) => STATES[licenceState]!),
    clonesReported: events.filter(({ event }) => event.id === EventId.cloneSeen).length,
  } satisfies Partial<Figures>;
}

/** The text of /metrics. */
export async function toldByMetrics(console: Console) {
  const { listening } = await console.call("metrics", {});
  const response = await fetch(`http://${listening!.address}:${listening!.port}/metrics`);
  const samples = (await response.text()).split("\n").flatMap((line) => {
    const [, name, labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label!, text!]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
  const named = (name: string) => samples.filter((sample) => sample.name === name);
  const gauge = (name: string) => named(name)[0]!.value;
  const requests = named("kms_requests_total");
  const product = (labels: Record<string, string>) =>
    labels["product"] === "unknown" ? UNKNOWN : labels["product"]!;
  return {
    count: gauge("kms_counted_machines"),
    known: gauge("kms_machines"),
    requests: requests.reduce((sum, { value }) => sum + value, 0),
    results: counted(requests.map(({ labels, value }) => [labels["result"]!, value])),
    answers: counted(requests.map(({ labels, value }) => [`${product(labels)} ${labels["result"]}`, value])),
    byProduct: counted(requests.map(({ labels, value }) => [product(labels), value])),
    told: counted(named("kms_clients").map(({ labels, value }) => [labels["licence_state"]!, value])),
    duplicates: gauge("kms_duplicate_machine_ids"),
    alerts: named("kms_alert").filter(({ value }) => value === 1)
      .map(({ labels }) => `${labels["severity"]} ${labels["condition"]}`).sort(),
  } satisfies Partial<Figures> & { alerts: string[] };
}

/** What the first group matches; fails where there is no match. */
export function onlyMatch(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  assert(found !== undefined, `no ${pattern} in\n${text}`);
  return found;
}
