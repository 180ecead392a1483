import assert from "node:assert/strict";
import {
  countOf,
  EXIT,
  formatTime,
  printNote,
  printResult,
  reportError,
  UsageError,
} from "../../src/cli/output.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { OperationError } from "../../src/policy/operation_error.ts";

function caught<T>(work: () => T): { result: T; stdout: string[]; stderr: string[] } {
  const { log, error } = console;
  const [stdout, stderr]: [string[], string[]] = [[], []];
  console.log = (text: string) => void stdout.push(text);
  console.error = (text: string) => void stderr.push(text);
  try {
    return { result: work(), stdout, stderr };
  } finally {
    console.log = log;
    console.error = error;
  }
}

const EVIL = "a\u001b[2J\u0007\r\n\u009b31m\u007f\u202eb\u2066c";

Deno.test("a result is lines for people, or one line of JSON, on standard output alone", () => {
  const people = caught(() => printResult(false, { a: 1 }, ["one", "two"]));
  assert.deepEqual([people.stdout, people.stderr], [["one\ntwo"], []]);
  const json = caught(() => printResult(true, { a: [1, null] }, ["one"]));
  assert.deepEqual([json.stdout, json.stderr], [['{"a":[1,null]}'], []]);
});

Deno.test("nothing in a line can move the cursor or turn text around", () => {
  const { stdout } = caught(() => printResult(false, {}, [EVIL]));
  assert.deepEqual(stdout, ["a [2J 31m b c"]);
  const { stderr } = caught(() => printNote(EVIL));
  assert.deepEqual(stderr, ["a [2J 31m b c"]);
});

Deno.test("nothing in JSON can either, and it is the same value", () => {
  const { stdout } = caught(() => printResult(true, { name: EVIL }, []));
  assert.match(stdout[0]!, /^[\x20-\x7e]+$/);
  assert.deepEqual(JSON.parse(stdout[0]!), { name: EVIL });
});

const refusal = new OperationError("Cannot do this", { code: HResult.keyBlocked, remedy: "do that" });
const REPORTS: readonly (readonly [string, Error | string, string, number])[] = [
  ["wrong usage", new UsageError("no such option"), "kms: no such option. Try: kms --help", EXIT.usage],
  ["a refusal", refusal, "kms: 0xC004F051: Cannot do this. To mend it: do that", EXIT.failed],
  ["a refusal without code and remedy", new OperationError("Cannot"), "kms: Cannot", EXIT.failed],
  [
    "broken bytes",
    new DecodeError("lease", "text", "no JSON"),
    "kms: Cannot decode lease: no JSON",
    EXIT.failed,
  ],
  [
    "an error with its causes",
    new Error("outer", { cause: new Error("middle", { cause: new Error("inner") }) }),
    "kms: outer: middle: inner",
    EXIT.failed,
  ],
  ["what is no error", "thrown text", "kms: thrown text", EXIT.failed],
  ["text from outside", new OperationError(EVIL), "kms: a [2J 31m b c", EXIT.failed],
  [
    "an argument from outside",
    new UsageError(`${EVIL}!`),
    "kms: a [2J 31m b c!. Try: kms --help",
    EXIT.usage,
  ],
];
for (const [what, error, line, status] of REPORTS) {
  Deno.test(`${what} is reported in one line on standard error, with its exit status`, () => {
    const { result, stdout, stderr } = caught(() => reportError(error));
    assert.deepEqual({ result, stdout, stderr }, { result: status, stdout: [], stderr: [line] });
  });
}

Deno.test("times are written in UTC to the minute, counts with their unit", () => {
  assert.equal(formatTime(Date.parse("2027-05-21T10:44:59.999Z")), "2027-05-21 10:44 UTC");
  assert.deepEqual([countOf(0, "day"), countOf(1, "day"), countOf(2, "day")], ["0 days", "1 day", "2 days"]);
});
