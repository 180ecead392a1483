import type { FoundHost, FoundHosts } from "../../api/types.ts";
import { addressText, originText } from "./display.ts";
import { countOf, formatTime } from "../output.ts";

/** What `kms hosts` shows. */
export function hostsLines({ product, notes, hosts }: FoundHosts): string[] {
  return [
    `Hosts for ${product}: ${hosts.length === 0 ? "none" : hosts.length}`,
    ...hosts.flatMap(hostLines),
    ...notes,
  ];
}

function hostLines(host: FoundHost): string[] {
  const { addresses, address, milliseconds } = host;
  return [
    `${addressText(host)} (${originText(host)}${orderText(host)})`,
    `    ${host.activates ? "It would activate." : `${host.text}.`}`,
    ...(host.asked ? [] : ["    It is not asked while a host is set."]),
    `    Addresses: ${addresses.join(", ") || "none"}`,
    ...(milliseconds === null ? [] : [`    Answered at ${address} in ${milliseconds} ms`]),
    ...answerLines(host),
  ];
}

function orderText({ priority, weight }: FoundHost): string {
  return priority === null ? "" : `, priority ${priority}, weight ${weight}`;
}

function answerLines({ count, activationInterval, renewalInterval, certificateEnds }: FoundHost): string[] {
  if (count === null || certificateEnds === null) return [];
  return [
    `    It counts ${
      countOf(count, "computer")
    }; clients try every ${activationInterval} minutes and renew every ${renewalInterval}`,
    `    Its certificate ends ${formatTime(certificateEnds)}`,
  ];
}
