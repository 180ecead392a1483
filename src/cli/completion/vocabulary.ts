import type { Command } from "../command.ts";
import type { Argument, Option } from "../option.ts";
import { SLMGR_OPTIONS } from "../sections.ts";
import { COMMANDS } from "../table.ts";
import { COMMON_OPTIONS } from "../words/common_options.ts";
import { TOPICS } from "../words/topics.ts";

/** What the three scripts are made of. */
export interface CompletionVocabulary {
  /** slmgr's options, without a spelling. */
  readonly slmgr: readonly Offer[];
  /** What `kms` takes besides, and of these what works on another computer. */
  readonly commands: readonly Offer[];
  readonly remote: readonly Offer[];
  readonly common: readonly OptionOffer[];
  /** Every command below the first word too, and what `kms help` takes. */
  readonly places: readonly Place[];
  /** Options that take a value: `--state`. */
  readonly valued: readonly string[];
}

/** A word that can be typed, and what it is. */
export interface Offer {
  readonly word: string;
  readonly summary: string;
}

/** An option, with its value where it takes one. */
export interface OptionOffer extends Offer {
  readonly value: Value | undefined;
}

/** Some words, the names of files or folders, or what only the person knows. */
export type Value = "file" | "folder" | "other" | readonly string[];

/** What can follow the words of a command. */
export interface Place {
  /** `authority key issue` */
  readonly path: string;
  readonly commands: readonly Offer[];
  readonly options: readonly OptionOffer[];
  readonly arguments: readonly Value[];
}

export function completionVocabulary(): CompletionVocabulary {
  const others = COMMANDS.filter(({ name }) => !SLMGR_OPTIONS.includes(name));
  const topics = [
    { word: "topics", summary: "The subjects that are no commands" },
    ...TOPICS.map(({ name, title }) => ({ word: name, summary: title })),
  ];
  const help = { path: "help", commands: [...others.map(offerOf), ...topics], options: [], arguments: [] };
  return {
    slmgr: COMMANDS.filter(({ name }) => SLMGR_OPTIONS.includes(name)).map(offerOf),
    commands: others.map(offerOf),
    remote: others.filter(({ hereOnly }) => !hereOnly).map(offerOf),
    common: Object.entries(COMMON_OPTIONS).filter(([, { hidden }]) => hidden !== true).map(optionOffer),
    places: [
      ...COMMANDS.filter(({ name }) => name !== help.path).flatMap((one) => placesOf(one, "")),
      help,
      ...others.flatMap((one) => placesOf(one, "help ")).filter(({ commands }) => commands.length > 0)
        .map((place) => ({ ...place, options: [], arguments: [] })),
    ],
    valued: [
      ...new Set(
        [...Object.entries(COMMON_OPTIONS), ...COMMANDS.flatMap(allOptions)]
          .filter(([, option]) => valueOf(option) !== undefined).map(([name]) => `--${name}`),
      ),
    ],
  };
}

function placesOf(command: Command, before: string): Place[] {
  const path = before + command.name;
  const place = {
    path,
    commands: command.subcommands.map(offerOf),
    options: Object.entries(command.options).filter(([name]) => !(name in COMMON_OPTIONS)).map(optionOffer),
    arguments: Object.values(command.arguments).map((one) => valueOf(one) ?? "other"),
  };
  return [place, ...command.subcommands.flatMap((one) => placesOf(one, `${path} `))];
}

function allOptions({ options, subcommands }: Command): [string, Option][] {
  return [...Object.entries(options), ...subcommands.flatMap(allOptions)];
}

function offerOf({ name, summary }: Command): Offer {
  return { word: name, summary };
}

function optionOffer([name, option]: [string, Option]): OptionOffer {
  return { word: `--${name}`, summary: option.describe ?? "", value: valueOf(option) };
}

/** Undefined for a switch, which takes none. */
function valueOf({ type, choices, completes }: Option | Argument): Value | undefined {
  if (choices !== undefined) return choices.map(String);
  if (type === "boolean") return undefined;
  return completes === "file" || completes === "folder" ? completes : "other";
}
