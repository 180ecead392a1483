import type { Command } from "./command.ts";
import { readCommandLine, type Vocabulary } from "./words/command_line.ts";
import { helpOf, helpScreen } from "./words/help.ts";
import { hidePassword, passwordIn } from "./hide_password.ts";
import { EXIT, reportError, UsageError } from "./output.ts";
import { warnOfPassword } from "./password.ts";
import { plainlyGiven } from "./words/plain_words.ts";
import { COMMON_OPTIONS } from "./session.ts";
import { COMMANDS, DEFAULT_COMMAND, SLMGR_OPTIONS } from "./table.ts";

/** Runs the command line; resolves with the exit status: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { words, help } = readCommandLine(args, VOCABULARY);
    const password = passwordIn(words);
    if (password !== undefined) warnOfPassword(hidePassword(password));
    refuseBoth(words);
    if (help === undefined) await run(words);
    else console.log(help.length === 0 ? helpScreen() : helpOf(help));
    return EXIT.done;
  } catch (error) {
    const status = reportError(error);
    if (error instanceof UsageError && error.showHelp) console.error(`\n${helpScreen()}`);
    return status;
  }
}

/** The parser takes longer to load than most commands to run: what is plain goes by without it. */
async function run(words: readonly string[]): Promise<void> {
  const plain = plainlyGiven(words, COMMANDS);
  if (plain !== undefined) return await plain.command.module.handler(plain.given);
  const { parser } = await import("./words/parser.ts");
  await parser(words).parseAsync();
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

/** The parser takes the last of a switch that is turned on and off. */
function refuseBoth(words: readonly string[]): void {
  const both = [...VOCABULARY.switches].find((name) =>
    words.includes(name) && words.includes(`--no-${name.slice(2)}`)
  );
  if (both !== undefined) throw new UsageError(`give ${both} or --no-${both.slice(2)}, not both`);
}
