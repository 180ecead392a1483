import type { Output } from "../../api/routes.ts";
import { isActivationId, readActivationId } from "../activation_id.ts";
import { command, DNS_SERVER } from "../command.ts";
import { formatTime, printResult, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

const ID_ARGUMENT = { type: "string", describe: "activation ID, as /dlv shows it" } as const;

export const ato = command({
  words: "ato [activation-id]",
  summary: "Activate this host or client",
  about: [
    "A host is activated by its publisher's activation service, a client by its KMS host. Without an activation ID whatever is installed " +
    "is activated; with one, nothing else than that.",
  ],
  arguments: { "activation-id": ID_ARGUMENT },
  options: {
    authority: {
      type: "string",
      describe: "URL of the activation service, instead of the licence file's",
    },
    ...DNS_SERVER,
  },
  async run({ activationId, authority, dnsServer, ...options }) {
    const id = readActivationId(activationId);
    if (authority !== undefined && !URL.canParse(authority)) {
      throw new UsageError(`--authority: ${JSON.stringify(authority)} is no URL`);
    }
    await withConsole(options, "write", async (console) => {
      const activated = await console.call("activate", {
        url: authority ?? null,
        id,
        ...(dnsServer === undefined ? {} : { dnsServer }),
      });
      printResult(options.json, activated, describeActivation(activated));
    });
  },
});

export const dti = command({
  words: "dti [activation-id]",
  summary: "Show the Installation ID (by telephone)",
  about: [
    "A host's: 22 blocks of six digits and a check digit, to be read out or sent to the publisher, who answers with a Confirmation ID for /atp.",
  ],
  arguments: { "activation-id": ID_ARGUMENT },
  async run({ activationId, ...options }) {
    readActivationId(activationId);
    await withConsole(options, "read", async (console) => {
      const { installationId } = await console.call("installationId", {});
      printResult(options.json, { OfflineInstallationId: installationId }, [installationId]);
    });
  },
});

export const atp = command({
  words: "atp <confirmation-id..>",
  summary: "Activate with the Confirmation ID",
  about: [
    "On a host. A misread digit is answered with the number of its block. An activation ID may follow.",
  ],
  arguments: {
    "confirmation-id": {
      type: "string",
      array: true,
      demandOption: true,
      describe: "31 blocks of seven digits; spaces and hyphens as you like",
    },
  },
  async run({ confirmationId, ...options }) {
    const typed = confirmationId.at(-1) ?? "";
    const blocks = confirmationId.length > 1 && isActivationId(typed)
      ? confirmationId.slice(0, -1)
      : confirmationId;
    await withConsole(options, "write", async (console) => {
      const activated = await console.call("confirm", { confirmationId: blocks.join(" ") });
      printResult(options.json, activated, describeActivation(activated));
    });
  },
});

export function describeActivation(activated: Output<"activate">): string[] {
  if (activated.role === "host") return [`KMS host activated until ${formatTime(activated.ends)}.`];
  const { product, host, count, ends } = activated;
  return [`${product} activated by ${host} (count ${count}) until ${formatTime(ends)}.`];
}
