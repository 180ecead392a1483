import { command } from "../command.ts";
import { EVENT_FILTER } from "../events/event_filter.ts";
import { readTarget } from "../events/event_target.ts";
import { countOf, printResult, UsageError } from "../output.ts";
import { openEvents } from "../events/reading_events.ts";
import { endedSignal } from "../session.ts";

const FORMATS = ["jsonl", "csv", "syslog"] as const;
export type ExportFormat = typeof FORMATS[number];

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
    const { readEventFilter } = await import("../events/reading_event_filter.ts");
    const { exportTo, syslogSink, textSink } = await import("../events/exporting_events.ts");
    const wanted = readEventFilter({ id, since, until, machine, result }, systemClock.now());
    const signal = follow ? endedSignal() : undefined;
    const target = to === undefined ? undefined : await readTarget(to, tlsCa);
    await using source = await openEvents(options);
    const sink = target === undefined
      ? await textSink(file, format as ExportFormat ?? "jsonl", source)
      : await syslogSink(target, source, signal);
    const exported = await exportTo(sink, source, { wanted, signal });
    const place = file ?? to;
    if (place === undefined) return;
    printResult(options.json, { events: exported, to: place }, [
      `${countOf(exported, "event")} exported to ${place}.`,
    ]);
  },
});
