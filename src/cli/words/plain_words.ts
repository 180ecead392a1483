import type { Command } from "../command.ts";
import type { Argument, Option } from "../option.ts";
import { COMMON_OPTIONS, REMOTE_OPTIONS } from "./common_options.ts";
import { asksForHelp } from "./help_words.ts";

/** What a command is given, as the parser would give it. */
type Given = Parameters<Command["module"]["handler"]>[0];

/** Where the command's first word stands: behind the options that every command takes, or at the end where there is none. */
export function commandPlace(words: readonly string[]): number {
  let at = 0;
  while (words[at]?.startsWith("--") && isCommon(words[at]!.slice(2))) {
    at += COMMON_OPTIONS[words[at]!.slice(2)]!.type === "boolean" ? 1 : 2;
  }
  return Math.min(at, words.length);
}

/**
 * A command line in which nothing is wrong and nothing special: the command that it comes to, and what the parser would make of it.
 * Undefined for all others: the parser has the words for what is wrong. `place`: where `first` stands among the words.
 */
export function plainlyGiven(
  words: readonly string[],
  place: number,
  first: Command,
): { readonly command: Command; readonly given: Given } | undefined {
  const path = pathFrom(first, words.slice(place + 1));
  const command = path.at(-1)!;
  const known = { ...COMMON_OPTIONS, ...command.options };
  const taken = takeOptions([...words.slice(0, place), ...words.slice(place + path.length)], known);
  if (taken === undefined || !command.alone || Object.keys(command.options).some(isCommon)) return undefined;
  const values = placed(command, taken.rest);
  if (values === undefined || !hasAllDemanded(command, taken.options)) return undefined;
  const names = path.map(({ name }) => name).filter((name) => name !== "$0");
  const given = { ...defaultsOf(known), ...values, ...taken.options };
  return { command, given: { _: names, $0: "kms", ...inBothCases(given) } as unknown as Given };
}

/** The command and those below it that the words behind it name. */
function pathFrom(first: Command, words: readonly string[]): Command[] {
  const path = [first];
  for (const word of words) {
    const next = path.at(-1)!.subcommands.find(({ name }) => name === word);
    if (next === undefined) return path;
    path.push(next);
  }
  return path;
}

/** What the words say of options, and which words do not; undefined where that is not plain. */
function takeOptions(
  words: readonly string[],
  known: Command["options"],
): { readonly options: Record<string, unknown>; readonly rest: readonly string[] } | undefined {
  const options: Record<string, unknown> = {};
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const name = word.slice(2);
    if (isPlainValue(word)) rest.push(word);
    else if (!word.startsWith("--") || !Object.hasOwn(known, name) || name in options) return undefined;
    else if (known[name]!.type === "boolean") options[name] = true;
    else if (!isRemote(name) && takes(known[name]!, words[i + 1])) options[name] = words[++i];
    else return undefined;
  }
  return { options, rest };
}

/** The words as the command's arguments; undefined where there are too many or too few, or one is no plain value. */
function placed(command: Command, words: readonly string[]): Record<string, unknown> | undefined {
  const places = command.words.split(" ").slice(1);
  const needed = places.filter((place) => place.startsWith("<")).length;
  if (words.length < needed || words.length > places.length) return undefined;
  const names = places.map((place) => place.slice(1, -1));
  const plain = names.every((name, i) => isPlainPlace(command.arguments[name], words[i]));
  return plain ? Object.fromEntries(words.map((word, i) => [names[i]!, word])) : undefined;
}

/** A name that the command does not know is that of a list: `topic..` */
function isPlainPlace(argument: Argument | undefined, word: string | undefined): boolean {
  if (argument === undefined || argument.default !== undefined) return false;
  return word === undefined ? argument.array !== true : takes(argument, word);
}

/** Whether an option or argument takes this word for its value, as it is. */
function takes(
  { type, array, choices }: Argument | Option,
  word: string | undefined,
): boolean {
  if (array === true || word === undefined || !isPlainValue(word)) return false;
  return choices === undefined ? type === "string" : choices.includes(word);
}

/** Nothing that might be an option or ask for help, and no quotes, which the parser takes off. */
function isPlainValue(word: string): boolean {
  return /^[^-"']/.test(word) && !asksForHelp(word);
}

function hasAllDemanded({ options }: Command, given: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(options).every(([name, { demandOption }]) =>
    demandOption === undefined || name in given
  );
}

/** What signs in on other computers has rules of its own. */
function isRemote(name: string): boolean {
  return REMOTE_OPTIONS.some((one) => one === name);
}

function isCommon(name: string): boolean {
  return Object.hasOwn(COMMON_OPTIONS, name);
}

function defaultsOf(options: Command["options"]): Record<string, unknown> {
  const set = Object.entries(options).filter(([, one]) => one.default !== undefined);
  return Object.fromEntries(set.map(([name, one]) => [name, one.default]));
}

function inBothCases(options: Record<string, unknown>): Record<string, unknown> {
  const inCamelCase = ([name, value]: [string, unknown]) => [
    name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ];
  return { ...options, ...Object.fromEntries(Object.entries(options).map(inCamelCase)) };
}
