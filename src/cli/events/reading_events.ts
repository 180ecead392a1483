import type { EventSource } from "../../api/event_source.ts";
import type { Input } from "../../api/routes.ts";
import { SignInRefused } from "../../api/sign_in_refused.ts";
import type { EventEntry, EventsPage } from "../../api/types.ts";
import { type CommonOptions, stateFolder } from "../session.ts";
import { printNote } from "../output.ts";
import { openRemote } from "../remote.ts";

/** Which events are wanted, as the management API takes it. */
export type Wanted = Omit<Input<"events">, "after" | "before" | "limit">;

const PAGE = 500;

/**
 * The events of a folder of this computer come from its files: a host that runs there goes on undisturbed, and one that is sealed, ended or
 * does not answer is not needed. Those of another computer come over its management API.
 */
export async function openEvents(options: CommonOptions): Promise<EventSource> {
  const note = (text: string) => printNote(`kms: ${text}`);
  if (options.computer !== undefined) {
    const console = await openRemote(options.computer, options);
    const { remoteEvents } = await import("../../app/consoles/remote_events.ts");
    return remoteEvents(console, note);
  }
  const { openLocalEvents } = await import("../../app/consoles/local_events.ts");
  return await openLocalEvents(stateFolder(options));
}

/** What was read, and the cursor behind it. */
export interface Newest {
  /** The oldest first. */
  readonly events: readonly EventEntry[];
  readonly after: string;
  /** Whether there are no more before them. */
  readonly all: boolean;
  readonly unreadable: number;
}

/** The newest `limit` events that are wanted. */
export async function newestEvents(source: EventSource, wanted: Wanted, limit: number): Promise<Newest> {
  const pages: EventsPage[] = [];
  let left = limit;
  let atEnd = false;
  while (left > 0 && !atEnd) {
    const page: EventsPage = await source.page({
      ...wanted,
      before: pages[0]?.before ?? "end",
      limit: Math.min(left, PAGE),
    });
    pages.unshift(page);
    left -= page.events.length;
    atEnd = page.atEnd;
  }
  return {
    events: pages.flatMap(({ events }) => events),
    after: pages.at(-1)?.after ?? "start",
    all: atEnd,
    unreadable: pages.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

/** Page after page from a cursor to the end of the log as it is then. */
export async function* pagesAfter(
  source: EventSource,
  wanted: Wanted,
  after: string,
): AsyncGenerator<EventsPage> {
  for (let from = after;;) {
    const page = await source.page({ ...wanted, after: from, limit: PAGE });
    yield page;
    if (page.atEnd) return;
    from = page.after;
  }
}

/** What comes after a cursor, as it comes, until `signal` is aborted. A host that is away for a while is waited for. */
export async function* followEvents(
  source: EventSource,
  wanted: Wanted,
  after: string,
  signal: AbortSignal,
): AsyncGenerator<EventsPage> {
  let from = after;
  for (let failures = 0; !signal.aborted;) {
    try {
      for await (const page of pagesAfter(source, wanted, from)) {
        yield page;
        from = page.after;
        failures = 0;
      }
    } catch (error) {
      if (error instanceof SignInRefused || ++failures > 1) throw error;
    }
    await source.changed(signal);
  }
}
