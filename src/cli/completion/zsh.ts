import { type Assignments, caseFunctions } from "./cases.ts";
import ENGINE from "./engine.zsh" with { type: "text" };
import type { CompletionVocabulary, Offer } from "./vocabulary.ts";

const ASSIGNMENTS: Assignments = {
  empty: (name) => `${name}=()`,
  choices: (words) => `values=(${words.join(" ")})`,
  offers: (name, offers) => `${name}=(${described(offers)})`,
};

export function zshScript(vocabulary: CompletionVocabulary): string {
  const { slmgr, commands, remote, common, valued } = vocabulary;
  return `#compdef kms
# Completion of kms for zsh: source <(kms completion zsh), behind compinit; or as a file _kms in a folder of $fpath

_kms_vocabulary() {
  slmgr=(${described(slmgr)})
  commands=(${described(commands)})
  remote=(${described(remote)})
  common=(${described(common)})
  valued=(${valued.join(" ")})
}

${caseFunctions(vocabulary, ASSIGNMENTS)}
${ENGINE}`;
}

function described(offers: readonly Offer[]): string {
  return offers.map(({ word, summary }) => quoted(`${word}:${summary}`)).join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
