import type { CompletionVocabulary, Offer, OptionOffer, Place, Value } from "./vocabulary.ts";

/** A value that can be completed: that of `word` (an option, or an argument's number) behind a command, or behind any. */
export interface ValueEntry {
  /** `authority key issue`; null for an option that every command takes. */
  readonly path: string | null;
  readonly word: string;
  readonly value: Exclude<Value, "other">;
}

export function valueEntries(
  { places, common }: Pick<CompletionVocabulary, "places" | "common">,
): ValueEntry[] {
  return [...places.flatMap(entriesOf), ...common.flatMap(({ word, value }) => entryOf(null, word, value))];
}

function entriesOf({ path, options, arguments: own }: Place): ValueEntry[] {
  return [
    ...options.flatMap(({ word, value }) => entryOf(path, word, value)),
    ...own.flatMap((value, i) => entryOf(path, String(i + 1), value)),
  ];
}

function entryOf(path: string | null, word: string, value: Value | undefined): ValueEntry[] {
  return value === undefined || value === "other" ? [] : [{ path, word, value }];
}

/** How a shell writes an empty variable, choices, and one with offers. */
export interface Assignments {
  readonly empty: (name: string) => string;
  /** The choices of a value, in the variable where the shell's engine looks for them. */
  readonly choices: (words: readonly string[]) => string;
  readonly offers: (name: string, offers: readonly (Offer | OptionOffer)[]) => string;
}

/** The two functions that bash and zsh look the vocabulary up with; what they set is `subcommands`, `options`, `kind` and the choices. */
export function caseFunctions(
  vocabulary: Pick<CompletionVocabulary, "places" | "common">,
  shell: Assignments,
): string {
  return `# What can follow the command $1: sets subcommands and options.
_kms_place() {
  ${shell.empty("subcommands")} ${shell.empty("options")}
  case $1 in
${vocabulary.places.flatMap((place) => placeCase(place, shell)).join("\n")}
  esac
}

# What the option $2 of the command $1 takes, or its argument number $2: sets kind or choices.
_kms_value() {
  case "$1 $2" in
${valueEntries(vocabulary).map((entry) => valueCase(entry, shell)).join("\n")}
  esac
}
`;
}

function placeCase({ path, commands, options }: Place, { offers }: Assignments): string[] {
  const sets = [
    ...(commands.length > 0 ? [offers("subcommands", commands)] : []),
    ...(options.length > 0 ? [offers("options", options)] : []),
  ];
  return sets.length === 0 ? [] : [`    "${path}") ${sets.join(" ")} ;;`];
}

function valueCase({ path, word, value }: ValueEntry, { choices }: Assignments): string {
  const pattern = path === null ? `*" ${word}"` : `"${path} ${word}"`;
  return `    ${pattern}) ${typeof value === "string" ? `kind=${value}` : choices(value)} ;;`;
}
