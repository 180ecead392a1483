import type { Argv } from "yargs";
import yargs from "yargs";
import { ato } from "./commands/ato.ts";
import { atp } from "./commands/atp.ts";
import { authority } from "./commands/authority.ts";
import { client } from "./commands/client.ts";
import { demo } from "./commands/demo.ts";
import { dli, dlv, xpr } from "./commands/display.ts";
import { dti } from "./commands/dti.ts";
import { ilc } from "./commands/ilc.ts";
import { ipk } from "./commands/ipk.ts";
import { ckms, skms } from "./commands/kms_host.ts";
import { dashboard } from "./commands/dashboard.ts";
import { serve } from "./commands/serve.ts";
import { service } from "./commands/service.ts";
import { sai, sprt, sri } from "./commands/settings.ts";
import { upk } from "./commands/upk.ts";
import { EXIT, reportError, UsageError } from "./output.ts";
import { normaliseSpelling } from "./spelling.ts";
import type { CommonOptions } from "./session.ts";
import { VERSION } from "../version.ts";

const HELP_COLUMNS = 78;
/** Arguments that take more than one value. */
const LISTS = new Set([
  "_",
  "product",
  "installation-id",
  "installationId",
  "confirmation-id",
  "confirmationId",
  "key",
]);

/** Runs the command line; resolves with the exit status: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await parser(normaliseSpelling(args)).parseAsync();
    return EXIT.done;
  } catch (error) {
    return reportError(error);
  }
}

function parser(args: readonly string[]): Argv<CommonOptions> {
  const common = yargs([...args])
    .scriptName("kms")
    .locale("en")
    .parserConfiguration({
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .option("state", { type: "string", describe: "state folder (or KMS_STATE)" })
    .option("json", { type: "boolean", default: false, describe: "print JSON" });
  return withCommands(common)
    .usage("kms [--state DIR] OPTION    (slmgr's options also as /ipk, -ipk, --ipk)")
    .wrap(HELP_COLUMNS)
    .strict()
    .check(refuseTwice)
    .exitProcess(false)
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UsageError(inOneLine(message));
    })
    .version(VERSION)
    .help();
}

function withCommands(common: Argv<CommonOptions>): Argv<CommonOptions> {
  return common
    .command(dashboard)
    .command(ilc).command(ipk).command(upk)
    .command(ato).command(dti).command(atp)
    .command(dli).command(dlv).command(xpr)
    .command(sprt).command(sai).command(sri)
    .command(skms).command(ckms)
    .command(serve).command(demo).command(authority).command(client)
    .command(service);
}

/** Which of two values is meant cannot be told. */
function refuseTwice(args: Readonly<Record<string, unknown>>): true {
  const twice = Object.keys(args).find((name) => Array.isArray(args[name]) && !LISTS.has(name));
  if (twice !== undefined) throw new UsageError(`--${twice} is given twice`);
  return true;
}

/** yargs writes some of its complaints over several lines. */
function inOneLine(text: string): string {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join(" ");
}
