import { OperationError } from "../../policy/operation_error.ts";
import { command, DNS_SERVER } from "../command.ts";
import { hostsLines } from "../printing/hosts_display.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const hosts = command({
  words: "hosts",
  summary: "Find the KMS hosts that this client would ask, and what each would say",
  about: [
    "Each host is asked what it would answer, and does not count that. While a host is set it is the only one that an activation " +
    "would ask; the others are shown all the same. Exit status 1 where no host would activate.",
  ],
  hereOnly: true,
  options: {
    ...DNS_SERVER,
    domain: { type: "string", describe: "look in this DNS domain alone" },
  },
  async run({ dnsServer, domain, ...options }) {
    const wish = {
      ...(dnsServer === undefined ? {} : { dnsServer }),
      ...(domain === undefined ? {} : { domain }),
    };
    await withConsole(options, "read", async (console) => {
      const found = await console.call("hosts", wish);
      printResult(options.json, found, hostsLines(found));
      if (found.hosts.some(({ asked, activates }) => asked && activates)) return;
      throw new OperationError(`No KMS host would activate ${found.product}`, {
        remedy: "mend what is said of each; docs/clients.md says how a host is found",
      });
    });
  },
});
