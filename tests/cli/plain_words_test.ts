import assert from "node:assert/strict";
import type { Command } from "../../src/cli/command.ts";
import { parser } from "../../src/cli/words/parser.ts";
import { plainlyGiven } from "../../src/cli/words/plain_words.ts";
import { COMMANDS } from "../../src/cli/table.ts";

type Handler = Command["module"]["handler"];

/** What the parser gives the command. */
async function givenByParser({ module }: Command, words: readonly string[]): Promise<unknown> {
  const replaceable = module as { handler: Handler };
  const before = replaceable.handler;
  let given: unknown;
  replaceable.handler = (taken) => void (given = taken);
  try {
    await parser(words).parseAsync();
  } finally {
    replaceable.handler = before;
  }
  return given;
}

/** Without what stands there as undefined. */
function told(given: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given as object).filter(([, value]) => value !== undefined));
}

/** A command alone, with options that all have, and with all plain options of its own. */
const LINES: readonly ((command: Command) => string[])[] = [
  ({ name }) => [name],
  ({ name }) => [name, "--json"],
  ({ name }) => ["--json", "--state", "some where", name],
  ({ name }) => [name, "--state", "/dli", "--json"],
  ({ name, options }) => [
    name,
    ...Object.entries(options).flatMap(([option, { type }]) =>
      type === "boolean" ? [`--${option}`] : [`--${option}`, "10"]
    ),
  ],
];

Deno.test("a command without arguments is given what the parser would give it, whichever command it is", async () => {
  let plain = 0;
  for (const command of COMMANDS) {
    for (const words of LINES.map((line) => line(command))) {
      const found = plainlyGiven(words, COMMANDS);
      if (found === undefined) continue;
      plain += 1;
      assert.equal(found.command, command);
      assert.deepEqual(told(found.given), told(await givenByParser(command, words)), words.join(" "));
    }
  }
  assert(plain >= 5 * 20, `only ${plain} lines went by without the parser`);
});

Deno.test("whatever is more than a command, or wrong, is left to the parser", () => {
  const lines = [
    [],
    ["--json"],
    ["no-such-command"],
    ["dli", "all"],
    ["dli", "--json", "--json"],
    ["dli", "--state"],
    ["dli", "--state", ""],
    ["dli", "--state", "--json"],
    ["dli", "--state", "a", "--state", "b"],
    ["dli", "--state=a"],
    ["dli", "--no-json"],
    ["dli", "--computer", "other"],
    ["serve", "--port"],
    ["serve", "--port", "-1"],
    ["serve", "--port", '"1"'],
    ["serve", "--nothing", "1"],
    ["serve", "--port", "1", "--port", "2"],
    ["serve", "-j"],
    ["dli", "dlv"],
    ["ipk"],
    ["admin"],
    ["events"],
    ["--version"],
  ];
  for (const words of lines) assert.equal(plainlyGiven(words, COMMANDS), undefined, words.join(" "));
});
