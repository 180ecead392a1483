import { cutBack } from "../journal/segments.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { apply } from "../policy/state.ts";
import type { Clock, Disk } from "../ports.ts";
import { appendFirst, type Recovered, type Sealed } from "./recovery.ts";

/** What came to an end when the disk failed. */
export interface Interrupted {
  /** How far the journal is known to be on disk. */
  readonly durable: { readonly segment: number; readonly bytes: number };
  /** When it failed, milliseconds since 1970, and why. */
  readonly since: number;
  readonly reason: string;
}

export interface Reopened {
  readonly opened: Recovered | Sealed;
  /** What was recorded by that. */
  readonly events: readonly HostEvent[];
}

/** Reads the state again as it was acknowledged, and shows by an event that the journal can be written. Rejects with what the disk says. */
export async function reopen(
  { disk, clock }: { disk: Disk; clock: Clock },
  { durable, since, reason }: Interrupted,
  recover: () => Promise<Recovered | Sealed>,
): Promise<Reopened> {
  await cutBack(disk, durable);
  const opened = await recover();
  if (opened.kind === "sealed") return { opened, events: [] };
  const event: HostEvent = { id: EventId.diskRecovered, time: clock.now(), since, reason };
  apply(opened.state, event);
  await appendFirst(opened.journal, event);
  return { opened, events: [event] };
}
