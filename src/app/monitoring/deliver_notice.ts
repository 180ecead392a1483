import { runCommand, SHELL } from "../../adapters/system/notify_command.ts";
import { postJson } from "../../adapters/network/webhook.ts";
import { type Notice, noticeVariables } from "../../health/notice.ts";
import type { NotifyTarget } from "../../policy/notify.ts";

/** Brings a notice to where it is to go. Rejects with why it did not arrive. */
export async function deliverNotice(target: NotifyTarget, notice: Notice): Promise<void> {
  switch (target.kind) {
    case "off":
      return;
    case "command":
      return await runCommand(target.command, JSON.stringify(notice), noticeVariables(notice, SHELL));
    case "webhook":
      return await postJson(target.url, notice);
  }
}
