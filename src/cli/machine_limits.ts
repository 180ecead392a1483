import type { Console } from "../api/console.ts";
import { OperationError } from "../policy/operation_error.ts";
import { SETTING_RULES } from "../policy/settings.ts";
import { countOf, printResult, UsageError } from "./output.ts";
import { type CommonOptions, withConsole } from "./session.ts";
import { refuseFaults } from "./setting_faults.ts";
import { readSwitch } from "./switch.ts";

const { machineLimit, addressLimit } = SETTING_RULES;

/** The options by which the limits of machines are set. */
export const MACHINE_LIMITS = {
  most: {
    type: "string",
    describe:
      `keep records of so many at most, ${machineLimit.min} to ${machineLimit.max}, at first ${machineLimit.initial}`,
  },
  "new-per-address": {
    type: "string",
    describe:
      `let one address bring so many new ones a day, at first ${addressLimit.initial}; 0 for no limit`,
  },
  public: { type: "string", describe: "serve computers of public networks too: on or off, at first off" },
} as const;

type Limit = "machineLimit" | "addressLimit";

/** Sets the limits that are given and shows both. Throws UsageError; rejects with OperationError. */
export async function machineLimits(
  options: CommonOptions,
  given: {
    readonly most: string | undefined;
    readonly newPerAddress: string | undefined;
    readonly public: string | undefined;
  },
): Promise<void> {
  const changes: (readonly [Limit, number] | readonly ["publicClients", boolean])[] = [
    ...readLimit("machineLimit", "--most", given.most),
    ...readLimit("addressLimit", "--new-per-address", given.newPerAddress),
    ...(given.public === undefined ? [] : [["publicClients", readSwitch("--public", given.public)] as const]),
  ];
  refuseFaults(changes);
  await withConsole(options, changes.length === 0 ? "read" : "write", async (console) => {
    for (const [name, value] of changes) await console.call("changeSetting", { name, value });
    await print(console, options.json);
  });
}

function readLimit(name: Limit, option: string, text: string | undefined): [Limit, number][] {
  if (text === undefined) return [];
  if (!/^\d{1,9}$/.test(text)) {
    throw new UsageError(`${option} takes a number of machines, got ${JSON.stringify(text)}`);
  }
  return [[name, Number(text)]];
}

async function print(console: Console, json: boolean): Promise<void> {
  const status = await console.call("status", {});
  if (status.role !== "host") {
    throw new OperationError("There are no limits to show: this state folder is not a KMS host's", {
      remedy: "name the host's folder with --state DIR",
    });
  }
  const { machineLimit, addressLimit, publicClients } = status.settings;
  printResult(json, { machineLimit, addressLimit, publicClients }, [
    `The host keeps records of at most ${countOf(machineLimit, "machine")}.`,
    addressLimit === 0
      ? "An address may bring any number of new ones."
      : `An address may bring ${countOf(addressLimit, "new one")} a day.`,
    publicClients
      ? "Computers of all networks are served."
      : "Computers of private networks are served, and of those that the host is in; no others.",
  ]);
}
