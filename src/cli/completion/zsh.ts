import ENGINE from "./engine.zsh" with { type: "text" };
import type { CompletionVocabulary, Offer, Place, Value } from "./vocabulary.ts";

export function zshScript({ slmgr, commands, remote, common, places, valued }: CompletionVocabulary): string {
  return `#compdef kms
# Completion of kms for zsh: source <(kms completion zsh), behind compinit; or as a file _kms in a folder of $fpath

_kms_vocabulary() {
  slmgr=(${described(slmgr)})
  commands=(${described(commands)})
  remote=(${described(remote)})
  common=(${described(common)})
  valued=(${valued.join(" ")})
}

# What can follow the command $1: sets subcommands and options.
_kms_place() {
  subcommands=() options=()
  case $1 in
${places.flatMap(placeCase).join("\n")}
  esac
}

# What the option $2 of the command $1 takes, or its argument number $2: sets kind or values.
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
    ...(commands.length > 0 ? [`subcommands=(${described(commands)})`] : []),
    ...(options.length > 0 ? [`options=(${described(options)})`] : []),
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
    `    ${pattern}) ${typeof value === "string" ? `kind=${value}` : `values=(${value.join(" ")})`} ;;`,
  ];
}

function described(offers: readonly Offer[]): string {
  return offers.map(({ word, summary }) => quoted(`${word}:${summary}`)).join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
