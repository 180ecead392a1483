import type { Console } from "../../api/console.ts";
import type { Input, Output } from "../../api/routes.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { HResult } from "../../protocol/hresult.ts";
import { readActivationId } from "../activation_id.ts";
import { type Command, command } from "../command.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { type CommonOptions, withConsole } from "../session.ts";

const ID_ARGUMENT = { type: "string", describe: "activation ID: that of the installed product" } as const;

export const skms = command({
  words: "skms <host> [activation-id]",
  summary: "Set the KMS host of this client",
  about: [
    "It is the only host that is asked, until /ckms clears it. The port is 1688 unless it is named; :PORT alone names no host: " +
    "hosts are looked for, and asked at that port. With an activation ID the host is set for that product, and goes before the other.",
  ],
  arguments: {
    host: {
      type: "string",
      demandOption: true,
      describe: "NAME, NAME:PORT, :PORT, 192.0.2.1 or [2001:db8::1]:1688",
    },
    "activation-id": ID_ARGUMENT,
  },
  async run({ host, activationId, ...options }) {
    await change(
      options,
      hostSetting(activationId, host),
      ({ value }) =>
        String(value).startsWith(":") ? `KMS port set to ${value}.` : `KMS host set to ${value}.`,
      activationId,
    );
  },
});

export const ckms = command({
  words: "ckms [activation-id]",
  summary: "Clear the KMS host of this client",
  about: ["With an activation ID, the one that is set for that product."],
  arguments: { "activation-id": ID_ARGUMENT },
  async run({ activationId, ...options }) {
    await change(options, hostSetting(activationId, null), () => "KMS host cleared.", activationId);
  },
});

export const skmsDomain = command({
  words: "skms-domain <domain> [activation-id]",
  summary: "Set the DNS domain to look for hosts in",
  about: [
    "Hosts are looked for in this domain instead of the computer's own. While /skms has set a host, none is looked for.",
  ],
  arguments: {
    domain: { type: "string", demandOption: true, describe: "a DNS domain, such as example.com" },
    "activation-id": ID_ARGUMENT,
  },
  async run({ domain, activationId, ...options }) {
    await change(
      options,
      { name: "domain", value: domain },
      ({ value }) => `Hosts are looked for in ${value}.`,
      activationId,
    );
  },
});

export const ckmsDomain = command({
  words: "ckms-domain [activation-id]",
  summary: "Clear that domain",
  arguments: { "activation-id": ID_ARGUMENT },
  async run({ activationId, ...options }) {
    await change(
      options,
      { name: "domain", value: null },
      () => "The computer's own domain is used again.",
      activationId,
    );
  },
});

export const skhc = caching("skhc", true, "Ask the host that answered last first", "KMS host caching is on.");
export const ckhc = caching("ckhc", false, "Look for a host each time", "KMS host caching is off.");

export const actType = command({
  words: "act-type [type] [activation-id]",
  summary: "Show or set the kinds of activation",
  about: [
    "0 allows all kinds and 2 only activation by a KMS host, which here is the same: there is no other. " +
    "1 (by a directory) and 3 (by token) do not exist here.",
  ],
  arguments: {
    type: { type: "string", describe: "0 all, 2 by a KMS host" },
    "activation-id": ID_ARGUMENT,
  },
  async run({ type, activationId, ...options }) {
    if (type === undefined) return await showType(options);
    const value = readType(type);
    await change(options, { name: "activationType", value }, () => describeType(value), activationId);
  },
});

function hostSetting(activationId: string | undefined, value: string | null): Input<"changeClientSetting"> {
  const product = readActivationId(activationId);
  return product === null ? { name: "host", value } : { name: "productHost", product, value };
}

function caching(option: string, value: boolean, summary: string, done: string): Command {
  return command({
    words: option,
    summary,
    run: (options) => change(options, { name: "hostCaching", value }, () => done),
  });
}

export async function change(
  options: CommonOptions,
  setting: Input<"changeClientSetting">,
  done: (set: Output<"changeClientSetting">) => string,
  activationId?: string,
): Promise<void> {
  const id = readActivationId(activationId);
  await withConsole(options, "write", async (console) => {
    if (id !== null) await refuseOther(console, id);
    const set = await console.call("changeClientSetting", setting);
    if (set.pending !== null) printNote(`kms: ${set.pending}`);
    printResult(options.json, { name: setting.name, ...set }, [done(set)]);
  });
}

/** A product that the licence file does not name is somebody else's business. */
async function refuseOther(console: Console, id: string): Promise<void> {
  const status = await console.call("status", {});
  if (status.role === "client" && status.products.some((product) => product.id === id)) return;
  throw new OperationError("Cannot set this: nothing with that activation ID is installed", {
    code: HResult.productNotInstalled,
  });
}

async function showType(options: CommonOptions): Promise<void> {
  await withConsole(options, "read", async (console) => {
    const status = await console.call("status", {});
    const type = status.role === "client" ? status.settings.activationType : 2;
    printResult(options.json, { VLActivationTypeEnabled: type }, [describeType(type)]);
  });
}

function readType(text: string): 0 | 2 {
  if (text === "0") return 0;
  if (text === "2") return 2;
  if (text === "1" || text === "3") {
    throw new UsageError(
      `the kind ${text} does not exist here: 0 allows all kinds, 2 activation by a KMS host`,
    );
  }
  throw new UsageError(`a kind of activation is 0 (all) or 2 (by a KMS host), got ${JSON.stringify(text)}`);
}

function describeType(type: 0 | 2): string {
  return type === 0 ? "All kinds of activation are allowed." : "Only activation by a KMS host is allowed.";
}
