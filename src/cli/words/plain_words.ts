import type { Command } from "../command.ts";
import type { Option } from "../option.ts";
import { COMMON_OPTIONS, REMOTE_OPTIONS } from "../session.ts";

/** What a command is given, as the parser would give it. */
type Given = Parameters<Command["module"]["handler"]>[0];

/**
 * The command line of a command without arguments, whose options are switches and plain text: its command, and what the parser would
 * make of it. Undefined for all others, and for those in which something is wrong: the parser has the words for that.
 */
export function plainlyGiven(
  words: readonly string[],
  commands: readonly Command[],
): { readonly command: Command; readonly given: Given } | undefined {
  const command = commands.find(({ name }) => words.includes(name));
  if (command === undefined || needsMore(command)) return undefined;
  const known = { ...COMMON_OPTIONS, ...command.options };
  const taken = takeOptions(words, known);
  if (taken === undefined || taken.rest.length !== 1 || taken.rest[0] !== command.name) return undefined;
  const given = { _: [command.name], $0: "kms", ...inBothCases({ ...defaultsOf(known), ...taken.options }) };
  return { command, given: given as unknown as Given };
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
    if (!word.startsWith("-")) rest.push(word);
    else if (!word.startsWith("--") || !Object.hasOwn(known, name) || name in options) return undefined;
    else if (known[name]!.type === "boolean") options[name] = true;
    else if (isPlainText(known[name]!, name) && isPlainValue(words[i + 1])) options[name] = words[++i];
    else return undefined;
  }
  return { options, rest };
}

/** What signs in on other computers has rules of its own. */
function isPlainText({ type, array, choices }: Option, name: string): boolean {
  return type === "string" && array !== true && choices === undefined &&
    !REMOTE_OPTIONS.some((remote) => remote === name);
}

/** Nothing that might be an option, and no quotes, which the parser takes off. */
function isPlainValue(word: string | undefined): boolean {
  return word !== undefined && /^[^-"']/.test(word);
}

function needsMore({ words, options, arguments: own, subcommands, alone }: Command): boolean {
  return !alone || subcommands.length > 0 || words.includes("<") ||
    Object.values(own).some((one) => one.array === true || one.default !== undefined) ||
    Object.values(options).some((one) => one.demandOption !== undefined || one.array === true) ||
    Object.keys(options).some((name) => Object.hasOwn(COMMON_OPTIONS, name));
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
