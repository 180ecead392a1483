import assert from "node:assert/strict";
import { decodeErrorFrame, encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { u32 } from "../support/arbitraries.ts";
import { testCodec } from "../support/samples/codec_tests.ts";

testCodec({
  decoder: "decodeErrorFrame",
  encode: encodeErrorFrame,
  decode: decodeErrorFrame,
  values: u32,
  sample: HResult.hostNotActivated,
});

Deno.test("encodeErrorFrame() writes 8 bytes, the HRESULT last", () => {
  const frame = Uint8Array.of(0, 6, 5, 1, 0xc0, 0x04, 0xf0, 0x41);
  assert.deepEqual(encodeErrorFrame(HResult.hostNotActivated), frame);
});
