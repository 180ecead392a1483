import { plainJson } from "../../policy/plain_line.ts";
import type { EventSource } from "../../api/event_source.ts";
import type { EventEntry } from "../../api/types.ts";
import { eventCsv, eventCsvHeader, eventRecord } from "../../events/records.ts";
import { syslogMessage } from "../../events/syslog.ts";
import type { ExportFormat } from "../commands/events_export.ts";
import { fileTarget, type readTarget, STANDARD_OUTPUT, type TextTarget } from "./event_target.ts";
import { countOf, printNote } from "../output.ts";
import { followEvents, pagesAfter, type Wanted } from "./reading_events.ts";

/** Takes events, in whatever form. */
export interface Sink {
  take(events: readonly EventEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** Resolves with the number of events. */
export async function exportTo(
  sink: Sink,
  source: EventSource,
  { wanted, signal }: { wanted: Wanted; signal: AbortSignal | undefined },
): Promise<number> {
  let [exported, unreadable] = [0, 0];
  try {
    const pages = signal === undefined
      ? pagesAfter(source, wanted, "start")
      : followEvents(source, wanted, "start", signal);
    for await (const page of pages) {
      if (page.events.length > 0) await sink.take(page.events);
      exported += page.events.length;
      unreadable += page.unreadable;
    }
  } finally {
    await sink.close();
  }
  if (unreadable > 0 && signal === undefined) {
    printNote(`kms: ${countOf(unreadable, "line")} of the log cannot be read: kms events verify says which`);
  }
  return exported;
}

export async function textSink(
  file: string | undefined,
  format: ExportFormat,
  source: EventSource,
): Promise<Sink> {
  const target: TextTarget = file === undefined ? STANDARD_OUTPUT : await fileTarget(file);
  const computer = format === "syslog" ? await source.computer() : "";
  if (format === "csv") await target.write(eventCsvHeader());
  return {
    take: (events) => target.write(textOf(events, format, computer)),
    close: () => Promise.resolve(target.close()),
  };
}

function textOf(events: readonly EventEntry[], format: ExportFormat, computer: string): string {
  switch (format) {
    case "csv":
      return eventCsv(events);
    case "jsonl":
      return events.map((entry) => `${plainJson(eventRecord(entry))}\n`).join("");
    case "syslog":
      return events.map((entry) => `${syslogMessage(entry, computer)}\n`).join("");
  }
}

export async function syslogSink(
  target: Awaited<ReturnType<typeof readTarget>>,
  source: EventSource,
  signal: AbortSignal | undefined,
): Promise<Sink> {
  const { openTarget } = await import("../../app/monitoring/syslog_target.ts");
  const computer = await source.computer();
  const sender = await openTarget(target, (text) => printNote(`kms: ${text}`), signal);
  return {
    take: (events) => sender.send(events.map((entry) => syslogMessage(entry, computer))),
    close: () => sender.close(),
  };
}
