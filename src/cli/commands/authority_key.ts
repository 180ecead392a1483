import type { Argv } from "yargs";
import type { KeyView } from "../../api/authority_types.ts";
import { command, withFolder } from "../command.ts";
import type { CommonOptions } from "../session.ts";
import { countOf, formatTime, printResult, UsageError } from "../output.ts";

const MOST = 1_000_000;

const issue = command(
  "issue",
  "Issue a key; prints the key alone",
  (yargs) =>
    withFolder(yargs)
      .option("kind", { choices: ["host", "client"] as const, demandOption: true, describe: "whose key" })
      .option("product", {
        type: "string",
        array: true,
        default: [] as string[],
        describe: "ID or name; of a host key all products without",
      }),
  async ({ dir, kind, product, json }) => {
    const { openAuthority } = await import("../../app/authority_folder.ts");
    const key = await (await openAuthority(dir)).issueKey(kind, product);
    printResult(json, { kind, key }, [key]);
  },
);

const list = command("list", "List the host keys", withFolder, async ({ dir, json }) => {
  const { listKeys } = await import("../../app/authority_folder.ts");
  const keys = await listKeys(dir);
  printResult(json, keys, keys.length === 0 ? ["No host key is issued yet."] : keys.map(summary));
});

const show = command(
  "show <serial>",
  "Show a host key with the hosts that it has activated",
  withSerial,
  async ({ dir, serial, json }) => {
    const { showKey } = await import("../../app/authority_folder.ts");
    const key = await showKey(dir, readSerial(serial));
    printResult(json, key, details(key));
  },
);

const allow = command(
  "allow <serial>",
  "Change how many hosts a key activates, and how often each",
  (yargs) =>
    withSerial(yargs)
      .option("hosts", { type: "string", describe: "hosts (6 at first)" })
      .option("reactivations", {
        type: "string",
        describe: "times each host may be activated, the first included (10 at first)",
      }),
  async ({ dir, serial, hosts, reactivations, json }) => {
    if (hosts === undefined && reactivations === undefined) {
      throw new UsageError("name --hosts N, --reactivations N or both");
    }
    await change(dir, serial, json, {
      ...(hosts === undefined ? {} : { hostLimit: readLimit("--hosts", hosts) }),
      ...(reactivations === undefined
        ? {}
        : { activationLimit: readLimit("--reactivations", reactivations) }),
    });
  },
);

const block = blockCommand("block", "Refuse every further activation with a key", true);
const unblock = blockCommand("unblock", "Allow activations with a blocked key again", false);

export const key = command(
  "key",
  "Issue and look after product keys",
  (yargs) =>
    yargs.command(issue).command(list).command(show).command(allow).command(block).command(unblock)
      .demandCommand(1, "kms authority key needs a command: issue, list, show, allow, block, unblock"),
  () => Promise.resolve(),
);

function withSerial(yargs: Argv<CommonOptions>) {
  return withFolder(yargs).positional("serial", {
    type: "string",
    demandOption: true,
    describe: "the key's serial (key list)",
  });
}

function blockCommand(name: string, describe: string, blocked: boolean) {
  return command(
    `${name} <serial>`,
    describe,
    withSerial,
    ({ dir, serial, json }) => change(dir, serial, json, { blocked }),
  );
}

async function change(
  dir: string,
  serial: string,
  json: boolean,
  wanted: Partial<Pick<KeyView, "blocked" | "hostLimit" | "activationLimit">>,
): Promise<void> {
  const { changeKey } = await import("../../app/authority_folder.ts");
  const changed = await changeKey(dir, readSerial(serial), wanted);
  printResult(json, changed, [summary(changed)]);
}

function summary(key: KeyView): string {
  const state = key.blocked ? "blocked" : "in force";
  return `${key.serial}: ${state}, ${key.hosts.length} of ${countOf(key.hostLimit, "host")}, ` +
    `${countOf(key.activationLimit, "activation")} each, for ${key.products.join(", ")}`;
}

function details(key: KeyView): string[] {
  const hosts = key.hosts.map(({ activations, hardware, issued, ends }, i) =>
    `    host ${i + 1}: hardware ${hardware}, ${countOf(activations, "activation")}, last ${
      formatTime(issued)
    }, until ${formatTime(ends)}`
  );
  return [
    summary(key),
    `    issued ${formatTime(key.issued)}`,
    ...(hosts.length > 0 ? hosts : ["    no host activated yet"]),
  ];
}

function readSerial(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new UsageError(
    `a key's serial is a number as kms authority key list shows it, got ${JSON.stringify(text)}`,
  );
}

function readLimit(option: string, text: string): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= MOST) return Number(text);
  throw new UsageError(`${option} takes a whole number from 0 to ${MOST}, got ${JSON.stringify(text)}`);
}
