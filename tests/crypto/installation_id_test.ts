import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import type { DecodeProblem } from "../../src/protocol/decode_error.ts";
import {
  createInstallationId,
  decodeInstallationId,
  encodeInstallationId,
  INSTALLATION_ID_BLOCKS,
  verifyInstallationId,
} from "../../src/crypto/installation_id.ts";
import { anyText, bytes, u32 } from "../support/arbitraries.ts";
import { bitFlips } from "../support/samples/damage.ts";
import { hexed, unhex } from "../support/samples/hexed.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { HOST_SERIAL, hostKeySecret, sampleHost } from "../support/samples/samples.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const host = { serial: HOST_SERIAL, hardware: sampleHost().hardware, publicKey: sampleHost().publicKey };
const id = createInstallationId(host, hostKeySecret);

Deno.test("decodeInstallationId() returns what was encoded, in 22 blocks", () => {
  const hosts = fc.tuple(u32, bytes(8), bytes(32), bytes(8));
  fc.assert(fc.property(hosts, ([serial, hardware, publicKey, secret]) => {
    const made = createInstallationId({ serial, hardware, publicKey }, secret);
    const text = encodeInstallationId(made);
    assert.equal(text.split("-").length, INSTALLATION_ID_BLOCKS);
    assert.deepEqual(decodeInstallationId(text), made);
    assert.ok(verifyInstallationId(decodeInstallationId(text), secret));
  }));
});

Deno.test("createInstallationId() proves the secret over serial, hardware and public key", () => {
  const serial = Uint8Array.of(0, 0, HOST_SERIAL >> 8, HOST_SERIAL & 255);
  const hmac = createHmac("sha256", hostKeySecret).update(serial).update(host.hardware).update(
    host.publicKey,
  );
  assert.deepEqual([...id.proof], [...hmac.digest().subarray(0, 8)]);
});

Deno.test("verifyInstallationId() refuses another secret, and a change of anything that it covers", () => {
  assert.ok(verifyInstallationId(id, hostKeySecret));
  for (const secret of bitFlips(hostKeySecret)) assert.ok(!verifyInstallationId(id, secret));
  for (const proof of bitFlips(id.proof)) assert.ok(!verifyInstallationId({ ...id, proof }, hostKeySecret));
  for (const hardware of bitFlips(id.hardware)) {
    assert.ok(!verifyInstallationId({ ...id, hardware }, hostKeySecret));
  }
  for (const publicKey of bitFlips(id.publicKey)) {
    assert.ok(!verifyInstallationId({ ...id, publicKey }, hostKeySecret));
  }
  for (let bit = 0; bit < 32; bit++) {
    const serial = (id.serial ^ (1 << bit)) >>> 0;
    assert.ok(!verifyInstallationId({ ...id, serial }, hostKeySecret));
  }
});

Deno.test("decodeInstallationId() throws nothing but DecodeError for random texts", () => {
  fc.assert(fc.property(fc.oneof(anyText, fc.string()), (text) => {
    assert.ok(decodeErrorOf(() => decodeInstallationId(text)) !== undefined);
  }));
});

interface IdVector {
  readonly name: string;
  readonly text: string;
  readonly value?: unknown;
  readonly secret?: string;
  readonly proofHolds?: boolean;
  readonly spelling?: true;
  readonly expect?: DecodeProblem;
  readonly blocks?: readonly number[];
}

for (const vector of readVectors<IdVector>("installation_ids.json")) {
  const { name, text, value, secret, proofHolds, spelling, expect, blocks } = vector;
  Deno.test(`an Installation ID, ${name}: ${expect ?? "it is read"}`, () => {
    if (expect !== undefined) {
      assertRefuses(() => decodeInstallationId(text), expect);
      assert.deepEqual(
        (decodeErrorOf(() => decodeInstallationId(text)) as { blocks?: unknown }).blocks,
        blocks,
      );
      return;
    }
    const decoded = decodeInstallationId(text);
    assert.deepEqual(hexed(decoded), value);
    if (!spelling) assert.equal(encodeInstallationId(decoded), text);
    if (secret !== undefined) assert.equal(verifyInstallationId(decoded, unhex(secret)), proofHolds);
  });
}
