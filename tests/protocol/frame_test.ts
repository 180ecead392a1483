import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { concat } from "../../src/protocol/bytes.ts";
import { encodeCertificateReply, encodeCertificateRequest } from "../../src/protocol/certificate_exchange.ts";
import { encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { FrameReader, frameType, MAX_FRAME_BYTES } from "../../src/protocol/frame.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { anyBytes } from "../support/arbitraries.ts";
import { framesIn } from "../support/frames_in.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { authorityBytes, sampleRequest, signedReply } from "../support/samples/samples.ts";

const frames = [
  encodeRequest(sampleRequest()),
  signedReply(),
  encodeCertificateRequest(0),
  encodeCertificateReply(authorityBytes),
  encodeErrorFrame(0x80070057),
];

/** All frames that come out when the chunks go in, one after another. */
function readAll(reader: FrameReader, chunks: Iterable<Uint8Array>): Uint8Array[] {
  return Array.from(chunks, (chunk) => [...framesIn(reader, chunk)]).flat();
}

/** The bytes in pieces of these sizes, repeated. */
function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; at += sizes[i % sizes.length]!, i++) {
    yield bytes.subarray(at, at + sizes[i % sizes.length]!);
  }
}

Deno.test("FrameReader gives each frame whole when it is fed one byte at a time", () => {
  const reader = new FrameReader();
  assert.deepEqual(readAll(reader, pieces(concat(...frames), [1])), frames);
  assert.equal(reader.unfinished, false);
});

Deno.test("FrameReader gives the same frames however the stream is cut", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
  fc.assert(fc.property(sizes, (cuts) => {
    assert.deepEqual(readAll(new FrameReader(), pieces(concat(...frames), cuts)), frames);
  }));
});

Deno.test("FrameReader says that a frame is unfinished from its first byte to its last", () => {
  const reader = new FrameReader();
  const frame = frames[0]!;
  for (let i = 0; i < frame.length; i++) {
    assert.equal(reader.unfinished, i > 0);
    const given = [...framesIn(reader, frame.subarray(i, i + 1))];
    assert.equal(given.length, i + 1 === frame.length ? 1 : 0);
  }
  assert.equal(reader.unfinished, false);
});

Deno.test("FrameReader refuses a length field below 2 or above 248 and no other", () => {
  for (let length = 0; length < 0x10000; length++) {
    const error = decodeErrorOf(
      () => [...framesIn(new FrameReader(), Uint8Array.of(length >> 8, length & 255))],
    );
    assert.equal(error?.problem, length < 2 || length > 248 ? "length" : undefined, `length field ${length}`);
  }
});

Deno.test("FrameReader refuses a frame that is too long before its body comes", () => {
  const reader = new FrameReader();
  assert.deepEqual([...framesIn(reader, Uint8Array.of(0))], []);
  assertRefuses(() => [...framesIn(reader, Uint8Array.of(MAX_FRAME_BYTES - 1))], "length");
});

Deno.test("FrameReader gives the good frames that precede a bad length", () => {
  const given: Uint8Array[] = [];
  const stream = concat(frames[2]!, frames[4]!, Uint8Array.of(0xff, 0xff));
  assertRefuses(() => {
    for (const frame of framesIn(new FrameReader(), stream)) given.push(frame);
  }, "length");
  assert.deepEqual(given, [frames[2], frames[4]]);
});

Deno.test("FrameReader gives copies, of a Buffer too, that a later read cannot change", () => {
  const reader = new FrameReader();
  const chunk = Buffer.from(concat(frames[2]!, frames[4]!.subarray(0, 5)));
  const given = [...framesIn(reader, chunk)];
  chunk.fill(0xff);
  assert.deepEqual(given, [frames[2]]);
  assert.deepEqual([...framesIn(reader, frames[4]!.subarray(5))], [frames[4]]);
});

Deno.test("FrameReader throws nothing but DecodeError for random bytes, and gives them back in order", () => {
  fc.assert(fc.property(fc.array(anyBytes, { maxLength: 5 }), (chunks) => {
    const given: Uint8Array[] = [];
    const reader = new FrameReader();
    decodeErrorOf(() => {
      for (const chunk of chunks) for (const frame of framesIn(reader, chunk)) given.push(frame);
    });
    const out = concat(...given);
    assert.deepEqual(out, concat(...chunks).subarray(0, out.length));
    for (const frame of given) assert.ok(frame.length >= 4 && frame.length <= MAX_FRAME_BYTES);
  }));
});

Deno.test("frameType() gives the third byte, or undefined where there is none", () => {
  assert.deepEqual(frames.map(frameType), [1, 2, 3, 4, 5]);
  assert.equal(frameType(Uint8Array.of(0, 6)), undefined);
});
