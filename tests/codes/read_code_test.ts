import assert from "node:assert/strict";
import fc from "fast-check";
import { readCode } from "../../src/codes/read_code.ts";
import { formatHResult } from "../../src/protocol/hresult.ts";
import { anyText, u32 } from "../support/arbitraries.ts";

const READ: readonly (readonly [text: string, code: number])[] = [
  ["0x8007267C", 0x8007267c],
  ["0X8007267c", 0x8007267c],
  ["8007267C", 0x8007267c],
  ["8007267c", 0x8007267c],
  ["80070005", 0x80070005],
  ["2147952252", 0x8007267c],
  ["-2147015044", 0x8007267c],
  ["-2147483648", 0x80000000],
  ["-1", 0xffffffff],
  ["4294967295", 0xffffffff],
  ["1074065472", 0x4004f040],
  ["0", 0],
  ["0x0", 0],
  ["00000000", 0],
  ["1722", 0x800706ba],
  ["0x6BA", 0x800706ba],
  ["5", 0x80070005],
  ["65535", 0x8007ffff],
  ["65536", 0x10000],
  ["8007267", 8007267],
];
for (const [text, code] of READ) {
  Deno.test(`readCode() reads ${text} as ${formatHResult(code)}`, () => {
    assert.equal(readCode(text), code);
  });
}

const NONSENSE = [
  "",
  " ",
  "x",
  "0x",
  "0x8007267C ",
  " 1722",
  "0x8007267CA",
  "0x8007267G",
  "-0x8007267C",
  "8007267CA",
  "267C",
  "4294967296",
  "-2147483649",
  "99999999999",
  "1.5",
  "1e3",
  "+5",
  "--5",
  "-",
  "١٧٢٢",
  "0x8007267C\n",
  "1722\n",
  "NaN",
  "Infinity",
];
for (const text of NONSENSE) {
  Deno.test(`readCode() takes ${JSON.stringify(text)} for no code`, () => {
    assert.equal(readCode(text), undefined);
  });
}

/** Codes that are no Win32 error number by themselves. */
const codes = u32.filter((code) => code === 0 || code > 0xffff);

Deno.test("readCode() reads a code back in every way of writing it", () => {
  fc.assert(fc.property(codes, (code) => {
    const hex = formatHResult(code);
    for (const text of [hex, hex.toLowerCase(), hex.slice(2), hex.slice(2).toLowerCase()]) {
      assert.equal(readCode(text), code, text);
    }
  }));
});

Deno.test("readCode() reads a failure back from its decimal numbers, with and without a sign", () => {
  fc.assert(fc.property(fc.integer({ min: 0x80000000, max: 0xffffffff }), (code) => {
    assert.equal(readCode(`${code}`), code);
    assert.equal(readCode(`${code | 0}`), code);
  }));
});

Deno.test("readCode() takes a number of 16 bits for a Win32 error, in decimal and in hexadecimal", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 0xffff }), (number) => {
    assert.equal(readCode(`${number}`), 0x80070000 + number);
    assert.equal(readCode(`0x${number.toString(16)}`), 0x80070000 + number);
  }));
});

Deno.test("readCode() gives a number of 32 bits or nothing, whatever the text", () => {
  const likely = fc.stringMatching(/^-?(0x)?[0-9a-fA-F]{0,12}[^0-9a-f]?$/);
  fc.assert(fc.property(fc.oneof(anyText, likely), (text) => {
    const code = readCode(text);
    if (code !== undefined) assert.equal(code >>> 0, code);
  }));
});
