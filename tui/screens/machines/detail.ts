import type { EventEntry, MachineDetails } from "../../../src/api/types.ts";
import { type Answered, call, type Failed } from "../../model/effects.ts";
import { LIST_START, type ListPlace } from "../../model/list.ts";
import type { Step } from "../screen.ts";

/** One machine and its history, as far back as a person has scrolled. */
export interface Detail {
  /** Of its record. */
  readonly key: string;
  /** As of the latest question for all of it; null before the first answer. */
  readonly known: Pick<MachineDetails, "time" | "machine" | "others"> | null;
  /** The newest first. */
  readonly events: readonly EventEntry[];
  /** Where older ones are; null where there are none, or no more are to be held. */
  readonly before: string | null;
  readonly asking: { readonly tag: string; readonly older: boolean } | null;
  readonly failure: string | null;
  /** Where it is scrolled to. */
  readonly place: ListPlace;
}

const EVENTS_A_PAGE = 50;
/** More are not held; `kms events` has them. */
export const MOST_EVENTS = 2000;

export function detailOf(key: string): Detail {
  return { key, known: null, events: [], before: null, asking: null, failure: null, place: LIST_START };
}

/** Asks for all of it anew. */
export function askDetail(detail: Detail, tag: string): Step<Detail> {
  if (detail.asking !== null) return { state: detail };
  return {
    state: { ...detail, asking: { tag, older: false } },
    effects: [call("machine", { id: detail.key, limit: EVENTS_A_PAGE }, tag)],
  };
}

/** Asks for the events before those that are held, if there are any. */
export function askOlder(detail: Detail, tag: string): Step<Detail> {
  const { before, asking, key } = detail;
  if (before === null || asking !== null) return { state: detail };
  return {
    state: { ...detail, asking: { tag, older: true } },
    effects: [call("machine", { id: key, limit: EVENTS_A_PAGE, before }, tag)],
  };
}

export function detailAnswered(detail: Detail, outcome: Answered | Failed): Detail {
  const { asking } = detail;
  if (asking === null || asking.tag !== outcome.tag) return detail;
  const free = { ...detail, asking: null };
  if (outcome.kind === "failed") return { ...free, failure: outcome.reason, before: null };
  if (outcome.route !== "machine") return free;
  const { events, before, atEnd, time, machine, others } = outcome.output;
  const all = asking.older ? [...detail.events, ...events] : events;
  return {
    ...free,
    known: asking.older ? detail.known : { time, machine, others },
    events: all,
    before: atEnd || all.length >= MOST_EVENTS ? null : before,
    failure: null,
  };
}
