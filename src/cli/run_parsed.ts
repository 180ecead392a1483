import type { Command } from "./command.ts";
import { dashboard } from "./commands/dashboard.ts";
import { hidePassword, passwordIn } from "./hide_password.ts";
import { UsageError } from "./output.ts";
import { warnOfPassword } from "./password.ts";
import { COMMANDS } from "./table.ts";
import { readCommandLine, type Vocabulary } from "./words/command_line.ts";
import { COMMON_OPTIONS } from "./words/common_options.ts";
import { helpOf, helpScreen } from "./words/help.ts";

/** Runs any command line, those too that ask for help, name another computer or are wrong. Rejects with what failed. */
export async function runParsed(args: readonly string[]): Promise<void> {
  const { words, help } = readCommandLine(args, VOCABULARY);
  const password = passwordIn(words);
  if (password !== undefined) warnOfPassword(hidePassword(password));
  refuseBoth(words);
  if (help !== undefined) return console.log(help.length === 0 ? helpScreen() : helpOf(help));
  const { parser } = await import("./words/parser.ts"); // takes longer to load than the help
  await parser(words).parseAsync();
}

const VOCABULARY: Vocabulary = {
  valued: optionsOfType("string"),
  switches: optionsOfType("boolean"),
};

function optionsOfType(wanted: "string" | "boolean"): Set<string> {
  const options = [...Object.entries(COMMON_OPTIONS), ...[dashboard, ...COMMANDS].flatMap(optionsOf)];
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
