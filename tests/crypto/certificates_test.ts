import assert from "node:assert/strict";
import {
  decodeAuthorityCertificate,
  type SignedAuthorityCertificate,
} from "../../src/protocol/authority_certificate.ts";
import { decodeHostCertificate, encodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import {
  authorityCertificateFault,
  authorityKeyId,
  coversGroup,
  dateFault,
  describeCertificateFault,
  hostCertificateFault,
  signAuthorityCertificate,
} from "../../src/crypto/certificates.ts";
import { bitFlips, patched } from "../support/samples/damage.ts";
import { faultOf } from "../support/fault_of.ts";
import { unhex } from "../support/samples/hexed.ts";
import {
  authorityBytes,
  authorityKey,
  rootKeys,
  rootPublicKeys,
  sampleAuthority,
  signedAuthority,
  signedHost,
  strangerKey,
} from "../support/samples/samples.ts";
import { readVectors } from "../support/samples/vector_files.ts";

Deno.test("authorityCertificateFault() refuses every single-bit flip of a signed certificate", () => {
  for (const bytes of bitFlips(authorityBytes)) {
    const judge = (one: SignedAuthorityCertificate) => authorityCertificateFault(one, rootPublicKeys);
    assert.notEqual(faultOf(bytes, decodeAuthorityCertificate, judge), undefined);
  }
});

Deno.test("hostCertificateFault() refuses every single-bit flip of a signed certificate", () => {
  for (const bytes of bitFlips(encodeHostCertificate(signedHost()))) {
    const fault = faultOf(
      bytes,
      decodeHostCertificate,
      (one) => hostCertificateFault(one, sampleAuthority()),
    );
    assert.notEqual(fault, undefined);
  }
});

Deno.test("authorityCertificateFault() accepts any two of the three roots, in either order", () => {
  for (const first of [0, 1, 2] as const) {
    for (const second of [0, 1, 2] as const) {
      if (first === second) continue;
      assert.equal(
        authorityCertificateFault(signedAuthority({}, [first, second]), rootPublicKeys),
        undefined,
      );
    }
  }
});

Deno.test("authorityCertificateFault() refuses one root twice, even where its value was never encoded", () => {
  const [signature] = signedAuthority({}, [1, 0]).signatures;
  const twice = { ...sampleAuthority(), signatures: [signature, signature] as const };
  assert.equal(authorityCertificateFault(twice, rootPublicKeys), "rootSignature");
});

Deno.test("authorityCertificateFault() refuses a stranger's signature at either place", () => {
  const root = { root: 0, key: rootKeys[0] };
  const stranger = { root: 1, key: strangerKey };
  for (const signers of [[root, stranger], [stranger, root]] as const) {
    const certificate = signAuthorityCertificate(sampleAuthority(), signers);
    assert.equal(authorityCertificateFault(certificate, rootPublicKeys), "rootSignature");
  }
});

Deno.test("authorityCertificateFault() refuses a root that is not among those trusted", () => {
  assert.equal(authorityCertificateFault(signedAuthority(), rootPublicKeys.slice(0, 2)), "rootSignature");
  assert.equal(authorityCertificateFault(signedAuthority(), []), "rootSignature");
});

Deno.test("authorityKeyId() is the first 4 bytes of SHA-256 of the key", () => {
  const vectors = readVectors<{ name: string; publicKey: string; keyId: number }>("keys.json");
  for (const { name, publicKey, keyId } of vectors) {
    assert.equal(authorityKeyId(unhex(publicKey)), keyId, name);
  }
  assert.equal(vectors.find(({ name }) => name === "authority")?.publicKey.length, 64);
});

Deno.test("hostCertificateFault() allows a life of exactly what the authority may grant, and none below 0", () => {
  const authority = sampleAuthority({ longestHostLife: 100 });
  const fault = (life: number) =>
    hostCertificateFault(signedHost({ notBefore: 5000, notAfter: 5000 + life }), authority);
  assert.equal(fault(0), undefined);
  assert.equal(fault(100), undefined);
  assert.equal(fault(101), "lifeTooLong");
  assert.equal(fault(-1), "lifeTooLong");
});

Deno.test("hostCertificateFault() allows each group that the authority may grant and no other", () => {
  for (let granted = 0; granted < 32; granted++) {
    const authority = sampleAuthority({ groups: 2 ** granted });
    for (const asked of [0, granted, 31]) {
      const fault = hostCertificateFault(signedHost({ groups: 2 ** asked }), authority);
      assert.equal(fault, asked === granted ? undefined : "groupsNotGranted", `${asked} of ${granted}`);
    }
  }
});

Deno.test("dateFault() includes both ends, to the fraction of a minute", () => {
  const dates = { notBefore: 100, notAfter: 200 };
  assert.equal(dateFault(dates, 100), undefined);
  assert.equal(dateFault(dates, 200), undefined);
  assert.equal(dateFault(dates, 100 - 1 / 60), "notYetValid");
  assert.equal(dateFault(dates, 200 + 1 / 60), "expired");
});

Deno.test("coversGroup() reads one bit of the mask, the topmost too", () => {
  for (let group = 0; group < 32; group++) {
    assert.ok(coversGroup({ groups: 2 ** group }, group));
    assert.ok(!coversGroup({ groups: 0xffffffff - 2 ** group }, group));
  }
});

Deno.test("describeCertificateFault() says something else of each fault", () => {
  const faults = [
    "rootSignature",
    "authoritySignature",
    "anotherAuthority",
    "smallOrderKey",
    "notYetValid",
  ] as const;
  const more = ["expired", "lifeTooLong", "groupsNotGranted", "epochTooOld"] as const;
  assert.equal(new Set([...faults, ...more].map(describeCertificateFault)).size, 9);
});

Deno.test("hostCertificateFault() refuses a certificate that names another authority's key ID", () => {
  const other = signedHost({ authorityKeyId: authorityKeyId(strangerKey.publicKey) }, authorityKey);
  assert.equal(hostCertificateFault(other, sampleAuthority()), "anotherAuthority");
  const bytes = patched(encodeHostCertificate(signedHost()), 2, 0, 0, 0, 0);
  assert.equal(hostCertificateFault(decodeHostCertificate(bytes), sampleAuthority()), "anotherAuthority");
});
