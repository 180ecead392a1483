import type { MachineDetails, MachineRow } from "../../api/types.ts";
import { outcomeText } from "../../events/words.ts";
import { STATE_WORDS } from "../../machines/names.ts";
import { LICENCE_STATE_NAMES } from "../../policy/licence_state.ts";
import { formatSpan } from "../../policy/wording.ts";
import { describeHResult, formatHResult } from "../../protocol/hresult.ts";
import type { LicenceState } from "../../protocol/licence_state.ts";
import type { Column } from "../../reports/report.ts";
import { formatActivationId } from "../../protocol/activation_id.ts";
import { type Cell, formatCsvRows } from "../../tables/csv.ts";
import { eventLine } from "../events/event_lines.ts";
import { localTime } from "./moments.ts";

const COLUMNS: Column[] = [
  { name: "name", title: "Name", kind: "text" },
  { name: "product", title: "Product", kind: "text" },
  { name: "kind", title: "Kind", kind: "text" },
  { name: "state", title: "State", kind: "text" },
  { name: "answer", title: "Answer", kind: "text" },
  { name: "lastSeen", title: "Last seen", kind: "time" },
  { name: "leaves", title: "Leaves count", kind: "time" },
  { name: "duplicate", title: "Clone", kind: "text" },
  { name: "machineId", title: "Machine ID", kind: "id" },
];
const MINUTE_MS = 60_000;

/** What `kms machines` shows; lines are cut to `columns`, where that is known. */
export async function machineTable(
  rows: readonly MachineRow[],
  columns: number | undefined,
): Promise<string[]> {
  const { tableLines } = await import("../../reports/text/table_lines.ts");
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const cells = rows.map((row) => ({
    name: row.name,
    product: productText(row),
    kind: row.kind,
    state: STATE_WORDS[row.licenceState] ?? String(row.licenceState),
    answer: outcomeText({ result: row.result, renewal: false }),
    lastSeen: row.lastSeen,
    leaves: row.leaves,
    duplicate: row.duplicate ? "yes" : "",
    machineId: row.machineId,
  }));
  const ascii = Deno.env.get("TERM") === "dumb";
  return tableLines({ columns: COLUMNS, rows: cells, timeZone }, { columns, ascii });
}

/** What `kms machines show` shows. */
export function machineLines({ machine, others, events, atEnd, time }: MachineDetails): string[] {
  const { licenceState, minutesLeft, reported, leaves, result } = machine;
  return [
    `Name: ${machine.name}`,
    `Machine ID: ${machine.machineId}`,
    `Hardware: ${machine.hardware}`,
    `Product: ${productText(machine)}`,
    `Kind: ${machine.kind}`,
    `License status: ${stateText(licenceState, minutesLeft)}`,
    `    It said of itself: ${stateText(reported.licenceState, reported.minutesLeft || null)}`,
    `Latest answer: ${formatHResult(result)} (${describeHResult(result)})`,
    `First seen: ${localTime(machine.firstSeen)}`,
    `Last seen: ${localTime(machine.lastSeen)}`,
    leaves === null
      ? "Counted: no"
      : `Counted: until ${localTime(leaves)} (${
        formatSpan(Math.max(0, leaves - time))
      }), unless it asks again`,
    ...(others.length === 0 ? [] : [
      "The same machine ID is on:",
      ...others.map((one) =>
        `    ${one.name}, hardware ${one.hardware}, last seen ${localTime(one.lastSeen)}`
      ),
    ]),
    events.length === 0 ? "Events: none found" : "Events, the newest first:",
    ...events.map((entry) => `    ${eventLine(entry)}`),
    ...(atEnd ? [] : ["    ... and older ones: --limit shows more"]),
  ];
}

function productText({ product, productId }: MachineRow): string {
  return product ?? formatActivationId(productId);
}

function stateText(state: number, minutesLeft: number | null): string {
  const name = LICENCE_STATE_NAMES[state as LicenceState] ?? String(state);
  return minutesLeft === null ? name : `${name}, ${formatSpan(minutesLeft * MINUTE_MS)} left`;
}

const CSV: Readonly<Record<string, (row: MachineRow) => Cell>> = {
  name: (row) => row.name,
  machineId: (row) => row.machineId,
  hardware: (row) => row.hardware,
  productId: (row) => row.productId,
  product: (row) => row.product,
  kind: (row) => row.kind,
  counted: (row) => row.counted,
  licenceState: (row) => row.licenceState,
  minutesLeft: (row) => row.minutesLeft,
  reportedState: (row) => row.reported.licenceState,
  reportedMinutesLeft: (row) => row.reported.minutesLeft,
  result: (row) => formatHResult(row.result),
  firstSeen: (row) => isoTime(row.firstSeen),
  lastSeen: (row) => isoTime(row.lastSeen),
  leaves: (row) => row.leaves === null ? null : isoTime(row.leaves),
  duplicate: (row) => row.duplicate,
};

/** A line with its end. */
export function machineCsvHeader(): string {
  return formatCsvRows([Object.keys(CSV)]);
}

export function machineCsv(rows: readonly MachineRow[]): string {
  return formatCsvRows(rows.map((row) => Object.values(CSV).map((cell) => cell(row))));
}

/** A time that is none, as a host with a broken clock may tell, is shown as it is. */
function isoTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}
