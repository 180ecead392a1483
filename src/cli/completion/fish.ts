import { valueEntries, type ValueEntry } from "./cases.ts";
import ENGINE from "./engine.fish" with { type: "text" };
import type { CompletionVocabulary, Offer } from "./vocabulary.ts";

export function fishScript(
  { slmgr, commands, remote, common, places, valued }: CompletionVocabulary,
): string {
  return `# Completion of kms for fish: kms completion fish | source

set -g __kms_slmgr ${described(slmgr)}
set -g __kms_commands ${described(commands)}
set -g __kms_remote ${described(remote)}
set -g __kms_common ${described(common)}
set -g __kms_valued ${valued.join(" ")}

# The commands that can follow the command $argv.
function __kms_subcommands
    switch "$argv"
${places.flatMap(({ path, commands }) => offerCase(path, commands)).join("\n")}
    end
end

# The options of the command $argv.
function __kms_options
    switch "$argv"
${places.flatMap(({ path, options }) => offerCase(path, options)).join("\n")}
    end
end

# What an option of a command takes, or an argument by its number: $argv is both.
function __kms_value
    switch "$argv"
${valueEntries({ places, common }).flatMap(valueCase).join("\n")}
    end
end

${ENGINE}`;
}

function offerCase(path: string, offers: readonly Offer[]): string[] {
  if (offers.length === 0) return [];
  return [`        case "${path}"`, `            printf '%s\\n' ${described(offers)}`];
}

function valueCase({ path, word, value }: ValueEntry): string[] {
  const offers = typeof value === "string"
    ? { file: "__fish_complete_path $__kms_token", folder: "__fish_complete_directories $__kms_token" }[value]
    : `printf '%s\\n' ${value.join(" ")}`;
  return [`        case "${path ?? "*"} ${word}"`, `            ${offers}`];
}

/** Words with their descriptions behind a tab, as fish takes them from a command. */
function described(offers: readonly Offer[]): string {
  return offers.map(({ word, summary }) => `${quoted(word)}\\t${quoted(summary)}`).join(" ");
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
