import { command } from "../command.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

export const completion = command({
  words: "completion <shell>",
  summary: "Print a script that completes kms in a shell",
  about: [
    'bash: source <(kms completion bash), in ~/.bashrc. zsh: source <(kms completion zsh), in ~/.zshrc, behind "compinit". ' +
    "fish: kms completion fish | source, in ~/.config/fish/config.fish. The script is whole: it never calls kms.",
  ],
  hereOnly: true,
  arguments: { shell: { choices: SHELLS, demandOption: true, describe: "whose script" } },
  async run({ shell }) {
    const { completionScript } = await import("../completion/script.ts"); // which stands on the table that this is part of
    console.log(completionScript(shell));
  },
});
