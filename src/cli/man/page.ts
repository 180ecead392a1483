import type { Command } from "../command.ts";
import type { Option } from "../option.ts";
import { type Chapter, TABLE } from "../table.ts";
import { COMMON_OPTIONS } from "../words/common_options.ts";
import { type Topic, TOPICS } from "../words/topics.ts";
import { optionWords, pathsOf, usageLine } from "../words/usage.ts";
import { VERSION } from "../../version.ts";
import { DESCRIPTION, EXAMPLES, SEE_ALSO } from "./prose.ts";
import { bold, entry, indented, paragraph, section, subsection, typed, verbatim } from "./roff.ts";

/** kms(1) in roff with the macros of man(7), made from the table. It bears no date: the same sources make the same page. */
export function manualPage(): string {
  const parts = [
    [`.TH KMS 1 "" "kms ${VERSION}" "kms"`, ".nh", ".ad l"],
    section("Name", ["kms \\- volume activation for your own software"]),
    section("Synopsis", SYNOPSIS.map(typed).join("\n.br\n").split("\n")),
    section("Description", DESCRIPTION.flatMap(paragraph)),
    section("Options", [...paragraph("Every command takes these."), ...options(COMMON_OPTIONS)]),
    section("Options of slmgr", TABLE.filter(({ slmgr }) => slmgr).flatMap(commandSection)),
    section("Commands", TABLE.filter(({ slmgr }) => !slmgr).flatMap(commandSection)),
    ...TOPICS.map(topicSection),
    section("Examples", EXAMPLES.flatMap(([text, lines]) => [...paragraph(text), ...verbatim(lines)])),
    section("See also", paragraph(SEE_ALSO)),
  ];
  return parts.flat().join("\n") + "\n";
}

const SYNOPSIS = [
  "kms [--state DIR] [--json] OPTION",
  "kms COMPUTER[:PORT] USER [PASSWORD] OPTION",
  "kms [--state DIR] [--screen-reader]",
];

function commandSection({ title, commands }: Chapter): string[] {
  return subsection(title, commands.flatMap((one) => pathsOf(one)).flatMap(commandEntry));
}

function commandEntry(path: readonly Command[]): string[] {
  const { summary, about, arguments: own, options: ownOptions } = path.at(-1)!;
  const values = Object.entries(own).filter(([, { describe }]) => describe !== undefined)
    .flatMap(([name, { describe = "" }]) => entry(typed(name.toUpperCase()), [describe]));
  return [
    ...entry(typed(usageLine(path)), [`${summary}.`, ...about]),
    ...indented([...values, ...options(ownOptions)]),
  ];
}

function options(own: Readonly<Record<string, Option>>): string[] {
  return Object.entries(own).filter(([, { hidden }]) => hidden !== true).flatMap(([name, option]) => {
    const { describe = "", default: initial } = option;
    const first = typeof initial === "string" ? ` (${initial} unless given)` : "";
    return entry(typed(optionWords(name, option)), [describe + first]);
  });
}

function topicSection({ title, about, entries }: Topic): string[] {
  return section(title, [
    ...about.flatMap(paragraph),
    ...entries.flatMap(([term, meaning]) => entry(bold(term), [meaning])),
  ]);
}
