import type { ArgumentsCamelCase, Argv, CommandModule } from "yargs";
import type { CommonOptions } from "./session.ts";

export type Arguments<Own> = ArgumentsCamelCase<CommonOptions & Own>;

/** One command of the table, with its own options typed by its builder. */
export function command<Own>(
  spelling: string,
  describe: string,
  builder: (yargs: Argv<CommonOptions>) => Argv<CommonOptions & Own>,
  handler: (args: Arguments<Own>) => Promise<void>,
): CommandModule<CommonOptions, CommonOptions & Own> {
  return { command: spelling, describe, builder, handler };
}

/** The builder of a command that takes nothing but the common options. */
export function plain(yargs: Argv<CommonOptions>): Argv<CommonOptions> {
  return yargs;
}

/** The option that every command of an authority takes. */
export function withFolder(yargs: Argv<CommonOptions>) {
  return yargs.option("dir", { type: "string", demandOption: true, describe: "the authority's folder" });
}
