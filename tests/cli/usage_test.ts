import assert from "node:assert/strict";
import type { Command } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/table.ts";
import { kms } from "../support/terminal/command_line.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const STATE = "--state";

/** What is typed after --state FOLDER, and what the line on standard error must name. */
const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [["--frob", "dli"], /Unknown argument: frob/],
  [["dli", "-x"], /Unknown argument: x/],
  [["dli", "more"], /an activation ID has 32 hexadecimal digits.*got "more"/],
  [["dli", "all", "more"], /Unknown argument: more/],
  [["ipk"], /an argument is missing: kms \/ipk KEY/],
  [["ilc"], /an argument is missing: kms \/ilc FILE/],
  [["skms"], /an argument is missing: kms \/skms HOST/],
  [["sprt"], /an argument is missing: kms \/sprt VALUE/],
  [["sprt", "1688x"], /the port is a whole number from 1 to 65535/],
  [["sai", "-1"], /the activation interval is a whole number from 15 to 43200/],
  [["sri", "1.5"], /the renewal interval is a whole number from 15 to 43200/],
  [["serve", "--port", "65536"], /a port is a whole number from 0 to 65535, got "65536"/],
  [["serve", "--port", "http"], /a port is a whole number/],
  [["ato", "--authority", "no URL"], /--authority: "no URL" is no URL/],
  [["dli", STATE, "/twice"], /--state is given twice/],
  [["client"], /needs a command: activate, verify/],
  [["client", "frob"], /Unknown argument: frob/],
  [["demo", "--machines", "0"], /--machines takes a whole number from 1 to 5000, got "0"/],
  [["error"], /kms error takes a code or --all/],
  [["error", "5", "--all"], /kms error takes a code or --all/],
  [["error", ""], /a code is a number such as 0x8007267C or -2147015044, got ""/],
  [["error", "0x8007267G"], /a code is a number such as .*, got "0x8007267G"/],
  [["error", "-2147483649"], /a code is a number such as .*, got "-2147483649"/],
  [["error", "5", "6"], /Unknown argument: 6/],
  [["slui", "0x2a"], /an argument is missing: kms slui FUNCTION CODE/],
  [["slui", "4", "5"], /kms slui shows texts and nothing else: kms slui 0x2a CODE; got "4"/],
  [["slui", "0x2a", "many"], /a code is a number such as .*, got "many"/],
  [["authority"], /needs a command: init, key, publish, serve, confirm/],
  [["authority", "init", "--dir", "x"], /Missing required argument: publisher/],
  [["authority", "init", "--publisher", "x"], /Missing required argument: dir/],
  [["authority", "init", "--dir", "/nowhere/x", "--publisher", "x", "--url", "no"], /--url: "no" is no URL/],
  [["authority", "serve", "--dir", "x", "--listen", "1689"], /--listen takes ADDR:PORT, got "1689"/],
  [["authority", "key", "--dir", "x"], /needs a command: issue/],
  [["authority", "key", "issue", "--dir", "x"], /Missing required argument: kind/],
  [
    ["authority", "key", "issue", "--dir", "x", "--kind", "king"],
    /Invalid values: .*"king".*Choices: "host", "client"/,
  ],
  [["authority", "key", "show", "BCDFG", "--dir", "x"], /a key's serial is a number/],
  [["authority", "key", "allow", "7", "--dir", "x"], /name --hosts N, --reactivations N or both/],
  [["authority", "key", "allow", "7", "--dir", "x", "--hosts", "many"], /--hosts takes a whole number/],
];
for (const [args, named] of WRONG) {
  Deno.test(`kms ${args.join(" ")}: wrong usage, in one line, and nothing is made`, async () => {
    await using folder = await TempFolder.make();
    const path = `${folder.path}/state`;
    const { status, stdout, stderr } = await kms(STATE, path, ...args);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^kms: [^\n]*\. Try: kms --help\n$/);
    assert.match(stderr, named);
    assert.deepEqual(await folder.names(), []);
  });
}

for (const args of [["dlii"], ["/ipks", "KEY"], []]) {
  Deno.test(`kms ${args.join(" ")}: wrong usage, with the help behind it, and nothing is made`, async () => {
    await using folder = await TempFolder.make();
    const { status, stdout, stderr } = await kms(STATE, `${folder.path}/state`, ...args);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^kms: [^\n]*\. Try: kms --help\n\nkms \[--state DIR\]/);
    assert.match(
      stderr,
      args.length === 0 ? /takes a terminal/ : new RegExp(`there is no option ${args[0]}`),
    );
    assert.deepEqual(await folder.names(), []);
  });
}

Deno.test("the help fits a screen of 24 lines and 79 columns, and names every command", async () => {
  const { stdout } = await kms("--help");
  const lines = stdout.trimEnd().split("\n");
  assert(lines.length <= 24, `${lines.length} lines`);
  for (const line of lines) assert(line.length <= 79, line);
  const named = new Set(stdout.split(/[^a-z-]+/));
  for (const { name } of COMMANDS) assert(named.has(name), name);
});

for (const path of allPaths(COMMANDS)) {
  Deno.test(`kms help ${path.join(" ")} fits 79 columns and names what there is to give`, async () => {
    const { status, stdout } = await kms("help", ...path);
    assert.equal(status, 0);
    for (const line of stdout.split("\n")) assert(line.length <= 79, line);
    const command = commandAt(path);
    for (const name of [...Object.keys(command.arguments), ...Object.keys(command.options)]) {
      assert(stdout.includes(name), name);
    }
    assert.equal((await kms(...path, "--help")).stdout, stdout);
  });
}

function allPaths(commands: readonly Command[]): string[][] {
  return commands.flatMap((
    { name, subcommands },
  ) => [[name], ...allPaths(subcommands).map((path) => [name, ...path])]);
}

function commandAt(path: readonly string[]): Command {
  return path.reduce<{ subcommands: readonly Command[] }>(
    ({ subcommands }, name) => subcommands.find((one) => one.name === name)!,
    { subcommands: COMMANDS },
  ) as Command;
}

const UNREADABLE: [args: string[], named: RegExp][] = [
  [["ilc", "/nowhere/publisher.lic"], /Cannot read \/nowhere\/publisher\.lic: there is no such file/],
  [["ilc", "/"], /Cannot read \/: /],
  [
    ["authority", "init", "--dir", "/nowhere/x", "--publisher", "x", "--products", "/nowhere/y"],
    /Cannot read \/nowhere\/y/,
  ],
];
for (const [args, named] of UNREADABLE) {
  Deno.test(`kms ${args.join(" ")}: a failure, in one line, and nothing is made`, async () => {
    await using folder = await TempFolder.make();
    const { status, stderr } = await kms(STATE, `${folder.path}/state`, ...args);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^kms: [^\n]*\. To mend it: check the name of the file\n$/);
    assert.match(stderr, named);
    assert.deepEqual(await folder.names(), []);
  });
}

Deno.test("help is found under every name that people try first", async () => {
  for (const word of ["/?", "-?", "-h", "/help", "HELP", "--help"]) {
    const { status, stdout } = await kms(word);
    assert.equal(status, 0, word);
    assert.match(stdout, /\/ipk KEY/);
  }
});

Deno.test("a state folder without a name is wrong usage", async () => {
  for (const args of [["dli", STATE], ["dli", "--state="], [STATE, "--json", "dli"]]) {
    const { status, stderr } = await kms(...args);
    assert.deepEqual({ status, stderr }, {
      status: 2,
      stderr: "kms: --state needs the name of a folder. Try: kms --help\n",
    });
  }
});

Deno.test("the version and the help are results", async () => {
  const version = await kms("--version");
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  const help = await kms("--help");
  assert.equal(help.status, 0);
  for (const part of ["/ipk KEY", "serve", "--state"]) assert(help.stdout.includes(part), part);
});
