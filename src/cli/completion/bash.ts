import { type Assignments, caseFunctions } from "./cases.ts";
import ENGINE from "./engine.bash" with { type: "text" };
import type { CompletionVocabulary, Offer, OptionOffer } from "./vocabulary.ts";

const ASSIGNMENTS: Assignments = {
  empty: (name) => `${name}=`,
  choices: (words) => `offers="${words.join(" ")}"`,
  offers: (name, offers) => `${name}="${wordsOf(offers)}"`,
};

/** For bash 3.2, which macOS has, and later. */
export function bashScript(vocabulary: CompletionVocabulary): string {
  const { slmgr, commands, remote, common, valued } = vocabulary;
  return `# Completion of kms for bash: source <(kms completion bash)

_kms_slmgr="${wordsOf(slmgr)}"
_kms_commands="${wordsOf(commands)}"
_kms_remote="${wordsOf(remote)}"
_kms_common="${wordsOf(common)}"
_kms_valued="${valued.join(" ")}"

${caseFunctions(vocabulary, ASSIGNMENTS)}
${ENGINE}`;
}

function wordsOf(offers: readonly (Offer | OptionOffer)[]): string {
  return offers.map(({ word }) => word).join(" ");
}
