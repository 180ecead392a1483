import { command } from "../command.ts";
import { changeLimits, EVENT_LIMITS, showLimits } from "../events/event_limits.ts";
import { EVENT_FILTER } from "../events/event_filter.ts";
import type { EventPrinter } from "../events/event_printer.ts";
import { readWhole } from "../numbers.ts";
import { countOf, printNote, printText, UsageError } from "../output.ts";
import { followEvents, newestEvents, openEvents, pagesAfter, type Wanted } from "../events/reading_events.ts";
import type { EventSource } from "../../api/event_source.ts";
import { exportEvents } from "./events_export.ts";
import { verify } from "./events_verify.ts";
import { endedSignal } from "../session.ts";

/** How many are shown where nothing says how many. */
const NEWEST = 20;
const MOST = 1_000_000;
const NOTHING = "kms: there is no such event in the log";

const limits = command({
  words: "limits",
  summary: "Show how much of the journal is kept, and for how long",
  run: showLimits,
});

export const events = command({
  words: "events",
  summary: "Show the event log: requests (12290), starts, changes and by whom, failures",
  about: [
    `The newest ${NEWEST} that are wanted are shown, the newest last; with --since or --until all of that time. Times are local. ` +
    "A client's own requests are in the log of its own folder. docs/events.md lists all events with their fields.",
    "The log of this computer is read from the files of the state folder, whether a host runs there or cannot.",
  ],
  options: {
    ...EVENT_FILTER,
    limit: { type: "string", describe: `how many at most, ${NEWEST} unless given` },
    all: { type: "boolean", default: false, describe: "from the first that is kept" },
    long: { type: "boolean", default: false, describe: "all fields of each, a line a field" },
    csv: { type: "boolean", default: false, describe: "print CSV" },
    follow: { type: "boolean", default: false, describe: "go on with new ones as they come, until Ctrl-C" },
    ...EVENT_LIMITS,
  },
  subcommands: [exportEvents, verify, limits],
  async run({ maxSize, maxAge, limit, all, long, csv, follow, ...given }) {
    const { id, since, until, machine, result, ...options } = given;
    if (maxSize !== undefined || maxAge !== undefined) {
      const others = [limit, id, since, until, machine, result].some((one) => one !== undefined);
      if (others || all || long || csv || follow) {
        throw new UsageError("--max-size and --max-age set the journal's limits and go with no other option");
      }
      return await changeLimits(options, { maxSize, maxAge });
    }
    if (all && limit !== undefined) throw new UsageError("--all and --limit exclude each other");
    const most = limit === undefined ? undefined : readWhole("--limit", limit, 1, MOST);
    const { eventPrinter } = await import("../events/event_printer.ts");
    const { readEventFilter } = await import("../events/reading_event_filter.ts");
    const print = eventPrinter({ json: options.json, csv, long });
    const { systemClock } = await import("../../app/clock.ts");
    const wanted = readEventFilter({ id, since, until, machine, result }, systemClock.now());
    const whole = all || (most === undefined && (since !== undefined || until !== undefined));
    const signal = follow ? endedSignal() : undefined;
    await using source = await openEvents(options);
    printText(print.head);
    const after = whole
      ? await showAll(source, wanted, print)
      : await showNewest(source, wanted, print, most);
    if (signal !== undefined) await showNew(source, wanted, print, { after, signal });
  },
});

/** Resolves with the cursor behind what was shown. */
async function showNewest(
  source: EventSource,
  wanted: Wanted,
  print: EventPrinter,
  limit: number | undefined,
): Promise<string> {
  const { events, after, all, unreadable } = await newestEvents(source, wanted, limit ?? NEWEST);
  printText(print.text(events));
  if (events.length === 0) printNote(NOTHING);
  if (!all && limit === undefined) {
    printNote(`kms: these are the newest ${NEWEST}: --limit, --since or --all shows more`);
  }
  noteUnreadable(unreadable);
  return after;
}

async function showAll(source: EventSource, wanted: Wanted, print: EventPrinter): Promise<string> {
  let [shown, unreadable] = [0, 0];
  let after = "start";
  for await (const page of pagesAfter(source, wanted, after)) {
    printText(print.text(page.events));
    shown += page.events.length;
    unreadable += page.unreadable;
    after = page.after;
  }
  if (shown === 0) printNote(NOTHING);
  noteUnreadable(unreadable);
  return after;
}

async function showNew(
  source: EventSource,
  wanted: Wanted,
  print: EventPrinter,
  { after, signal }: { after: string; signal: AbortSignal },
): Promise<void> {
  for await (const { events } of followEvents(source, wanted, after, signal)) printText(print.text(events));
}

function noteUnreadable(lines: number): void {
  if (lines === 0) return;
  printNote(`kms: ${countOf(lines, "line")} of the log cannot be read: kms events verify says which`);
}
