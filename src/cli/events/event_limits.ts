import type { Console } from "../../api/console.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { sizeText } from "../../policy/settings.ts";
import { countOf, printResult } from "../output.ts";
import { type CommonOptions, withConsole } from "../session.ts";
import { refuseFaults } from "../setting_faults.ts";
import { readDays, readSize } from "../printing/sizes.ts";

/** The options by which the journal's limits are set. */
export const EVENT_LIMITS = {
  "max-size": {
    type: "string",
    describe: "keep so much of the journal at most: 256MB; the oldest goes first",
  },
  "max-age": { type: "string", describe: "keep it for so long at most: 400d" },
} as const;

interface Limits {
  readonly journalMaxBytes?: number;
  readonly journalMaxAgeDays?: number;
}

/** Sets limits of the journal and shows both. Throws UsageError; rejects with OperationError. */
export async function changeLimits(
  options: CommonOptions,
  given: { readonly maxSize: string | undefined; readonly maxAge: string | undefined },
): Promise<void> {
  const limits: Limits = {
    ...(given.maxSize === undefined ? {} : { journalMaxBytes: readSize("--max-size", given.maxSize) }),
    ...(given.maxAge === undefined ? {} : { journalMaxAgeDays: readDays("--max-age", given.maxAge) }),
  };
  const changes = Object.entries(limits) as [keyof Limits, number][];
  refuseFaults(changes);
  await withConsole(options, "write", async (console) => {
    for (const [name, value] of changes) await console.call("changeSetting", { name, value });
    await print(console, options.json);
  });
}

/** Shows the limits of the journal. Rejects with OperationError. */
export async function showLimits(options: CommonOptions): Promise<void> {
  await withConsole(options, "read", (console) => print(console, options.json));
}

async function print(console: Console, json: boolean): Promise<void> {
  const status = await console.call("status", {});
  if (status.role !== "host") {
    throw new OperationError("There are no limits to show: this state folder is not a KMS host's", {
      remedy: "name the host's folder with --state DIR",
    });
  }
  const { journalMaxBytes, journalMaxAgeDays } = status.settings;
  printResult(json, { journalMaxBytes, journalMaxAgeDays }, [
    `The journal keeps at most ${sizeText(journalMaxBytes)} and ${countOf(journalMaxAgeDays, "day")}.`,
  ]);
}
