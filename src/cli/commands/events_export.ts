import { plainJson } from "../../policy/plain_line.ts";
import type { EventSource } from "../../api/event_source.ts";
import type { EventEntry } from "../../api/types.ts";
import { eventCsv, eventCsvHeader, eventRecord } from "../../events/records.ts";
import { syslogMessage } from "../../events/syslog.ts";
import { command } from "../command.ts";
import { EVENT_FILTER, readEventFilter } from "../event_filter.ts";
import { fileTarget, readTarget, STANDARD_OUTPUT, type TextTarget } from "../event_target.ts";
import { countOf, printNote, printResult, UsageError } from "../output.ts";
import { followEvents, openEvents, pagesAfter, type Wanted } from "../reading_events.ts";
import { endedSignal } from "../session.ts";

const FORMATS = ["jsonl", "csv", "syslog"] as const;
type Format = typeof FORMATS[number];

export const exportEvents = command({
  words: "export",
  summary: "Write events as JSON lines, CSV or syslog, or send them to a syslog receiver",
  about: [
    "All events that are kept are exported, unless some are chosen; to standard output, unless a file or a receiver is named. Messages of syslog are " +
    "those of RFC 5424, with all fields as structured data: over UDP one a datagram, over TCP and TLS with their length in front.",
    "With --follow it goes on with new ones until Ctrl-C, and waits for a receiver that goes away; --since now leaves out what was before.",
  ],
  options: {
    format: { type: "string", choices: FORMATS, describe: "jsonl unless given; syslog with --to" },
    file: { type: "string", completes: "file", describe: "a new file for them" },
    to: {
      type: "string",
      describe: "a syslog receiver: udp://HOST:PORT, tcp://HOST:PORT or tls://HOST:PORT",
    },
    "tls-ca": {
      type: "string",
      completes: "file",
      describe: "PEM file with the authorities that the receiver's certificate must be signed by",
    },
    ...EVENT_FILTER,
    follow: { type: "boolean", default: false, describe: "go on with new ones as they come, until Ctrl-C" },
  },
  async run({ format, file, to, tlsCa, follow, id, since, until, machine, result, ...options }) {
    if (file !== undefined && to !== undefined) throw new UsageError("--file and --to exclude each other");
    if (to !== undefined && (format ?? "syslog") !== "syslog") {
      throw new UsageError("--to sends syslog and no other format");
    }
    if (tlsCa !== undefined && to === undefined) throw new UsageError("--tls-ca goes with --to tls://HOST");
    const { systemClock } = await import("../../app/clock.ts");
    const wanted = readEventFilter({ id, since, until, machine, result }, systemClock.now());
    const signal = follow ? endedSignal() : undefined;
    const target = to === undefined ? undefined : await readTarget(to, tlsCa);
    await using source = await openEvents(options);
    const sink = target === undefined
      ? await textSink(file, format as Format ?? "jsonl", source)
      : await syslogSink(target, source, signal);
    const exported = await exportTo(sink, source, { wanted, signal });
    const place = file ?? to;
    if (place === undefined) return;
    printResult(options.json, { events: exported, to: place }, [
      `${countOf(exported, "event")} exported to ${place}.`,
    ]);
  },
});

/** Takes events, in whatever form. */
interface Sink {
  take(events: readonly EventEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** Resolves with the number of events. */
async function exportTo(
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

async function textSink(file: string | undefined, format: Format, source: EventSource): Promise<Sink> {
  const target: TextTarget = file === undefined ? STANDARD_OUTPUT : await fileTarget(file);
  const computer = format === "syslog" ? await source.computer() : "";
  if (format === "csv") await target.write(eventCsvHeader());
  return {
    take: (events) => target.write(textOf(events, format, computer)),
    close: () => Promise.resolve(target.close()),
  };
}

function textOf(events: readonly EventEntry[], format: Format, computer: string): string {
  switch (format) {
    case "csv":
      return eventCsv(events);
    case "jsonl":
      return events.map((entry) => `${plainJson(eventRecord(entry))}\n`).join("");
    case "syslog":
      return events.map((entry) => `${syslogMessage(entry, computer)}\n`).join("");
  }
}

async function syslogSink(
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
