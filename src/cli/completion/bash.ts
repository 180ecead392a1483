import ENGINE from "./engine.bash" with { type: "text" };
import type { CompletionVocabulary, Offer, OptionOffer, Place, Value } from "./vocabulary.ts";

/** For bash 3.2, which macOS has, and later. */
export function bashScript(
  { slmgr, commands, remote, common, places, valued }: CompletionVocabulary,
): string {
  return `# Completion of kms for bash: source <(kms completion bash)

_kms_slmgr="${wordsOf(slmgr)}"
_kms_commands="${wordsOf(commands)}"
_kms_remote="${wordsOf(remote)}"
_kms_common="${wordsOf(common)}"
_kms_valued="${valued.join(" ")}"

# What can follow the command $1: sets subcommands and options.
_kms_place() {
  subcommands= options=
  case $1 in
${places.flatMap(placeCase).join("\n")}
  esac
}

# What the option $2 of the command $1 takes, or its argument number $2: sets kind or offers.
_kms_value() {
  case "$1 $2" in
${
    [...places.flatMap(valueCases), ...common.flatMap((one) => valueCase(`*" ${one.word}"`, one.value))].join(
      "\n",
    )
  }
  esac
}

${ENGINE}`;
}

function placeCase({ path, commands, options }: Place): string[] {
  const sets = [
    ...(commands.length > 0 ? [`subcommands="${wordsOf(commands)}"`] : []),
    ...(options.length > 0 ? [`options="${wordsOf(options)}"`] : []),
  ];
  return sets.length === 0 ? [] : [`    "${path}") ${sets.join(" ")} ;;`];
}

function valueCases(place: Place): string[] {
  return [
    ...place.options.flatMap(({ word, value }) => valueCase(`"${place.path} ${word}"`, value)),
    ...place.arguments.flatMap((value, i) => valueCase(`"${place.path} ${i + 1}"`, value)),
  ];
}

function valueCase(pattern: string, value: Value | undefined): string[] {
  if (value === undefined || value === "other") return [];
  return [
    `    ${pattern}) ${typeof value === "string" ? `kind=${value}` : `offers="${value.join(" ")}"`} ;;`,
  ];
}

function wordsOf(offers: readonly (Offer | OptionOffer)[]): string {
  return offers.map(({ word }) => word).join(" ");
}
