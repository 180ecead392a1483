import assert from "node:assert/strict";
import type { ClientStatus } from "../../src/api/types.ts";
import {
  forgivingPrint,
  jsonPrinter,
  linePrinter,
  terminalPrinter,
} from "../../src/cli/printing/run_printer.ts";
import { StatusLine } from "../../src/cli/printing/status_line.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { sampleClientStatus } from "../support/samples/sample_status.ts";

const MINUTE = 60_000;
const status = (changes: Partial<ClientStatus> = {}) => sampleClientStatus(changes);
const later = (minutes: number, changes: Partial<ClientStatus> = {}) => {
  const { time, minutesLeft } = status();
  return status({ time: time + minutes * MINUTE, minutesLeft: minutesLeft - minutes, ...changes });
};
const noHost = () =>
  new OperationError("No KMS host answered", { code: HResult.noHostAnswered, remedy: "kms hosts" });

function lines() {
  const [printed, noted]: [string[], string[]] = [[], []];
  const { show } = linePrinter((line) => printed.push(line), (text) => noted.push(text));
  return { printed, noted, show };
}

Deno.test("a line is printed when the standing changes, and none because time goes by", () => {
  const { printed, show } = lines();
  const stateEnds = Date.parse("2026-01-16T10:00Z");
  const grace = { licenceState: 2, licenceReason: "notActivatedYet", stateEnds, lease: null } as const;
  show({ status: status(grace), trouble: undefined });
  for (const minutes of [1, 2, 60]) show({ status: later(minutes, grace), trouble: undefined });
  show({ status: status({ nextTry: Date.parse("2026-01-22T09:30Z") }), trouble: undefined });
  assert.deepEqual(printed, [
    "Example Editor: Initial grace period until 2026-01-16 10:00 UTC",
    "Example Editor: Licensed until 2026-07-14 10:00 UTC; next try 2026-01-22 09:30 UTC",
  ]);
});

Deno.test("what stands in the way is told once, and again when it comes back; that it is gone shows as well", () => {
  const { printed, noted, show } = lines();
  for (const trouble of [noHost(), noHost(), undefined, undefined, noHost()]) {
    show({ status: status(), trouble });
  }
  assert.deepEqual(noted, Array(2).fill("0xC004F074: No KMS host answered. To mend it: kms hosts"));
  assert.equal(printed.length, 2);
});

Deno.test("a folder that cannot be read is told without a standing", () => {
  const { printed, noted, show } = lines();
  show({ status: undefined, trouble: new OperationError("client.json is damaged") });
  assert.deepEqual([printed, noted], [[], ["client.json is damaged"]]);
});

Deno.test("with --json there is a line for each change, of the next try too, with the trouble as data", () => {
  const printed: string[] = [];
  const { show } = jsonPrinter((line) => printed.push(line));
  show({ status: status(), trouble: undefined });
  show({ status: later(5), trouble: undefined });
  show({ status: later(6, { nextTry: 7 }), trouble: undefined });
  show({ status: later(7, { nextTry: 7 }), trouble: noHost() });
  show({ status: undefined, trouble: new Error("a\x9bb") });
  const told = printed.map((line) => JSON.parse(line));
  assert.deepEqual(told.map(({ nextTry, trouble }) => [nextTry, trouble?.message]), [
    [null, undefined],
    [7, undefined],
    [7, "No KMS host answered"],
    [undefined, "a\x9bb"],
  ]);
  assert.deepEqual(told[2].trouble, {
    code: HResult.noHostAnswered,
    message: "No KMS host answered",
    remedy: "kms hosts",
  });
  assert.ok(!printed[3]!.includes("\x9b"));
});

Deno.test("on a terminal the line is drawn at each look, and trouble goes above it once", () => {
  let screen = "";
  const line = new StatusLine((text) => screen += text, () => 200);
  const { show } = terminalPrinter(line, (text) => screen += `[${text}]\n`);
  show({ status: undefined, trouble: new Error("damaged") });
  show({ status: status(), trouble: noHost() });
  show({ status: later(1, { nextTry: status().time + 121 * MINUTE }), trouble: noHost() });
  assert.equal(screen.split("[damaged]").length, 2);
  assert.equal(screen.split("No KMS host answered").length, 2);
  assert.match(screen, /\rWaiting/);
  assert.match(screen, /\rLicensed; next try in 2 hours; until 2026-07-14 10:00 UTC \(Example Editor\)$/);
});

Deno.test("a terminal of 60 columns shows the next try in each state", () => {
  for (const licenceState of [2, 3, 4]) {
    let screen = "";
    const line = new StatusLine((text) => screen += text, () => 60);
    const nextTry = status().time + 119 * MINUTE;
    terminalPrinter(line, () => {}).show({ status: status({ licenceState, nextTry }), trouble: noHost() });
    assert.match(screen, /next try in 119 minutes/);
  }
});

Deno.test("where standard output cannot be written to, that is told once, and nothing is thrown", () => {
  const noted: string[] = [];
  const full = () => {
    throw new Error("No space left on device");
  };
  const { print, failed } = forgivingPrint(full, (text) => noted.push(text));
  assert.equal(failed(), false);
  for (const line of ["a", "b"]) print(line);
  assert.equal(failed(), true);
  assert.deepEqual(noted, [
    "cannot write to standard output: No space left on device; it goes on without",
  ]);
});
