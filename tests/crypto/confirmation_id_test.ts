import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { hostCertificateFault } from "../../src/crypto/certificates.ts";
import {
  CONFIRMATION_ID_BLOCKS,
  type ConfirmationId,
  confirmationOf,
  decodeConfirmationId,
  encodeConfirmationId,
  rebuildCertificate,
} from "../../src/crypto/confirmation_id.ts";
import { anyText, bytes, u16, u32 } from "../support/arbitraries.ts";
import { bitFlips } from "../support/samples/damage.ts";
import { hexed, unhex } from "../support/samples/hexed.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { sampleAuthority, signedHost } from "../support/samples/samples.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const certificate = signedHost();
const id = confirmationOf(certificate);

Deno.test("decodeConfirmationId() returns what was encoded, in 31 blocks", () => {
  const ids = fc.tuple(u16, u16, u16, u16, u32, bytes(64));
  fc.assert(fc.property(ids, ([activationSequence, firstDay, lifetimeDays, epoch, groups, signature]) => {
    const value = { activationSequence, firstDay, lifetimeDays, epoch, groups, signature };
    const text = encodeConfirmationId(value);
    assert.equal(text.split("-").length, CONFIRMATION_ID_BLOCKS);
    assert.deepEqual(decodeConfirmationId(text), value);
  }));
});

Deno.test("rebuildCertificate() gives back the certificate that confirmationOf() was given", () => {
  const again = rebuildCertificate(decodeConfirmationId(encodeConfirmationId(id)), certificate);
  assert.deepEqual(again, certificate);
  assert.equal(hostCertificateFault(again, sampleAuthority()), undefined);
});

Deno.test("a certificate rebuilt from a changed Confirmation ID does not verify", () => {
  const changes: Partial<ConfirmationId>[] = [
    { activationSequence: 2 },
    { firstDay: id.firstDay + 1 },
    { lifetimeDays: id.lifetimeDays + 1 },
    { epoch: 2 },
    { groups: 3 },
    ...Array.from(bitFlips(id.signature), (signature) => ({ signature })),
  ];
  for (const change of changes) {
    const rebuilt = rebuildCertificate({ ...id, ...change }, certificate);
    assert.equal(hostCertificateFault(rebuilt, sampleAuthority()), "authoritySignature");
  }
});

Deno.test("encodeConfirmationId() refuses a certificate that does not fit on paper", () => {
  const misfits = [
    signedHost({ notBefore: certificate.notBefore + 1 }),
    signedHost({ notAfter: certificate.notAfter + 1 }),
    signedHost({ epoch: 0x10000 }),
    signedHost({ notBefore: 0x10000 * 1440, notAfter: 0x10001 * 1440 }),
    signedHost({ notAfter: certificate.notBefore - 1440 }),
  ];
  for (const misfit of misfits) {
    assert.throws(() => encodeConfirmationId(confirmationOf(misfit)), RangeError);
  }
});

Deno.test("decodeConfirmationId() throws nothing but DecodeError for random texts", () => {
  fc.assert(fc.property(fc.oneof(anyText, fc.string()), (text) => {
    assert.ok(decodeErrorOf(() => decodeConfirmationId(text)) !== undefined);
  }));
});

interface KnownHost {
  readonly authorityKeyId: number;
  readonly serial: number;
  readonly hardware: string;
  readonly publicKey: string;
}

interface IdVector {
  readonly name: string;
  readonly text: string;
  readonly value?: unknown;
  readonly host?: KnownHost;
  readonly authorityPublicKey?: string;
  readonly certificate?: string;
  readonly spelling?: true;
  readonly expect?: string;
  readonly blocks?: readonly number[];
}

for (const vector of readVectors<IdVector>("confirmation_ids.json")) {
  const { name, text, value, spelling, expect } = vector;
  Deno.test(`a Confirmation ID, ${name}: ${expect ?? "it is read"}`, () => {
    if (value === undefined) {
      const error = decodeErrorOf(() => decodeConfirmationId(text));
      assert.equal(error?.problem, expect);
      assert.deepEqual((error as { blocks?: unknown }).blocks, vector.blocks);
      return;
    }
    const decoded = decodeConfirmationId(text);
    assert.deepEqual(hexed(decoded), value);
    if (!spelling) assert.equal(encodeConfirmationId(decoded), text);
    checkRebuilt(vector, decoded);
  });
}

/** Rebuilds the certificate at the vector's host, where it names one. */
function checkRebuilt(
  { host, authorityPublicKey, expect, ...vector }: IdVector,
  decoded: ConfirmationId,
): void {
  if (host === undefined) return;
  const rebuilt = rebuildCertificate(decoded, {
    ...host,
    hardware: unhex(host.hardware),
    publicKey: unhex(host.publicKey),
  });
  const authority = sampleAuthority({ publicKey: unhex(authorityPublicKey!) });
  assert.equal(hostCertificateFault(rebuilt, authority), expect);
  if (vector.certificate !== undefined) {
    assert.deepEqual(encodeHostCertificate(rebuilt), unhex(vector.certificate));
  }
}

Deno.test("decodeConfirmationId() refuses an Installation ID's digits", () => {
  const { text } = readVectors<IdVector>("installation_ids.json")[0]!;
  assertRefuses(() => decodeConfirmationId(text), "length");
});
