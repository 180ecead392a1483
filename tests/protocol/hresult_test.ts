import assert from "node:assert/strict";
import { describeHResult, formatHResult, HResult } from "../../src/protocol/hresult.ts";

/** SPEC 8, said a second time: these numbers are written down by others and never change. */
const NUMBERS = {
  activated: 0,
  offlineDataMalformed: 0xc004f02c,
  belowThreshold: 0xc004f038,
  notAHost: 0xc004f039,
  hostNotActivated: 0xc004f041,
  productNotServed: 0xc004f042,
  keyInvalid: 0xc004f050,
  keyBlocked: 0xc004f051,
  clockOff: 0xc004f06c,
  noHostAnswered: 0xc004f074,
  keyLimitReached: 0xc004c008,
  machineLimitReached: 0x8007000e,
  malformed: 0x80070057,
  tryLater: 0x800710d9,
};

Deno.test("HResult holds the numbers that SPEC 8 fixes", () => {
  assert.deepEqual({ ...HResult }, NUMBERS);
});

Deno.test("formatHResult() writes eight upper-case digits", () => {
  assert.equal(formatHResult(HResult.belowThreshold), "0xC004F038");
  assert.equal(formatHResult(HResult.machineLimitReached), "0x8007000E");
  assert.equal(formatHResult(0), "0x00000000");
});

Deno.test("describeHResult() has a sentence of its own for every code, and one for all others", () => {
  const texts = Object.values(HResult).map(describeHResult);
  assert.equal(new Set(texts).size, texts.length);
  for (const text of texts) assert.match(text, /^[a-z].*[a-z\d]$/);
  assert.equal(describeHResult(0x12345678), "unknown result");
});
