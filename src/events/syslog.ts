import { plainLine } from "../policy/plain_line.ts";
import { formatHResult } from "../protocol/hresult.ts";
import { EVENT_KINDS, type Severity, severityOf } from "./catalogue.ts";
import { isoTime, type LoggedEntry } from "./records.ts";
import { eventText } from "./words.ts";

/** Events as messages of syslog (RFC 5424). */

/** System daemons (RFC 5424, 6.2.1). */
const FACILITY = 3;
const SEVERITIES: Readonly<Record<Severity, number>> = { error: 3, warning: 4, notice: 5, information: 6 };
/** The enterprise number is the one that is set aside for what has none of its own (RFC 5612). */
const SD_ID = "kms@32473";
const LONGEST_HOSTNAME = 255;
const LONGEST_VALUE = 1024;
/** Says that the message is UTF-8 (RFC 5424, 6.4). */
const BOM = "\ufeff";

/** Where messages of syslog go to. */
export interface SyslogTarget {
  readonly transport: "udp" | "tcp" | "tls";
  readonly host: string;
  readonly port: number;
  /** PEM of the authorities that the receiver's certificate must be signed by, in place of the system's; for TLS. */
  readonly authorities?: string;
}

/** One message, without anything that ends or counts it. `computer`: the one that the event is of. */
export function syslogMessage(entry: LoggedEntry, computer: string): string {
  const { event, product } = entry;
  const priority = FACILITY * 8 + SEVERITIES[severityOf(event)];
  const header = [`<${priority}>1`, timestamp(event.time), hostname(computer), "kms", "-", String(event.id)];
  return `${header.join(" ")} ${structuredData(entry)} ${BOM}${plainLine(eventText(event, product))}`;
}

/** As it goes over TCP and TLS: with its length in front (RFC 6587, 3.4.1; RFC 5425, 4.3). */
export function octetCounted(message: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(message);
  const length = new TextEncoder().encode(`${bytes.length} `);
  const frame = new Uint8Array(length.length + bytes.length);
  frame.set(length);
  frame.set(bytes, length.length);
  return frame;
}

function timestamp(time: number): string {
  const text = isoTime(time);
  return /^\d{4}-.*Z$/.test(text) ? text : "-";
}

/** Printable ASCII without spaces, and something. */
function hostname(computer: string): string {
  return computer.replace(/[^\x21-\x7e]/g, "_").slice(0, LONGEST_HOSTNAME) || "-";
}

function structuredData({ event, source, n, product }: LoggedEntry): string {
  const { id, time: _time, ...fields } = event;
  const all = { source, n, event: EVENT_KINDS[id].name, ...(product === null ? {} : { product }), ...fields };
  const parameters = Object.entries(all).flatMap(([name, value]) => parametersOf(name, value));
  return `[${SD_ID}${parameters.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("")}]`;
}

/** What is nested goes by names with points: `record.port`. Names are those of our own schemas. */
function parametersOf(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([part, inner]) => parametersOf(`${name}.${part}`, inner));
  }
  const isCode = (name === "result" || name === "code") && typeof value === "number";
  return [[name, isCode ? formatHResult(value) : String(value)]];
}

/** RFC 5424, 6.3.3. A line end would be another message's beginning to some receivers. */
function escaped(value: string): string {
  return plainLine(value.slice(0, LONGEST_VALUE)).replace(/["\\\]]/g, "\\$&");
}
