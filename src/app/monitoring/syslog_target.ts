import { openSyslog, type SyslogSender } from "../../adapters/network/syslog_sender.ts";
import { systemTimer } from "../../adapters/system/system.ts";
import type { SyslogTarget } from "../../events/syslog.ts";
import { persistentSender } from "./persistent_sender.ts";

/** With `signal` the receiver is waited for when it goes away, until that is aborted. Rejects with OperationError. */
export async function openTarget(
  target: SyslogTarget,
  note: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<SyslogSender> {
  const open = () => openSyslog(target);
  return signal === undefined
    ? await open()
    : await persistentSender(open, { timer: systemTimer, note, signal });
}
