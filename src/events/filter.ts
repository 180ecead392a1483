import type { LoggedEvent } from "../policy/client_events.ts";
import { EventId } from "../policy/events.ts";

/** Which events are wanted; what is left out does not matter. Times are milliseconds since 1970. */
export interface EventFilter {
  readonly ids?: readonly number[] | undefined;
  /** From this time on. */
  readonly since?: number | undefined;
  /** Before this time. */
  readonly until?: number | undefined;
  /** A machine's name, in which `*` stands for anything, or its machine ID; in capital or small letters. */
  readonly machine?: string | undefined;
  /** Of the answer: its HRESULT, or whether there was an activation. */
  readonly result?: number | "activated" | "refused" | undefined;
}

/** Whether an event passes the filter. An event that has no machine, or no result, is none of those that were asked for. */
export function eventTest(filter: EventFilter): (event: LoggedEvent) => boolean {
  const { ids, since = 0, until = Infinity, machine, result } = filter;
  const isWanted = machine === undefined ? undefined : machineTest(machine);
  return (event) =>
    (ids === undefined || ids.includes(event.id)) &&
    event.time >= since && event.time < until &&
    (isWanted === undefined || isWanted(machineOf(event))) &&
    (result === undefined || hasResult(event, result));
}

export interface NamedMachine {
  readonly name: string | undefined;
  readonly machineId: string | undefined;
}

/** The machine that an event is about. */
export function machineOf(event: LoggedEvent): NamedMachine {
  const name = event.id === EventId.requestProcessed || event.id === EventId.cloneSeen
    ? event.name
    : undefined;
  return { name, machineId: "machineId" in event ? event.machineId : undefined };
}

/** HRESULT of an event's outcome; undefined where it has none. */
export function resultOf(event: LoggedEvent): number | undefined {
  if ("result" in event) return event.result ?? undefined;
  return "code" in event ? event.code ?? undefined : undefined;
}

function hasResult(event: LoggedEvent, wanted: number | "activated" | "refused"): boolean {
  if (typeof wanted === "number") return resultOf(event) === wanted;
  return "result" in event && (event.result === 0) === (wanted === "activated");
}

function machineTest(wanted: string): (machine: NamedMachine) => boolean {
  const pattern = wanted.toLowerCase();
  const id = pattern.replace(/[{}-]/g, "");
  return ({ name, machineId }) =>
    (name !== undefined && fitsPattern(name.toLowerCase(), pattern)) || machineId === id;
}

/** Whether `text` is as `pattern` says, in which `*` stands for any characters. Takes at most the product of their lengths. */
export function fitsPattern(text: string, pattern: string): boolean {
  let [at, asked, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[asked] === "*") {
      star = asked++;
      resume = at;
    } else if (pattern[asked] === text[at]) {
      at += 1;
      asked += 1;
    } else if (star >= 0) {
      asked = star + 1;
      at = ++resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(asked));
}
