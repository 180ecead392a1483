import assert from "node:assert/strict";
import type { Command } from "../../src/cli/command.ts";
import { dashboard } from "../../src/cli/commands/dashboard.ts";
import { loadDefault, loaderNamed, SECTIONS } from "../../src/cli/sections.ts";
import { COMMANDS } from "../../src/cli/table.ts";
import { parser } from "../../src/cli/words/parser.ts";
import { commandPlace, plainlyGiven } from "../../src/cli/words/plain_words.ts";
import { pathsOf } from "../../src/cli/words/usage.ts";

type Handler = Command["module"]["handler"];

/** What is found without the parser. */
async function plainly(words: readonly string[]) {
  const place = commandPlace(words);
  const load = place === words.length ? loadDefault : loaderNamed(words[place]!);
  return load === undefined ? undefined : plainlyGiven(words, place, await load());
}

/** What the parser gives the command; undefined where it refuses the words. */
async function givenByParser({ module }: Command, words: readonly string[]): Promise<unknown> {
  const replaceable = module as { handler: Handler };
  const before = replaceable.handler;
  let given: unknown;
  replaceable.handler = (taken) => void (given = taken);
  try {
    await parser(words).parseAsync();
  } catch {
    return undefined;
  } finally {
    replaceable.handler = before;
  }
  return given;
}

/** Without what stands there as undefined. */
function told(given: unknown): Record<string, unknown> | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(Object.entries(given as object).filter(([, value]) => value !== undefined));
}

/** A value that an option or argument takes. */
function valueFor({ choices }: Command["options"][string] | Command["arguments"][string]): string {
  return choices === undefined ? "0x10" : String(choices[0]);
}

function typed(options: Command["options"], only: (option: Command["options"][string]) => boolean): string[] {
  return Object.entries(options).filter(([, option]) => only(option)).flatMap(([name, option]) =>
    option.type === "boolean" ? [`--${name}`] : [`--${name}`, valueFor(option)]
  );
}

/** Command lines of a command: its words, then fewer and more arguments, options, all of them, and none. */
function linesOf(path: readonly Command[]): string[][] {
  const words = path.map(({ name }) => name).filter((name) => name !== "$0");
  const { arguments: own, options } = path.at(-1)!;
  const values = Object.values(own).map(valueFor);
  const needed = typed(options, ({ demandOption }) => demandOption !== undefined);
  return [
    words,
    [...words, "--json"],
    ["--json", "--state", "some where", ...words, ...needed],
    [...words, "--state", "/dli", "--json", ...needed],
    [...words, ...values, ...needed],
    [...words, ...needed, ...values],
    [...words, ...values.slice(0, 1), ...needed],
    [...words, ...values, "one-more", ...needed],
    [...words, ...values, ...typed(options, () => true)],
  ];
}

Deno.test("what goes by without the parser is given what the parser would give it, whichever command it is", async () => {
  let plain = 0;
  for (const path of [dashboard, ...COMMANDS].flatMap((one) => pathsOf(one))) {
    for (const words of linesOf(path)) {
      const found = await plainly(words);
      if (found === undefined) continue;
      plain += 1;
      assert.deepEqual(
        told(found.given),
        told(await givenByParser(found.command, words)),
        words.join(" "),
      );
    }
  }
  assert(plain >= 400, `only ${plain} lines went by without the parser`);
});

Deno.test("the command is found in every spelling", async () => {
  for (const words of [["/DLI"], ["-dli"], ["--json", "--Dli"], ["--state", "x", "dli"]]) {
    assert.equal((await plainly(words))?.command.name, "dli", words.join(" "));
  }
  assert.equal((await plainly(["CLIENT", "status"]))?.command.name, "status");
  assert.equal((await plainly([]))?.command, dashboard);
});

Deno.test("each command stands in the sections by its own name", () => {
  assert.deepEqual(
    COMMANDS.map(({ name }) => name),
    SECTIONS.flatMap(({ loaders }) => Object.keys(loaders)),
  );
});

Deno.test("whatever is special, or wrong, is left to the parser", async () => {
  const lines = [
    ["$0"],
    ["no-such-command"],
    ["/serve"],
    ["dli", "all", "more"],
    ["dli", "/?"],
    ["/dli", "--state", "/h"],
    ["dli", "-h"],
    ["dli", "-x"],
    ["dli", "--", "all"],
    ["dli", "--json", "--json"],
    ["dli", "--state"],
    ["dli", "--state", ""],
    ["dli", "--state", "--json"],
    ["dli", "--state", "a", "--state", "b"],
    ["--state", "a", "dli", "--state", "b"],
    ["dli", "--state=a"],
    ["--state=a", "dli"],
    ["dli", "--no-json"],
    ["dli", "--computer", "other"],
    ["other", "alice", "dli"],
    ["serve", "--port"],
    ["serve", "--port", "-1"],
    ["serve", "--port", '"1"'],
    ["serve", "--nothing", "1"],
    ["serve", "--port", "1", "--port", "2"],
    ["serve", "-j"],
    ["error", '"1"'],
    ["completion", "tcsh"],
    ["ipk"],
    ["ipk", "KEY"],
    ["skms"],
    ["admin"],
    ["authority", "init"],
    ["--version"],
    ["--help"],
  ];
  for (const words of lines) assert.equal(await plainly(words), undefined, words.join(" "));
});
