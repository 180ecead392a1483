import assert from "node:assert/strict";
import fc from "fast-check";
import { describeOrigin } from "../../src/codes/origin.ts";
import { formatHResult } from "../../src/protocol/hresult.ts";
import { u32 } from "../support/arbitraries.ts";

const ORIGINS: readonly (readonly [code: number, origin: string])[] = [
  [0x800704d2, "Windows error 1234, which net helpmsg 1234 names on Windows"],
  [0x8019019a, "HTTP status 410"],
  [0xc004f0ff, "a code of software licensing"],
  [0x4004f0ff, "a code of software licensing"],
  [0x80041099, "a code of WMI"],
  [0x80040001, "a code of the component that gave it: each has numbers of its own here"],
  [0x80090300, "a code of security: authentication and certificates"],
  [0x800b0100, "a code of the trust in certificates"],
  [0x80131500, "a code of .NET"],
  [0x80240001, "a code of the update service"],
  [0x80004001, "a code of the system or COM"],
  [0xc0000005, "an NTSTATUS of the system"],
  [0x84560000, "a code of facility 1110"],
];
for (const [code, origin] of ORIGINS) {
  Deno.test(`${formatHResult(code)} is ${origin}`, () => {
    assert.equal(describeOrigin(code), origin);
  });
}

Deno.test("describeOrigin() has something to say about every number", () => {
  fc.assert(fc.property(u32, (code) => {
    assert.match(describeOrigin(code), /^[A-Za-z].*[^.]$/);
  }));
});
