import { LICENCE_REASON_TEXTS } from "../../policy/licence_state.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { command, family } from "../command.ts";
import { leaseText } from "../printing/display.ts";
import { printResult, UsageError } from "../output.ts";
import { type CommonOptions, withConsole } from "../session.ts";
import { readSwitch, SWITCH_ARGUMENT } from "../switch.ts";
import { activate } from "./client_activate.ts";
import { run, status } from "./client_run.ts";
import { change } from "./client_settings.ts";

const verify = command({
  words: "verify",
  summary: "Check the stored lease offline",
  hereOnly: true,
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const status = await console.call("status", {});
      if (status.role !== "client") {
        throw new OperationError("Cannot verify a lease: this state folder is no client's");
      }
      if (status.licenceReason === "licenceMissing") {
        throw new OperationError(`Cannot verify the lease: ${LICENCE_REASON_TEXTS.licenceMissing}`, {
          remedy: "kms /ilc FILE, with the publisher's licence file",
        });
      }
      if (status.lease === null) {
        throw new OperationError("There is no lease to verify", { remedy: "kms /ato" });
      }
      const holds = status.lease.kind === "holds";
      if (holds || options.json) {
        printResult(options.json, status.lease, [`The lease ${leaseText(status.lease)}.`]);
      }
      if (!holds) {
        throw new OperationError(`The lease ${leaseText(status.lease)}`, { remedy: "kms /ato" });
      }
    });
  },
});

const dnsServer = command({
  words: "dns-server [address]",
  summary: "Show or set the DNS server that is asked for hosts",
  about: ["It is asked instead of the system's DNS servers, for hosts and for the addresses of their names."],
  hereOnly: true,
  arguments: {
    address: { type: "string", describe: "192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53" },
  },
  options: {
    clear: { type: "boolean", default: false, describe: "ask the system's DNS servers again" },
  },
  async run({ address, clear, ...options }) {
    if (clear && address !== undefined) throw new UsageError("--clear takes no address");
    if (!clear && address === undefined) return await showDnsServer(options);
    const setting = { name: "dnsServer", value: address ?? null } as const;
    await change(options, setting, ({ value }) => dnsServerLine(value as string | null));
  },
});

async function showDnsServer(options: CommonOptions): Promise<void> {
  await withConsole(options, "read", async (console) => {
    const status = await console.call("status", {});
    const value = status.role === "client" ? status.settings.dnsServer : null;
    printResult(options.json, { name: "dnsServer", value }, [dnsServerLine(value)]);
  });
}

function dnsServerLine(server: string | null): string {
  return server === null ? "The system's DNS servers are asked for hosts." : `${server} is asked for hosts.`;
}

const multicast = command({
  words: "multicast [value]",
  summary: "Show or set whether hosts are looked for by multicast",
  about: [
    "Off at first. While it is on, and DNS has told of no host that answered, all on this computer's links are asked who offers " +
    "activation. An answer is a hint, as in DNS: an activation holds by its signatures alone.",
  ],
  hereOnly: true,
  arguments: SWITCH_ARGUMENT,
  async run({ value, ...options }) {
    if (value === undefined) return await showMulticast(options);
    const setting = { name: "multicast", value: readSwitch("multicast", value) } as const;
    await change(options, setting, ({ value }) => multicastLine(value === true));
  },
});

async function showMulticast(options: CommonOptions): Promise<void> {
  await withConsole(options, "read", async (console) => {
    const status = await console.call("status", {});
    const value = status.role === "client" && status.settings.multicast;
    printResult(options.json, { name: "multicast", value }, [multicastLine(value)]);
  });
}

function multicastLine(on: boolean): string {
  return on
    ? "Hosts are looked for by multicast where DNS tells of none that answers."
    : "Hosts are not looked for by multicast.";
}

export const client = family("client", "This computer as a client", [
  activate,
  verify,
  status,
  run,
  dnsServer,
  multicast,
]);
