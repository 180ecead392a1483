import { openSyslog, type SyslogSender } from "../adapters/syslog_sender.ts";
import { systemTimer } from "../adapters/system.ts";
import type { SyslogTarget } from "../events/syslog.ts";
import { OperationError } from "../policy/operation_error.ts";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

export { openSyslog };

/** A sender that, where its receiver goes away, waits for it and sends again what may not have come; until `signal` is aborted. */
export async function persistentSyslog(
  target: SyslogTarget,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<SyslogSender> {
  let sender: SyslogSender | undefined = await openSyslog(target);
  const attempt = async (messages: readonly string[]) => {
    sender ??= await openSyslog(target);
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
          await systemTimer.wait(wait, signal);
        }
      }
    },
    close: async () => await sender?.close(),
  };
}
