import type { Command } from "../src/cli/command.ts";
import { type Chapter, TABLE } from "../src/cli/table.ts";
import { TOPICS } from "../src/cli/words/topics.ts";
import { optionWords, pathsOf, usageLine } from "../src/cli/words/usage.ts";
import { plain, table } from "./markdown.ts";

const INTRODUCTION = `# Commands

Options of \`slmgr\` may be written \`/ipk\`, \`-ipk\`, \`--ipk\` or \`ipk\`, in any case. Every command takes
\`--state DIR\` (or \`KMS_STATE\`) and \`--json\`. The result goes to standard output, everything else to standard
error. Exit status: 0 done, 1 failed, 2 wrong usage.

\`kms\` alone is the dashboard of a host, on a terminal: it attaches to the running host, or starts one. \`kms serve\`
runs the host without it; its port 0 takes a free one, and with \`--json\` it prints the address as JSON. A product key
says by its kind what a state folder is, a host's or a client's. \`kms demo\` works in a temporary folder; its
dashboard stays until \`q\`. \`kms client verify\` ends with status 1 where the lease does not hold.

\`kms help OPTION\` says the same in the terminal, \`kms man\` is the manual page ([kms.1](kms.1)), and
\`kms help topics\` lists ${
  TOPICS.map(({ name }) => `\`${name}\``).join(", ")
}. What a code means is in [errors.md](errors.md).

## Completion

The Tab key completes options, in the spelling that was begun, commands, choices, and files where one is wanted:

\`\`\`sh
echo 'source <(kms completion bash)' >> ~/.bashrc                              # bash
echo 'source <(kms completion zsh)' >> ~/.zshrc                                # zsh, behind compinit
echo 'kms completion fish | source' >> ~/.config/fish/config.fish              # fish
\`\`\`
`;

/** docs/commands.md: every command of the table. */
export function commandsPage(): string {
  return [INTRODUCTION, ...TABLE.map(sectionText)].join("\n");
}

function sectionText({ title, slmgr, commands }: Chapter): string {
  const rows = commands.flatMap((one) => pathsOf(one))
    .filter((path) => path.at(-1)!.alone)
    .map((path) => row(path, slmgr));
  const families = commands.filter(({ alone }) => !alone).flatMap(({ about }) => about);
  const tables = table([["command", "what", "with"], ...rows]);
  return [`## ${title}\n`, ...families.map((text) => `${plain(text)}\n`), tables].join("\n");
}

function row(path: readonly Command[], slmgr: boolean): string[] {
  const { summary, about, arguments: own, options } = path.at(-1)!;
  const named = [
    ...Object.entries(own).map(([name, { describe }]) => [name.toUpperCase(), describe] as const),
    ...Object.entries(options).map(([name, one]) => [optionWords(name, one), one.describe] as const),
  ];
  const details = named.filter(([, describe]) => describe !== undefined)
    .map(([name, describe = ""]) => `\`${name}\`: ${plain(describe)}`);
  const what = [`${summary}.`, ...about].map(plain).join(" ");
  return [`\`${slmgr ? "" : "kms "}${usageLine(path)}\``, what, details.join("; ")];
}
