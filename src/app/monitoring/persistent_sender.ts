import type { SyslogSender } from "../../adapters/network/syslog_sender.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Timer } from "../../ports.ts";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

export interface PersistentOptions {
  readonly timer: Timer;
  /** Takes a line for people. */
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * A sender that waits for a receiver which goes away, with longer and longer waits until `signal` is aborted, and sends again what may
 * not have come. Rejects with OperationError where it is not there at the beginning.
 */
export async function persistentSender(
  open: () => Promise<SyslogSender>,
  { timer, note, signal }: PersistentOptions,
): Promise<SyslogSender> {
  let sender: SyslogSender | undefined = await open();
  const attempt = async (messages: readonly string[]) => {
    sender ??= await open();
    await sender.send(messages);
  };
  const abandon = () => {
    sender?.close().catch(() => {});
    sender = undefined;
  };
  return {
    async send(messages) {
      for (let wait = FIRST_WAIT_MS;; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
        try {
          await attempt(messages);
          if (wait > FIRST_WAIT_MS) note("the receiver takes events again");
          return;
        } catch (error) {
          abandon();
          if (!(error instanceof OperationError) || signal.aborted) throw error;
          if (wait === FIRST_WAIT_MS) note(`${error.message}; it is tried again`);
          await timer.wait(wait, signal);
        }
      }
    },
    close: async () => await sender?.close(),
  };
}
