import assert from "node:assert/strict";
import {
  decodeLease,
  encodeLease,
  type LeaseContext,
  leaseStanding,
  verifyLease,
} from "../../src/client/lease.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { authorityWith } from "../support/roles/checking.ts";
import { bitFlips, patched } from "../support/samples/damage.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";
import { bytesNamed } from "../support/fakes/seeded_random.ts";
import {
  authorityBytes,
  NOW,
  rootPublicKeys,
  sampleRequest,
  signedHost,
  signedReply,
  strangerKey,
} from "../support/samples/samples.ts";

const DAY_MS = 24 * 3_600_000;
const START = NOW * 1000;
const hardware = bytesNamed("four components");
const request = encodeRequest(sampleRequest({ hardware }));
const frames = {
  request,
  reply: signedReply({}, signedHost(), request),
  authorityCertificate: authorityBytes,
};

interface Circumstances extends LeaseContext {
  readonly now: number;
  readonly inDoubt: boolean;
}

function standing(changes: Partial<Circumstances> = {}, lease = frames) {
  const { now = START, inDoubt = false, ...context } = changes;
  const basis = { roots: rootPublicKeys, product: sampleProduct(), hardware };
  return leaseStanding(verifyLease(lease, { ...basis, ...context }), now, inDoubt);
}

function withComponents(changed: number): Uint8Array {
  const other = hardware.slice();
  other.set(bytesNamed("others", changed * 4));
  return other;
}

Deno.test("a lease holds on its computer until it ends, and says when it is to be renewed", () => {
  const ends = START + 180 * DAY_MS;
  const times = { issued: START, ends, renewAfter: START + 7 * DAY_MS };
  assert.deepEqual(standing(), { kind: "holds", ...times });
  assert.deepEqual(standing({ now: ends - 1 }), { kind: "holds", ...times });
  assert.deepEqual(standing({ now: ends }), { kind: "ended", ...times });
});

Deno.test("a lease outlives the certificates that it was granted under", () => {
  const certificate = signedHost({ notAfter: NOW / 60 + 1440 });
  const lease = { ...frames, reply: signedReply({}, certificate, request) };
  assert.equal(standing({ now: START + 30 * DAY_MS }, lease).kind, "holds");
});

Deno.test("a lease is capped at 180 days whatever the reply says", () => {
  const lease = { ...frames, reply: signedReply({ validity: 0xffffffff }, signedHost(), request) };
  assert.equal(standing({ now: START + 180 * DAY_MS }, lease).kind, "ended");
});

Deno.test("a lease holds when one of four components has changed, and not when two have", () => {
  assert.equal(standing({ hardware: withComponents(1) }).kind, "holds");
  assert.equal(standing({ hardware: withComponents(2) }).kind, "otherComputer");
  assert.equal(standing({ hardware: withComponents(4) }).kind, "otherComputer");
  assert.equal(standing({ hardware: new Uint8Array(16) }).kind, "otherComputer");
});

Deno.test("a lease does not hold by a clock that is in doubt, whether it has ended or not", () => {
  assert.equal(standing({ inDoubt: true }).kind, "clockBack");
  assert.equal(standing({ inDoubt: true, now: START + 200 * DAY_MS }).kind, "clockBack");
});

Deno.test("a lease does not hold where it was issued outside the dates of its authority's certificate", () => {
  const ended = { ...frames, authorityCertificate: authorityWith({ notAfter: NOW / 60 - 1 }) };
  assert.equal(standing({}, ended).kind, "forged");
  const ending = { ...frames, authorityCertificate: authorityWith({ notAfter: NOW / 60 }) };
  assert.equal(standing({ now: START + 30 * DAY_MS }, ending).kind, "holds");
});

Deno.test("the answer to a probe licenses nothing, at no time", () => {
  const probe = encodeRequest(sampleRequest({ hardware, probe: true }));
  const answer = { ...frames, request: probe, reply: signedReply({ validity: 0 }, signedHost(), probe) };
  for (const now of [START - 1, START, START + 1]) {
    assert.equal(standing({ now }, answer).kind, "forged");
  }
});

Deno.test("a lease for another product licenses nothing", () => {
  assert.equal(standing({ product: serverProduct }).kind, "otherProduct");
});

Deno.test("a lease under other roots is forged", () => {
  const roots = [strangerKey.publicKey, ...rootPublicKeys.slice(1)];
  assert.equal(standing({ roots }).kind, "forged");
});

Deno.test("a refusal that was put in a lease's place is forged", () => {
  const refusal = signedReply({ result: HResult.belowThreshold, validity: 0 }, signedHost(), request);
  assert.equal(standing({}, { ...frames, reply: refusal }).kind, "forged");
});

Deno.test("a lease with any bit of its reply changed does not hold", () => {
  for (const reply of bitFlips(frames.reply)) {
    assert.equal(standing({}, { ...frames, reply }).kind, "forged");
  }
});

Deno.test("a lease with any bit of its request changed does not hold", () => {
  for (const changed of bitFlips(frames.request)) {
    const refused = decodeErrorOf(() => {
      assert.notEqual(standing({}, { ...frames, request: changed }).kind, "holds");
    });
    assert(refused === undefined || refused.message.startsWith("Cannot decode"));
  }
});

Deno.test("a lease with a changed authority certificate does not hold", () => {
  for (const offset of [2, 6, 28, 61, 189]) {
    const changed = patched(authorityBytes, offset, authorityBytes[offset]! ^ 1);
    assert.equal(standing({}, { ...frames, authorityCertificate: changed }).kind, "forged");
  }
});

Deno.test("a lease is written and read back as it was", () => {
  assert.deepEqual(decodeLease(JSON.parse(JSON.stringify(encodeLease(frames)))), frames);
});

Deno.test("a lease document of another shape is refused", () => {
  const sound = encodeLease(frames);
  for (
    const other of [null, [], {}, { ...sound, format: 0 }, { ...sound, more: 1 }, { ...sound, reply: "=" }]
  ) {
    assertRefuses(() => decodeLease(other));
  }
  assert.throws(() => decodeLease({ ...sound, format: 2 }), /lease\.json has format 2, this program knows 1/);
});
