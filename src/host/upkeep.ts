import { EventId } from "../policy/events.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./reason_of.ts";

const DAY = 86_400_000;

/**
 * Keeps the journal of a running host within its limits: at once, when a limit is changed, and once a day. Resolves when `signal` is
 * aborted; never rejects.
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
  await host.prune();
  while (!signal.aborted) {
    await host.ports.timer.wait(DAY, signal);
    if (!signal.aborted) await tidy();
  }
  unsubscribe();
}
