import type { Command } from "../command.ts";
import { COLUMNS, listing, wrapped } from "../printing/columns.ts";
import { refuseAbsent } from "./command_line.ts";
import { UsageError } from "../output.ts";
import { type Chapter, COMMANDS, TABLE } from "../table.ts";
import { COMMON_OPTIONS, REMOTE_OPTIONS } from "./common_options.ts";
import { type Topic, TOPICS } from "./topics.ts";

const TITLE_COLUMNS = 17;

/** What `kms --help` shows: every command, on one screen of 24 lines and 79 columns. */
export function helpScreen(): string {
  return [
    "kms [--state DIR] [--json] OPTION            slmgr's options also as -ipk, ipk",
    "kms COMPUTER[:PORT] USER [PASSWORD] OPTION   the same on another computer",
    "kms                                          on a terminal: the dashboard",
    "",
    ...TABLE.flatMap(sectionLines),
    "",
    "kms help OPTION says more; kms help topics lists subjects; kms man prints all",
  ].join("\n");
}

function sectionLines({ title, slmgr, commands }: Chapter): string[] {
  const names = commands.map(({ words }) => (slmgr ? "/" : "") + shortWords(words));
  return hanging(title.padEnd(TITLE_COLUMNS), names, "  ");
}

function shortWords(words: string): string {
  return words.replace(/<(.+?)(\.\.)?>/g, (_, name: string) => shortName(name))
    .replace(/\[(.+?)\]/g, (_, name: string) => `[${shortName(name)}]`);
}

function shortName(name: string): string {
  return name.replace("activation-id", "ID").replace("confirmation-id", "CID").toUpperCase();
}

/** Words in lines of COLUMNS, the first behind `title`, the others below it. */
function hanging(title: string, words: readonly string[], between: string): string[] {
  const lines = [title];
  for (const word of words) {
    const last = lines.at(-1)!;
    const gap = last.length === TITLE_COLUMNS || last.trim() === "" ? "" : between;
    if (last.length + gap.length + word.length > COLUMNS) lines.push(" ".repeat(title.length) + word);
    else lines[lines.length - 1] = last + gap + word;
  }
  return lines;
}

/**
 * What `kms help TOPIC` shows. `words`: those of a command, in any of slmgr's spellings, or a subject. Throws UsageError for a topic that
 * there is not.
 */
export function helpOf(words: readonly string[]): string {
  const [subject = ""] = words;
  const topic = TOPICS.find(({ name }) => words.length === 1 && name === subject.toLowerCase());
  if (topic !== undefined) return topicText(topic);
  return words.length === 1 && subject === "topics" ? topicList() : commandText(commandPath(words));
}

function topicText({ title, about, entries }: Topic): string {
  return [
    title,
    ...about.flatMap((paragraph) => ["", ...wrapped(paragraph)]),
    ...listing("", described(entries)),
  ]
    .join("\n");
}

function topicList(): string {
  const entries = TOPICS.map(({ name, title }) => [`kms help ${name}`, title] as const);
  return ["kms help OPTION or kms help COMMAND, and these subjects:", ...listing("", described(entries))]
    .join("\n");
}

function described(entries: Topic["entries"]): [string, { describe: string }][] {
  return entries.map(([name, describe]) => [name, { describe }]);
}

function commandText(path: readonly Command[]): string {
  const command = path.at(-1)!;
  return [
    `kms ${usageOf(path)}`,
    "",
    ...wrapped(`${command.summary}.`),
    ...command.about.flatMap((paragraph) => ["", ...wrapped(paragraph)]),
    ...listing("Arguments", Object.entries(command.arguments)),
    ...(command.alone ? listing("Options", optionEntries(command)) : []),
    ...listing("Commands", command.subcommands.map((one) => [one.words, { describe: one.summary }])),
    ...(!command.alone || command.hereOnly ? [] : ["", ...wrapped(REMOTE_HINT)]),
  ].join("\n");
}

const REMOTE_HINT = "Also on another computer: kms COMPUTER USER, then the option. See kms help remote.";

/** The commands from the table to the one that is meant: `authority`, `key`, `issue`. */
function commandPath(words: readonly string[]): Command[] {
  const path: Command[] = [];
  let commands = COMMANDS;
  for (const word of words) {
    const name = path.length === 0 ? word.replace(/^(\/|--?)/, "").toLowerCase() : word;
    const found = commands.find((one) => one.name === name);
    if (found === undefined && path.length === 0) refuseAbsent([word]);
    if (found === undefined) {
      throw new UsageError(`there is no help on ${words.join(" ")}`, { showHelp: true });
    }
    path.push(found);
    commands = found.subcommands;
  }
  return path;
}

function usageOf(path: readonly Command[]): string {
  const [first] = path;
  const slash = TABLE.some(({ slmgr, commands }) => slmgr && commands.includes(first!)) ? "/" : "";
  const words = path.map((one, i) => i === path.length - 1 ? one.words : one.name).join(" ");
  const { options } = path.at(-1)!;
  const needed = Object.entries(options).filter(([, { demandOption }]) => demandOption !== undefined);
  const more = Object.keys(options).length > needed.length ? " [options]" : "";
  return slash + words + needed.map(([name]) => ` --${name} ${name.toUpperCase()}`).join("") + more;
}

/** A command's own options as they are typed, then those that every command takes. */
function optionEntries({ options, hereOnly }: Command): [string, { describe?: string }][] {
  const common = Object.entries(COMMON_OPTIONS).filter(([name]) => !hereOnly || !isRemote(name));
  return Object.entries({ ...Object.fromEntries(common), ...options }).sort(([a], [b]) =>
    Number(b in options) - Number(a in options)
  )
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name, { describe, type, choices, default: initial }]) => {
      const value = type === "boolean" ? "" : ` ${choices?.join("|") ?? "VALUE"}`;
      const first = typeof initial === "string" ? ` (${initial} unless given)` : "";
      return [`--${name}${value}`, { describe: `${describe ?? ""}${first}` }];
    });
}

function isRemote(name: string): boolean {
  return REMOTE_OPTIONS.some((one) => one === name);
}
