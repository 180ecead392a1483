import assert from "node:assert/strict";
import type { Command } from "../../src/cli/command.ts";
import { SLMGR_OPTIONS } from "../../src/cli/sections.ts";
import { COMMANDS } from "../../src/cli/table.ts";
import { COMMON_OPTIONS } from "../../src/cli/words/common_options.ts";
import { TOPICS } from "../../src/cli/words/topics.ts";
import { kms } from "../support/terminal/command_line.ts";
import { completionsIn, type Shell, SHELLS } from "../support/terminal/completing.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { Terminal } from "../support/terminal/tmux.ts";

const SLMGR = SLMGR_OPTIONS.map((name) => `/${name}`);
const OTHERS = COMMANDS.map(({ name }) => name).filter((name) => !SLMGR_OPTIONS.includes(name));
const REMOTE = COMMANDS.filter(({ name, hereOnly }) => OTHERS.includes(name) && !hereOnly).map(({ name }) =>
  name
);
const COMMON = Object.keys(COMMON_OPTIONS).filter((name) => name !== "password").map((name) => `--${name}`);

/** What is typed, and what must be offered; FOLDER has a file licence.lic and a folder licences. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  "kms ": [...SLMGR, ...OTHERS],
  "kms /d": ["/dli", "/dlv", "/dti"],
  "kms -d": ["-dli", "-dlv", "-dti"],
  "kms --d": ["--dli", "--dlv", "--dti"],
  "kms d": ["demo", "dli", "dlv", "dns", "dti"],
  "kms /D": ["/dli", "/dlv", "/dti"],
  "kms --st": ["--state"],
  "kms --json /ipk": ["/ipk"],
  "kms --state FOLDER /rea": ["/rearm"],
  "kms --state=FOLDER /rea": ["/rearm"],
  "kms --state FOLDER/lic": ["licences"],
  "kms --password-file FOLDER/lic": ["licence.lic", "licences"],
  "kms /ilc FOLDER/lic": ["licence.lic", "licences"],
  "kms -ILC FOLDER/lic": ["licence.lic", "licences"],
  "kms /ilc --accept-new-roots FOLDER/lic": ["licence.lic", "licences"],
  "kms /ilc FOLDER/licence.lic ": [],
  "kms /dti ": [],
  "kms completion ": ["bash", "fish", "zsh"],
  "kms authority key issue --kind ": ["client", "host"],
  "kms authority key issue --dir FOLDER --kind h": ["host"],
  "kms authority key issue --dir FOLDER/lic": ["licences"],
  "kms authority init --products FOLDER/lic": ["licence.lic", "licences"],
  "kms server ": [],
  "kms server:1690 ": [],
  "kms server:1690 alice ": [...SLMGR, ...REMOTE],
  "kms server:1690 alice /d": ["/dli", "/dlv", "/dti"],
  "kms server alice secret -sk": ["-skhc", "-skms", "-skms-domain"],
  "kms serve serve /dl": [],
  "kms help ": [...SLMGR, ...OTHERS, "topics", ...TOPICS.map(({ name }) => name)],
  "kms help /dl": ["/dli", "/dlv"],
  ...Object.fromEntries(COMMANDS.flatMap((one) => casesOf(one, ""))),
};

/** For every command of the table: its commands and options, and the same behind `kms help`. */
function casesOf(command: Command, before: string): [string, string[]][] {
  const path = before + command.name;
  const options = [...new Set([...Object.keys(command.options).map((name) => `--${name}`), ...COMMON])];
  const names = command.subcommands.map(({ name }) => name);
  return [
    ...(command.name === "help" ? [] : [[`kms ${path} --`, options] as [string, string[]]]),
    ...(names.length === 0
      ? []
      : [[`kms ${path} `, names], [`kms help ${path} `, names]] as [string, string[]][]),
    ...command.subcommands.flatMap((one) => casesOf(one, `${path} `)),
  ];
}

/** What `kms completion SHELL` prints, in a file, beside the files that CASES name. */
async function prepare(shell: Shell): Promise<TempFolder> {
  const folder = await TempFolder.make();
  await Deno.mkdir(`${folder.path}/licences`);
  await Deno.writeTextFile(`${folder.path}/licence.lic`, "");
  await Deno.writeTextFile(`${folder.path}/script`, (await kms("completion", shell)).stdout);
  return folder;
}

for (const shell of SHELLS) {
  Deno.test(`${shell} offers what the table says at every place of the command line`, async () => {
    await using folder = await prepare(shell);
    const lines = Object.keys(CASES).map((line) => line.replace("FOLDER", folder.path));
    const offered = await completionsIn(shell, `${folder.path}/script`, lines);
    const expected = Object.values(CASES).map((words, i) => [lines[i]!, words.toSorted()]);
    assert.deepEqual(Object.fromEntries(offered), Object.fromEntries(expected));
  });
}

Deno.test("an option's value that follows its = is completed", async () => {
  const line = "kms authority key issue --kind=h";
  for (const [shell, word] of [["bash", "host"], ["zsh", "host"], ["fish", "--kind=host"]] as const) {
    await using folder = await prepare(shell);
    assert.deepEqual((await completionsIn(shell, `${folder.path}/script`, [line])).get(line), [word], shell);
  }
});

Deno.test("in a terminal bash completes options, folders and files as they are typed", async () => {
  await Terminal.prepare();
  await using folder = await prepare("bash");
  await using terminal = await Terminal.open(folder.path, folder.path, 100, 30);
  await terminal.type("source script; bind 'set bell-style none'");
  await terminal.press("Enter");
  await terminal.type("kms --state licen");
  await terminal.press("Tab");
  await terminal.shows(/--state licences\/$/m);
  await terminal.type(" /IL");
  await terminal.press("Tab");
  await terminal.shows(/licences\/ \/ilc$/m);
  await terminal.type("licence.");
  await terminal.press("Tab");
  await terminal.shows(/\/ilc licence\.lic$/m);
  await terminal.press("C-u");
  await terminal.type("kms server:1690 alice /d");
  await terminal.press("Tab", "Tab");
  await terminal.shows(/\/dli +\/dlv +\/dti/);
});
