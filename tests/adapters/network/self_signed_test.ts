import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { makeSelfSigned } from "../../../src/adapters/network/self_signed.ts";
import { certificateFingerprint, keyFits } from "../../../src/crypto/tls_identity.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 22);
const make = (computer: string) =>
  makeSelfSigned(computer, { clock: new FakeTime(START), random: new SeededRandom(1) });

Deno.test("a certificate is this computer's, signed by its own key, and holds from a day ago for 20 years", async () => {
  const { key, certificate } = await make("server.example");
  const read = new X509Certificate(certificate);
  assert.equal(read.subject, "CN=server.example");
  assert.equal(read.subjectAltName, "DNS:server.example");
  assert.equal(read.ca, false);
  assert.ok(read.verify(read.publicKey));
  assert.equal(Date.parse(read.validFrom), START - DAY);
  assert.equal(Date.parse(read.validTo), START + 20 * 365 * DAY);
  assert.ok(keyFits(key, certificate));
  assert.equal(certificateFingerprint(certificate), read.fingerprint256.replaceAll(":", "").toLowerCase());
});

Deno.test("each certificate has a key of its own, whatever the random numbers were", async () => {
  const [one, other] = [await make("host"), await make("host")];
  assert.notEqual(one.key, other.key);
  assert.equal(keyFits(one.key, other.certificate), false);
});

Deno.test("a computer that is called what no DNS name can be has a certificate too", async () => {
  for (const name of ["B\u00fcro 1", "x".repeat(300)]) {
    const read = new X509Certificate((await make(name)).certificate);
    assert.equal(read.subjectAltName, undefined);
    assert.ok(read.subject.length > 3);
  }
});

Deno.test("what is no key or certificate fits nothing", async () => {
  const { key, certificate } = await make("host");
  assert.equal(keyFits("", certificate), false);
  assert.equal(keyFits(key, ""), false);
  assert.equal(keyFits(certificate, key), false);
});
