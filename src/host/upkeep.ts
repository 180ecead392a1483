import { clockAfterLook, isLookDue } from "../policy/clock.ts";
import { EventId } from "../policy/events.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./reason_of.ts";

const DAY = 86_400_000;

/**
 * Looks at the clock of a running host once a day by its timer, so that what has left for certain is forgotten, and keeps the journal
 * within its limits: at once, when a limit is changed, and once a day. Resolves when `signal` is aborted; never rejects.
 */
export async function keepUp(host: Host, note: (text: string) => void, signal: AbortSignal): Promise<void> {
  const tidy = async () => {
    if (host.trouble !== undefined) return;
    await host.checkpoint().catch((error) => {
      if (!signal.aborted) note(`the checkpoint cannot be written: ${reasonOf(error)}`);
    });
  };
  const unsubscribe = host.subscribe((event) => {
    if (event.id === EventId.settingChanged && event.name.startsWith("journal")) void tidy();
  });
  if (host.trouble === undefined && isLookDue(host.state.facts.clock, host.ports.clock.now())) {
    await look(host);
  }
  await host.prune();
  while (!signal.aborted) {
    await host.ports.timer.wait(DAY, signal);
    if (signal.aborted) break;
    await look(host);
    await tidy();
  }
  unsubscribe();
}

/** Where the journal cannot be written, what has left is forgotten another day. */
async function look(host: Host): Promise<void> {
  if (host.trouble !== undefined) return;
  const { machines, facts } = host.state;
  const time = host.ports.clock.now();
  const { believed } = clockAfterLook(facts.clock, time);
  const removed = machines.forgettable(believed, time);
  await host.record([{ id: EventId.dayPassed, time, removed }]).catch(() => {});
}
