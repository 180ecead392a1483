import type { Command } from "../command.ts";
import type { Option } from "../option.ts";
import { SLMGR_OPTIONS } from "../sections.ts";

/** How a command is typed, in full: `/ilc FILE [--accept-new-roots]`. `path`: the commands from the table to the one that is meant. */
export function usageLine(path: readonly Command[]): string {
  const command = path.at(-1)!;
  const slash = path.length === 1 && SLMGR_OPTIONS.includes(command.name) ? "/" : "";
  const before = path.slice(0, -1).map(({ name }) => name);
  return slash + [...before, inCapitals(command.words), ...Object.entries(command.options).map(optionUsage)]
    .join(" ");
}

/** `--dir DIR`, `--kind host|client`, `--json` */
export function optionWords(name: string, { type, choices, completes }: Option): string {
  if (type === "boolean") return `--${name}`;
  const places = { file: "FILE", folder: "DIR" };
  const value = completes === undefined ? name.toUpperCase() : places[completes];
  return `--${name} ${choices?.join("|") ?? value}`;
}

function optionUsage([name, option]: [string, Option]): string {
  const words = optionWords(name, option) + (option.array === true ? " ..." : "");
  return option.demandOption === undefined ? `[${words}]` : words;
}

/** `ilc <file>` as `ilc FILE` */
function inCapitals(words: string): string {
  return words.replace(/([<[])(.+?)(\.\.)?[>\]]/g, (_, open: string, name: string, more = "") => {
    const typed = name.toUpperCase() + (more === "" ? "" : "...");
    return open === "[" ? `[${typed}]` : typed;
  });
}

/** A command with all that it is made of, each with the commands that lead to it: `authority`, `key`, `issue`. */
export function pathsOf(command: Command, before: readonly Command[] = []): Command[][] {
  const path = [...before, command];
  return [path, ...command.subcommands.flatMap((one) => pathsOf(one, path))];
}
