import type { Console } from "../../api/console.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { HResult } from "../../protocol/hresult.ts";
import { command, DNS_SERVER } from "../command.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import { readFile, withConsole } from "../session.ts";
import { describeActivation } from "./activation.ts";
import { readLicenceText } from "./ilc.ts";

/** With whatever stands between its characters. */
const LONGEST_KEY = 100;

/** What may be set up before the activation; what is undefined stays as it is. */
interface SetUp {
  /** Name of the publisher's licence file. */
  readonly licence: string | undefined;
  readonly key: string | undefined;
  readonly host: string | undefined;
  readonly ephemeral: boolean | undefined;
}

/** `kms /ato`, with all that an entrypoint has to say in one command. */
export const activate = command({
  words: "activate",
  summary: "Activate this computer, setting it up first where that is asked for",
  about: [
    "As /ato. What is named besides is installed or set first, and kept: the licence file, the client key, the host. What is in place " +
    "already may be named again, so that one command serves for the first start and for all that follow.",
    "--ephemeral is for containers and other short-lived machines: the host grants a short lease and does not count the machine. It is " +
    "kept for the renewals that follow, by /ato too, until --no-ephemeral.",
    "In place of options: KMS_LICENCE, KMS_KEY, KMS_KEY_FILE and KMS_HOST.",
  ],
  hereOnly: true,
  options: {
    ephemeral: {
      type: "boolean",
      describe: "ask for a short lease, now and from now on; --no-ephemeral ends that",
    },
    licence: { type: "string", completes: "file", describe: "the publisher's licence file" },
    key: { type: "string", describe: "the client key" },
    "key-file": { type: "string", completes: "file", describe: "file with the client key" },
    host: { type: "string", describe: "the KMS host, as /skms takes it" },
    ...DNS_SERVER,
  },
  async run({ ephemeral, licence, key, keyFile, host, dnsServer, ...options }) {
    const setUp = {
      licence: given("licence", licence, "KMS_LICENCE"),
      key: await givenKey(key, keyFile),
      host: given("host", host, "KMS_HOST"),
      ephemeral,
    };
    await withConsole(options, "write", async (console) => {
      await prepare(console, setUp);
      const activated = await console.call("activate", {
        url: null,
        id: null,
        ...(dnsServer === undefined ? {} : { dnsServer }),
      });
      printResult(options.json, activated, describeActivation(activated));
    });
  },
});

async function prepare(console: Console, { licence, key, host, ephemeral }: SetUp): Promise<void> {
  const before = await console.call("status", {});
  if (before.role === "host") {
    throw new OperationError("Cannot activate a client: this state folder is a host's", {
      remedy: "name the client's own folder with --state DIR; a host is activated by kms /ato",
    });
  }
  if (licence !== undefined) {
    const text = await readLicenceText(licence);
    const { publisher, serial } = await console.call("installLicence", { text, acceptNewRoots: false });
    const known = before.publisher?.name === publisher && before.publisher.licenceSerial === serial;
    if (!known) printNote(`kms: licence file of ${publisher} installed (serial ${serial})`);
  }
  if (key !== undefined) {
    const { product, partialKey } = await console.call("installKey", { key, kind: "client" });
    const known = before.role === "client" && before.partialKey === partialKey &&
      before.product?.name === product;
    if (!known) printNote(`kms: client key of ${product} ending in ${partialKey} installed`);
  }
  if (host !== undefined) await console.call("changeClientSetting", { name: "host", value: host });
  if (ephemeral !== undefined) {
    await console.call("changeClientSetting", { name: "ephemeral", value: ephemeral });
  }
  const hasKey = before.role === "client" && before.partialKey !== null;
  if (licence === undefined && before.publisher === null) {
    throw lacks("licence file", "--licence FILE", "KMS_LICENCE");
  }
  if (key === undefined && !hasKey) throw lacks("client key", "--key KEY", "KMS_KEY, or KMS_KEY_FILE");
}

function lacks(what: string, option: string, variable: string): OperationError {
  return new OperationError(
    `Cannot activate: no ${what} is installed (or it is damaged), and none is named`,
    {
      ...(what === "client key" ? { code: HResult.keyNotInstalled } : {}),
      remedy: `name it with ${option}, or in the environment (${variable})`,
    },
  );
}

/** An option, else its environment variable; an empty variable is none. */
function given(name: string, option: string | undefined, variable: string): string | undefined {
  if (option === "") throw new UsageError(`--${name} needs a value`);
  return option ?? fromEnvironment(variable);
}

function fromEnvironment(variable: string): string | undefined {
  return Deno.env.get(variable) || undefined;
}

/** Options go before the environment, and a key before the file of one. */
async function givenKey(key: string | undefined, file: string | undefined): Promise<string | undefined> {
  if (key === "" || file === "") throw new UsageError("--key and --key-file need a value");
  if (key !== undefined && file !== undefined) throw new UsageError("give --key or --key-file, not both");
  if (key !== undefined) return key;
  if (file !== undefined) return await keyIn(file);
  const [keyOfEnvironment, fileOfEnvironment] = [fromEnvironment("KMS_KEY"), fromEnvironment("KMS_KEY_FILE")];
  if (keyOfEnvironment !== undefined && fileOfEnvironment !== undefined) {
    throw new UsageError("set KMS_KEY or KMS_KEY_FILE, not both");
  }
  return keyOfEnvironment ?? (fileOfEnvironment === undefined ? undefined : await keyIn(fileOfEnvironment));
}

async function keyIn(file: string): Promise<string> {
  const text = (await readFile(file)).trim();
  if (text !== "" && text.length <= LONGEST_KEY) return text;
  throw new OperationError(`There is no client key in ${file}`, {
    remedy: "write it there, and nothing else: five groups of five characters",
  });
}
