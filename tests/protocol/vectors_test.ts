import assert from "node:assert/strict";
import { decodeAuthorityCertificate } from "../../src/protocol/authority_certificate.ts";
import {
  decodeCertificateReply,
  decodeCertificateRequest,
  encodeCertificateReply,
  encodeCertificateRequest,
} from "../../src/protocol/certificate_exchange.ts";
import type { DecodeProblem } from "../../src/protocol/decode_error.ts";
import { decodeErrorFrame, encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { FrameReader } from "../../src/protocol/frame.ts";
import { decodeHostCertificate, encodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { decodeReply, encodeReplyBody } from "../../src/protocol/reply.ts";
import { decodeRequest, encodeRequest } from "../../src/protocol/request.ts";
import { framesIn } from "../support/frames_in.ts";
import { hexed, unhex } from "../support/samples/hexed.ts";
import { assertRefuses } from "../support/refuses.ts";
import { readVectors, vectorFileNames, vectorFileText } from "../support/samples/vector_files.ts";
import { vectorFiles } from "../support/vectors/all.ts";

interface FrameVector {
  readonly name: string;
  readonly kind: string;
  readonly frame?: string;
  readonly stream?: string;
  readonly value?: unknown;
  readonly expect?: DecodeProblem;
}

/** What a frame says, as the vectors write it, and the frame that its value is encoded to. */
const CODECS: Record<string, (bytes: Uint8Array) => { value: unknown; again?: Uint8Array }> = {
  request: (bytes) => {
    const value = decodeRequest(bytes);
    return { value, again: encodeRequest(value) };
  },
  reply: (bytes) => {
    const value = decodeReply(bytes);
    const body = encodeReplyBody(value, encodeHostCertificate(value.certificate));
    return { value, again: Uint8Array.of(...body, ...value.signature) };
  },
  certificateRequest: (bytes) => {
    const authorityKeyId = decodeCertificateRequest(bytes);
    return { value: { authorityKeyId }, again: encodeCertificateRequest(authorityKeyId) };
  },
  certificateReply: (bytes) => {
    const certificate = decodeCertificateReply(bytes);
    return { value: { certificate }, again: encodeCertificateReply(certificate) };
  },
  error: (bytes) => {
    const result = decodeErrorFrame(bytes);
    return { value: { result }, again: encodeErrorFrame(result) };
  },
  stream: (bytes) => {
    const reader = new FrameReader();
    const frames = Array.from(bytes, (byte) => [...framesIn(reader, Uint8Array.of(byte))]).flat();
    const unfinished = bytes.length - frames.reduce((sum, frame) => sum + frame.length, 0);
    assert.equal(reader.unfinished, unfinished > 0);
    return { value: { frames, unfinished } };
  },
};

Deno.test("the committed vector files are exactly what the generator makes", () => {
  const files = vectorFiles();
  assert.deepEqual(vectorFileNames().sort(), [...files.keys()]);
  for (const [name, text] of files) {
    if (vectorFileText(name) !== text) assert.fail(`${name} differs: run tests/vectors/generate.ts`);
  }
});

Deno.test("no vector occurs twice in a file", () => {
  for (const file of vectorFileNames()) {
    const texts = readVectors<unknown>(file).map((vector) => JSON.stringify(vector));
    assert.ok(texts.length > 0);
    assert.equal(new Set(texts).size, texts.length, file);
  }
});

for (const { name, kind, frame, stream, value, expect } of readVectors<FrameVector>("frames.json")) {
  Deno.test(`a frame vector (${kind}), ${name}: ${expect ?? "it is read"}`, () => {
    const bytes = unhex(frame ?? stream ?? "");
    const codec = CODECS[kind]!;
    if (expect !== undefined) return assertRefuses(() => codec(bytes), expect);
    const decoded = codec(bytes);
    assert.deepEqual(hexed(decoded.value), value);
    assert.deepEqual(decoded.again ?? bytes, bytes);
  });
}

Deno.test("the certificate vectors are decoded to their values", () => {
  const files = [
    ["authority_certificates.json", decodeAuthorityCertificate],
    ["host_certificates.json", decodeHostCertificate],
  ] as const;
  for (const [file, decode] of files) {
    const valued = readVectors<{ certificate: string; value?: unknown }>(file).filter(({ value }) => value);
    assert.ok(valued.length > 0, file);
    for (const { certificate, value } of valued) assert.deepEqual(hexed(decode(unhex(certificate))), value);
  }
});
