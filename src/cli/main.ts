// @ts-types="@types/yargs"
import yargs, { type Argv } from "yargs";
import type { Command } from "./command.ts";
import { readCommandLine, type Vocabulary } from "./command_line.ts";
import { helpOf, helpScreen } from "./help.ts";
import { hidePassword, passwordIn } from "./hide_password.ts";
import { EXIT, reportError, UsageError } from "./output.ts";
import { warnOfPassword } from "./password.ts";
import { COMMON_OPTIONS, type CommonOptions } from "./session.ts";
import { COMMANDS, DEFAULT_COMMAND, SLMGR_OPTIONS } from "./table.ts";
import { usageLine } from "./usage.ts";
import { VERSION } from "../version.ts";

/** Runs the command line; resolves with the exit status: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { words, help } = readCommandLine(args, VOCABULARY);
    const password = passwordIn(words);
    if (password !== undefined) warnOfPassword(hidePassword(password));
    refuseBoth(words);
    if (help === undefined) await parser(words).parseAsync();
    else console.log(help.length === 0 ? helpScreen() : helpOf(help));
    return EXIT.done;
  } catch (error) {
    const status = reportError(error);
    if (error instanceof UsageError && error.showHelp) console.error(`\n${helpScreen()}`);
    return status;
  }
}

const VOCABULARY: Vocabulary = {
  slmgr: new Set(SLMGR_OPTIONS),
  commands: new Set(COMMANDS.map(({ name }) => name)),
  valued: optionsOfType("string"),
  switches: optionsOfType("boolean"),
};

function optionsOfType(wanted: "string" | "boolean"): Set<string> {
  const options = [...Object.entries(COMMON_OPTIONS), ...[DEFAULT_COMMAND, ...COMMANDS].flatMap(optionsOf)];
  return new Set(options.filter(([, { type }]) => type === wanted).map(([name]) => `--${name}`));
}

function optionsOf(
  { options, subcommands }: Command,
): ReturnType<typeof Object.entries<Command["options"][string]>> {
  return [...Object.entries(options), ...subcommands.flatMap(optionsOf)];
}

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

function parser(words: readonly string[]): Argv<CommonOptions> {
  const common = yargs([...words])
    .scriptName("kms")
    .locale("en")
    .parserConfiguration({ "parse-numbers": false, "parse-positional-numbers": false })
    .options(COMMON_OPTIONS) as unknown as Argv<CommonOptions>;
  return [DEFAULT_COMMAND, ...COMMANDS].reduce((all, { module }) => all.command(module), common)
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

/** The parser takes the last of a switch that is turned on and off. */
function refuseBoth(words: readonly string[]): void {
  const both = [...VOCABULARY.switches].find((name) =>
    words.includes(name) && words.includes(`--no-${name.slice(2)}`)
  );
  if (both !== undefined) throw new UsageError(`give ${both} or --no-${both.slice(2)}, not both`);
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
