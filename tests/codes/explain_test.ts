import assert from "node:assert/strict";
import fc from "fast-check";
import { SLMGR_OPTIONS } from "../../src/cli/sections.ts";
import { COMMANDS } from "../../src/cli/table.ts";
import { everyExplanation, explainCode } from "../../src/codes/explain.ts";
import { CODE_FAMILIES } from "../../src/codes/field_codes.ts";
import { adviceOn, describeHResult, formatHResult, HResult } from "../../src/protocol/hresult.ts";
import { u32 } from "../support/arbitraries.ts";

const FIELD = CODE_FAMILIES.flatMap(({ codes }) => codes);
const OWN: readonly number[] = Object.values(HResult);

Deno.test("explainCode() gives each of our own codes with the text and the advice that the product prints", () => {
  for (const code of Object.values(HResult)) {
    const found = explainCode(code);
    assert.equal(found?.source, "kms", formatHResult(code));
    assert.equal(found.text, describeHResult(code));
    assert.equal(found.remedy, adviceOn(code) ?? null);
    assert.equal(found.remedy === null, code === HResult.activated, formatHResult(code));
  }
});

Deno.test("explainCode() gives each code of the field with its text", () => {
  assert.ok(FIELD.length >= 90, `${FIELD.length}`);
  for (const entry of FIELD) assert.deepEqual(explainCode(entry.code), { ...entry, source: "field" });
});

Deno.test("no number stands twice in the tables, nor for a code of our own", () => {
  const numbers = [...OWN, ...FIELD.map(({ code }) => code)];
  const twice = numbers.filter((code, i) => numbers.indexOf(code) !== i).map(formatHResult);
  assert.deepEqual(twice, []);
});

Deno.test("no name stands for two codes", () => {
  const names = everyExplanation().map(({ name }) => name).filter((name) => name !== null);
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
});

Deno.test("numbers are of 32 bits, names are spelt as in the field's headers", () => {
  for (const { code, name } of everyExplanation()) {
    assert.equal(code >>> 0, code, formatHResult(code));
    if (name !== null) assert.match(name, /^[A-Z][A-Z\d]*(_[A-Z\d]+)*$/);
  }
});

Deno.test("a text begins small unless with an abbreviation, ends without a full stop, and is short", () => {
  for (const { code, text, remedy } of everyExplanation()) {
    for (const said of remedy === null ? [text] : [text, remedy]) {
      assert.match(said, /^([a-z]|[A-Z]{3}).*[^.\s]$/, formatHResult(code));
      assert.doesNotMatch(said, /\n| {2}/, formatHResult(code));
      assert.ok(said.length <= 156, `${formatHResult(code)}: ${said.length} characters`);
    }
  }
});

Deno.test("no text and no remedy names a vendor or its products", () => {
  const names = /microsoft|windows|office|azure|vista|hyper-v|slmgr/i;
  for (const { text, remedy } of everyExplanation()) assert.doesNotMatch(`${text} ${remedy}`, names);
});

/** The words of a command in a remedy, from the table: `/ipk`, `admin user`. */
function isCommand(words: string): boolean {
  const [first, second] = words.split(" ");
  const slmgr = first!.startsWith("/");
  const found = COMMANDS.find(({ name }) => name === first!.replace("/", ""));
  if (found === undefined || slmgr !== SLMGR_OPTIONS.includes(found.name)) return false;
  return second === undefined || found.subcommands.some(({ name }) => name === second);
}

Deno.test("remedies name commands that there are, and no others", () => {
  for (const { code, remedy } of everyExplanation()) {
    const named = Array.from(
      (remedy ?? "").matchAll(/\bkms ((?:dns |admin |client |authority |service )?[\w/-]+)/g),
      ([, word]) => word!,
    );
    const wrong = named.filter((words) => words !== "--help" && words !== "host" && !isCommand(words));
    assert.deepEqual(wrong, [], formatHResult(code));
  }
});

Deno.test("explainCode() has an answer for its own codes alone, whatever the number", () => {
  const known = new Set([...OWN, ...FIELD.map(({ code }) => code)]);
  fc.assert(fc.property(u32, (code) => {
    assert.equal(explainCode(code)?.code, known.has(code) ? code : undefined);
  }));
});

Deno.test("everyExplanation() lists every code once, in the order of the numbers", () => {
  const codes = everyExplanation().map(({ code }) => code);
  assert.deepEqual(codes, [...OWN, ...FIELD.map(({ code }) => code)].sort((a, b) => a - b));
});

const NUMBERS_OF_OTHERS: readonly (readonly [win32: number, name: string])[] = [
  [2, "ERROR_FILE_NOT_FOUND"],
  [112, "ERROR_DISK_FULL"],
  [1722, "RPC_S_SERVER_UNAVAILABLE"],
  [1753, "EPT_S_NOT_REGISTERED"],
  [9003, "DNS_ERROR_RCODE_NAME_ERROR"],
  [9016, "DNS_ERROR_RCODE_BADSIG"],
  [9017, "DNS_ERROR_RCODE_BADKEY"],
  [9018, "DNS_ERROR_RCODE_BADTIME"],
  [9501, "DNS_INFO_NO_RECORDS"],
  [9852, "DNS_ERROR_NO_DNS_SERVERS"],
  [10060, "WSAETIMEDOUT"],
  [10061, "WSAECONNREFUSED"],
  [11001, "WSAHOST_NOT_FOUND"],
  [12002, "ERROR_WINHTTP_TIMEOUT"],
  [12007, "ERROR_WINHTTP_NAME_NOT_RESOLVED"],
  [12029, "ERROR_WINHTTP_CANNOT_CONNECT"],
  [12030, "ERROR_WINHTTP_CONNECTION_ERROR"],
  [12175, "ERROR_WINHTTP_SECURE_FAILURE"],
];
for (const [number, name] of NUMBERS_OF_OTHERS) {
  Deno.test(`Win32 error ${number} is ${name}`, () => {
    assert.equal(explainCode(0x80070000 + number)?.name, name);
  });
}
