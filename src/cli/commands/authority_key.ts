import type { KeyView } from "../../api/authority_types.ts";
import { AUTHORITY_FOLDER, type Command, command, family } from "../command.ts";
import { readWhole } from "../numbers.ts";
import { countOf, formatTime, printResult, UsageError } from "../output.ts";

const MOST = 1_000_000;

const SERIAL = {
  serial: { type: "string", demandOption: true, describe: "the key's serial (key list)" },
} as const;

const issue = command({
  words: "issue",
  summary: "Issue a key; prints the key alone",
  hereOnly: true,
  options: {
    ...AUTHORITY_FOLDER,
    kind: { choices: ["host", "client"] as const, demandOption: true, describe: "whose key" },
    product: {
      type: "string",
      array: true,
      default: [] as string[],
      describe: "ID or name; of a host key all products without",
    },
  },
  async run({ dir, kind, product, json }) {
    const { openAuthority } = await import("../../app/folders/authority_folder.ts");
    const key = await (await openAuthority(dir)).issueKey(kind, product);
    printResult(json, { kind, key }, [key]);
  },
});

const list = command({
  words: "list",
  summary: "List the host keys",
  hereOnly: true,
  options: AUTHORITY_FOLDER,
  async run({ dir, json }) {
    const { listKeys } = await import("../../app/folders/authority_folder.ts");
    const keys = await listKeys(dir);
    printResult(json, keys, keys.length === 0 ? ["No host key is issued yet."] : keys.map(summary));
  },
});

const show = command({
  words: "show <serial>",
  summary: "Show a host key with the hosts that it has activated",
  hereOnly: true,
  arguments: SERIAL,
  options: AUTHORITY_FOLDER,
  async run({ dir, serial, json }) {
    const { showKey } = await import("../../app/folders/authority_folder.ts");
    const key = await showKey(dir, readSerial(serial));
    printResult(json, key, details(key));
  },
});

const allow = command({
  words: "allow <serial>",
  summary: "Change how many hosts a key activates, and how often each",
  hereOnly: true,
  arguments: SERIAL,
  options: {
    ...AUTHORITY_FOLDER,
    hosts: { type: "string", describe: "hosts (6 at first)" },
    reactivations: {
      type: "string",
      describe: "times each host may be activated, the first included (10 at first)",
    },
  },
  async run({ dir, serial, hosts, reactivations, json }) {
    if (hosts === undefined && reactivations === undefined) {
      throw new UsageError("name --hosts N, --reactivations N or both");
    }
    await change(dir, serial, json, {
      ...(hosts === undefined ? {} : { hostLimit: readWhole("--hosts", hosts, 0, MOST) }),
      ...(reactivations === undefined
        ? {}
        : { activationLimit: readWhole("--reactivations", reactivations, 0, MOST) }),
    });
  },
});

const block = blockCommand("block", "Refuse every further activation with a key", true);
const unblock = blockCommand("unblock", "Allow activations with a blocked key again", false);

export const key = family("key", "Issue and look after product keys", [
  issue,
  list,
  show,
  allow,
  block,
  unblock,
]);

function blockCommand(name: string, summary: string, blocked: boolean): Command {
  return command({
    words: `${name} <serial>`,
    summary,
    hereOnly: true,
    arguments: SERIAL,
    options: AUTHORITY_FOLDER,
    run: ({ dir, serial, json }) => change(dir, serial, json, { blocked }),
  });
}

async function change(
  dir: string,
  serial: string,
  json: boolean,
  wanted: Partial<Pick<KeyView, "blocked" | "hostLimit" | "activationLimit">>,
): Promise<void> {
  const { changeKey } = await import("../../app/folders/authority_folder.ts");
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
