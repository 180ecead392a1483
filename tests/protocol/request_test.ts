import assert from "node:assert/strict";
import { decodeRequest, encodeRequest } from "../../src/protocol/request.ts";
import { requests } from "../support/arbitraries.ts";
import { testCodec } from "../support/samples/codec_tests.ts";
import { patched } from "../support/samples/damage.ts";
import { assertRefuses } from "../support/refuses.ts";
import { sampleRequest } from "../support/samples/samples.ts";

testCodec({
  decoder: "decodeRequest",
  encode: encodeRequest,
  decode: decodeRequest,
  values: requests,
  sample: sampleRequest(),
});

Deno.test("encodeRequest() writes 91 bytes without a name and 154 with the longest", () => {
  assert.equal(encodeRequest(sampleRequest({ name: "" })).length, 91);
  assert.equal(encodeRequest(sampleRequest({ name: "n".repeat(63) })).length, 154);
});

Deno.test("encodeRequest() puts each flag into its own bit", () => {
  const flags = (changes: Parameters<typeof sampleRequest>[0]) => encodeRequest(sampleRequest(changes))[4];
  assert.equal(flags({}), 0);
  assert.equal(flags({ virtual: true }), 1);
  assert.equal(flags({ renewal: true }), 2);
  assert.equal(flags({ probe: true }), 4);
  assert.equal(flags({ ephemeral: true }), 8);
  assert.equal(flags({ virtual: true, renewal: true, probe: true, ephemeral: true }), 15);
});

Deno.test("encodeRequest() refuses a field that does not fit its layout", () => {
  const misfits: Parameters<typeof sampleRequest>[0][] = [
    { minutesLeft: 2 ** 32 },
    { minutesLeft: -1 },
    { minutesLeft: 1.5 },
    { clientTime: -1 },
    { clientTime: 2 ** 53 },
    { highestEpoch: 2 ** 32 },
    { authorityKeyId: -5 },
    { machineId: new Uint8Array(15) },
    { hardware: new Uint8Array(8) },
    { nonce: new Uint8Array(17) },
    { name: "n".repeat(64) },
    { name: "a\u202eb" },
  ];
  for (const changes of misfits) {
    assert.throws(() => encodeRequest(sampleRequest(changes)), RangeError, JSON.stringify(changes));
  }
});

Deno.test("decodeRequest() refuses a reserved flag bit", () => {
  const frame = encodeRequest(sampleRequest());
  for (let flags = 16; flags < 256; flags++) {
    assertRefuses(() => decodeRequest(patched(frame, 4, flags)), "reserved", `flags ${flags}`);
  }
});

Deno.test("decodeRequest() refuses a licence state above 5", () => {
  const frame = encodeRequest(sampleRequest());
  for (let state = 0; state < 256; state++) {
    const decode = () => decodeRequest(patched(frame, 5, state));
    if (state <= 5) assert.equal(decode().licenceState, state);
    else assertRefuses(decode, "range", `licence state ${state}`);
  }
});

Deno.test("decodeRequest() refuses a name length that disagrees with the frame", () => {
  const frame = encodeRequest(sampleRequest());
  for (let length = 0; length < 256; length++) {
    if (length === frame[90]) continue;
    assertRefuses(() => decodeRequest(patched(frame, 90, length)), "length", `name length ${length}`);
  }
});

Deno.test("decodeRequest() reads a client time of 64 bits, rounded above 2^53", () => {
  const frame = patched(encodeRequest(sampleRequest()), 10, ...new Uint8Array(8).fill(0xff));
  assert.equal(decodeRequest(frame).clientTime, 2 ** 64);
});
