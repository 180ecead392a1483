import { EventId, type HostEvent, type RequestProcessed } from "../policy/events.ts";

/** What reports need to know of a request. */
export type SeenRequest = Pick<
  RequestProcessed,
  | "id"
  | "time"
  | "result"
  | "machineId"
  | "hardware"
  | "ephemeral"
  | "productId"
  | "virtual"
  | "renewal"
>;
/** What they need to know of a clone. */
export type SeenClone = Pick<
  Extract<HostEvent, { id: typeof EventId.cloneSeen }>,
  "id" | "time" | "machineId"
>;
export type SeenEvent = SeenRequest | SeenClone;

/** An event of the journal, of which reports always need the time. */
export interface SeenLine {
  readonly time: number;
  /** Undefined where it is none that reports are made of. */
  readonly event: SeenEvent | undefined;
}

/**
 * What a line of the journal holds; undefined where that is no event. Only what reports need is looked at, and by hand: the schema of
 * events takes several times as long, and there may be a million of them.
 */
export function seenLine(line: string): SeenLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const event = value as Record<string, unknown>;
  const { id, time } = event;
  if (!isWhole(id) || !isWhole(time)) return undefined;
  if (id === EventId.requestProcessed) return isRequest(event) ? { time, event } : undefined;
  if (id === EventId.cloneSeen) return isClone(event) ? { time, event } : undefined;
  return { time, event: undefined };
}

function isRequest(event: Record<string, unknown>): event is SeenRequest {
  return isWhole(event["result"]) && typeof event["machineId"] === "string" &&
    typeof event["hardware"] === "string" && typeof event["productId"] === "string" &&
    typeof event["ephemeral"] === "boolean" && typeof event["virtual"] === "boolean" &&
    typeof event["renewal"] === "boolean";
}

function isClone(event: Record<string, unknown>): event is SeenClone {
  return typeof event["machineId"] === "string";
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
