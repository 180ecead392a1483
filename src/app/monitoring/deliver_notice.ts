import { runCommand } from "../../adapters/system/notify_command.ts";
import { postJson } from "../../adapters/network/webhook.ts";
import type { Notice } from "../../health/notice.ts";
import type { NotifyTarget } from "../../policy/notify.ts";

/** Brings a notice to where it is to go. Rejects with why it did not arrive. */
export async function deliverNotice(target: NotifyTarget, notice: Notice): Promise<void> {
  switch (target.kind) {
    case "off":
      return;
    case "command":
      return await runCommand(target.command, JSON.stringify(notice), variablesOf(notice));
    case "webhook":
      return await postJson(target.url, notice);
  }
}

/** `KMS_EVENT`, `KMS_SEVERITY` and so on. A NUL would end the environment's text. */
function variablesOf(notice: Notice): Record<string, string> {
  return Object.fromEntries(
    Object.entries(notice).map(([name, value]) => [`KMS_${name.toUpperCase()}`, value.replaceAll("\0", " ")]),
  );
}
