// @ts-types="@types/yargs"
import yargs, { type Argv } from "yargs";
import type { Command } from "../command.ts";
import { UsageError } from "../output.ts";
import { dashboard } from "../commands/dashboard.ts";
import type { CommonOptions } from "../session.ts";
import { COMMANDS } from "../table.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { usageLine } from "./usage.ts";
import { VERSION } from "../../version.ts";

/** Arguments and options that take more than one value. */
const LISTS = new Set(["_", ...COMMANDS.flatMap(listsOf)]);

function listsOf({ arguments: own, options, subcommands }: Command): string[] {
  const lists = [...Object.entries(own), ...Object.entries(options)].filter(([, { array }]) =>
    array === true
  );
  return [...lists.flatMap(([name]) => [name, camelCase(name)]), ...subcommands.flatMap(listsOf)];
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What takes the words of a command line apart and runs their command. */
export function parser(words: readonly string[]): Argv<CommonOptions> {
  const common = yargs([...words])
    .scriptName("kms")
    .locale("en")
    .parserConfiguration({ "parse-numbers": false, "parse-positional-numbers": false })
    .options(COMMON_OPTIONS) as unknown as Argv<CommonOptions>;
  return [dashboard, ...COMMANDS].reduce((all, { module }) => all.command(module), common)
    .strict()
    .check(refuseTwice)
    .exitProcess(false)
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UsageError(complaint(message, words));
    })
    .version(VERSION)
    .help(false);
}

/** Which of two values is meant cannot be told. */
function refuseTwice(args: Readonly<Record<string, unknown>>): true {
  const twice = Object.keys(args).find((name) => Array.isArray(args[name]) && !LISTS.has(name));
  if (twice !== undefined) throw new UsageError(`--${twice} is given twice`);
  return true;
}

/** What the parser has to say, and where an argument is missing how the command is typed. */
function complaint(message: string, words: readonly string[]): string {
  const path = message.startsWith("Not enough non-option arguments") ? commandsIn(words) : [];
  return path.length === 0 ? inOneLine(message) : `an argument is missing: kms ${usageLine(path)}`;
}

/** The commands that are among the words, each below the one before. */
function commandsIn(words: readonly string[]): Command[] {
  const path: Command[] = [];
  for (const word of words) {
    const found = (path.at(-1)?.subcommands ?? COMMANDS).find(({ name }) => name === word);
    if (found !== undefined) path.push(found);
  }
  return path;
}

/** yargs writes some of its complaints over several lines. */
function inOneLine(text: string): string {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join(" ");
}
