import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { completionVocabulary } from "./vocabulary.ts";
import { zshScript } from "./zsh.ts";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** What `kms completion SHELL` prints: made from the table, and whole, so that no key that is pressed starts kms. */
export function completionScript(shell: keyof typeof SCRIPTS): string {
  return SCRIPTS[shell](completionVocabulary()).trimEnd();
}
