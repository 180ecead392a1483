import assert from "node:assert/strict";
import {
  adviceOn,
  describeHResult,
  formatHResult,
  HResult,
  knownResult,
  ProtocolResult,
  protocolResult,
  remedyOf,
} from "../../src/protocol/hresult.ts";

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
  networkRefused: 0x80070041,
};

/** What a computer finds out by itself. */
const LOCAL_NUMBERS = {
  keyNotInstalled: 0xc004f014,
  productNotInstalled: 0xc004f015,
  hardwareChanged: 0xc004f00f,
  rearmLimitReached: 0xc004d307,
  accessDenied: 0x80070005,
  serverUnavailable: 0x800706BA,
};

Deno.test("ProtocolResult holds the numbers that SPEC 8 fixes, and HResult those and what never travels", () => {
  assert.deepEqual({ ...ProtocolResult }, NUMBERS);
  assert.deepEqual({ ...HResult }, { ...NUMBERS, ...LOCAL_NUMBERS });
});

Deno.test("knownResult() knows every result, protocolResult() those alone that travel", () => {
  for (const code of Object.values(NUMBERS)) {
    assert.deepEqual([knownResult(code), protocolResult(code)], [code, code]);
  }
  for (const code of Object.values(LOCAL_NUMBERS)) {
    assert.deepEqual([knownResult(code), protocolResult(code)], [code, undefined]);
  }
  assert.deepEqual([knownResult(1), protocolResult(1)], [undefined, undefined]);
  assert.deepEqual([knownResult(null), protocolResult(null)], [undefined, undefined]);
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

Deno.test("adviceOn() says what to do about every failure, with the remedy where the code has one", () => {
  for (const code of Object.values(HResult)) {
    if (code === HResult.activated) continue;
    assert.match(adviceOn(code) ?? "", /^[a-z].*[^.]$/, formatHResult(code));
    if (remedyOf(code) !== undefined) assert.equal(adviceOn(code), remedyOf(code));
  }
  assert.equal(adviceOn(HResult.activated), undefined);
});
