import type { DnsStatus } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { command } from "../command.ts";
import { printNote, printResult } from "../output.ts";
import { withConsole } from "../session.ts";
import { readSwitch, SWITCH_ARGUMENT } from "../switch.ts";

export const multicast = command({
  words: "multicast [value]",
  summary: "Show or set whether this host announces itself by multicast",
  about: [
    "Off at first. While it is on, the host announces _volact._tcp.local (DNS-SD over multicast DNS) on its links, for networks without a " +
    "DNS server that one may write to. Clients look for it where kms client multicast is on.",
  ],
  arguments: SWITCH_ARGUMENT,
  async run({ value: typed, ...options }) {
    const value = typed === undefined ? undefined : readSwitch("multicast", typed);
    await withConsole(options, value === undefined ? "read" : "write", async (console) => {
      if (value !== undefined) await console.call("changeSetting", { name: "multicast", value });
      const { multicast, running } = await console.call("dns", {});
      printResult(options.json, { ...multicast, running }, [multicastLine({ multicast, running })]);
      if (value === true && !running) {
        printNote("kms: the host does not run: it announces itself when it is started");
      }
    });
  },
});

type Announced = Pick<DnsStatus, "multicast" | "running">;

export function multicastLine({ multicast: { enabled, announcement }, running }: Announced): string {
  if (!enabled) return "Multicast: off";
  if (announcement === null) return `Multicast: on${running ? "" : "; the host does not run: kms serve"}`;
  const { state, instance, host, reason } = announcement;
  switch (state) {
    case "starting":
      return "Multicast: on; it begins";
    case "waiting":
      return `Multicast: on; not announced: ${reason}`;
    case "probing":
      return `Multicast: on; asking whether others have the names ${instance} and ${host}.local`;
    case "announced":
      return `Multicast: on; announced as ${instance}, at ${host}.local`;
  }
}

/** An announcement that is to be made and is not. */
export function refuseUnannounced({ multicast: { announcement } }: Announced): void {
  if (announcement?.state !== "waiting") return;
  throw new OperationError(`This host is not announced by multicast: ${announcement.reason}`, {
    remedy:
      "connect a network, let kms serve listen at an address that others reach, and let UDP port 5353 through the firewall",
  });
}
