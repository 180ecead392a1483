import assert from "node:assert/strict";
import { decodeLicenceFile } from "../../src/crypto/licence_file.ts";
import { authorityCertificateFault, hostCertificateFault } from "../../src/crypto/certificates.ts";
import { decodeAuthorityCertificate } from "../../src/protocol/authority_certificate.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { Applicant } from "../support/roles/applicant.ts";
import { DAY_MS, TestAuthority } from "../support/roles/test_authority.ts";
import { operationErrorOf } from "../support/rejects.ts";

async function setUp() {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const key = await authority.issueKey("host", []);
  const host = new Applicant(key, "host 1");
  return { publisher, authority, key, host, record: () => publisher.keyRecord(host.serial) };
}

Deno.test("an activated host gets a certificate for itself that holds under the publisher's roots", async () => {
  const { publisher, authority, host } = await setUp();
  const online = await authority.activateOnline(host.request(authority.challenge()));
  const licence = decodeLicenceFile(online.licenceFile);
  const signer = decodeAuthorityCertificate(online.authorityCertificate);
  const certificate = await host.activate(authority);
  assert.equal(authorityCertificateFault(signer, licence.roots), undefined);
  assert.equal(hostCertificateFault(certificate, signer), undefined);
  assert.deepEqual(certificate.publicKey, host.hostKey.publicKey);
  assert.deepEqual(certificate.hardware, host.hardware);
  assert.equal(certificate.serial, host.serial);
  assert.equal(certificate.groups, 0b11);
  const days = [certificate.notBefore, certificate.notAfter].map((minutes) => minutes * 60_000 / DAY_MS);
  assert.deepEqual(days, [
    Math.floor(publisher.time.now() / DAY_MS),
    Math.floor(publisher.time.now() / DAY_MS) + 730,
  ]);
});

Deno.test("a key activates six hosts, and not a seventh", async () => {
  const { authority, key, record } = await setUp();
  for (let i = 1; i <= 6; i++) await new Applicant(key, `host ${i}`).activate(authority);
  const error = await operationErrorOf(() => new Applicant(key, "host 7").activate(authority));
  assert.equal(error.code, HResult.keyLimitReached);
  assert.match(error.remedy ?? "", /--hosts N/);
  assert.equal(record().hosts.length, 6);
});

Deno.test("a key at its limit of hosts still activates those that it has activated", async () => {
  const { authority, key, host } = await setUp();
  for (let i = 1; i <= 6; i++) await new Applicant(key, `host ${i}`).activate(authority);
  const again = await host.withHostKey("reinstalled").activate(authority);
  assert.equal(again.activationSequence, 2);
});

Deno.test("a host is activated ten times with its key, and not an eleventh", async () => {
  const { authority, host, record } = await setUp();
  for (let i = 1; i <= 10; i++) await host.withHostKey(`key ${i}`).activate(authority);
  const error = await operationErrorOf(() => host.withHostKey("key 11").activate(authority));
  assert.equal(error.code, HResult.keyLimitReached);
  assert.match(error.remedy ?? "", /--reactivations N/);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [10]);
});

Deno.test("the same request gets the same certificate and counts nothing", async () => {
  const { publisher, authority, host, record } = await setUp();
  const first = await host.activate(authority);
  const before = publisher.documents.snapshot();
  await publisher.time.advance(30 * DAY_MS);
  assert.deepEqual(await host.activate(authority), first);
  assert.deepEqual(publisher.documents.snapshot(), before);
  assert.equal(record().hosts[0]!.activations, 1);
});

Deno.test("an earlier identity of a host gets its own certificate again and counts nothing", async () => {
  const { authority, host, record } = await setUp();
  const first = await host.activate(authority);
  await host.withHardware(1).activate(authority);
  assert.deepEqual(await host.activate(authority), first);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [2]);
});

Deno.test("changed hardware under the same host key is a reactivation of that host", async () => {
  const { authority, host, record } = await setUp();
  await host.activate(authority);
  const moved = await host.withHardware(4).activate(authority);
  assert.equal(moved.activationSequence, 2);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [2]);
});

Deno.test("a new host key on the same hardware, or on three quarters of it, is a reactivation of that host", async () => {
  const { authority, host, record } = await setUp();
  await host.activate(authority);
  await host.withHostKey("second").activate(authority);
  await host.withHostKey("third").withHardware(1).activate(authority);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [3]);
});

Deno.test("a new host key on half-changed hardware is another host", async () => {
  const { authority, host, record } = await setUp();
  await host.activate(authority);
  await host.withHostKey("second").withHardware(2).activate(authority);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [1, 1]);
});

Deno.test("hosts whose hardware tells nothing are told apart by their host keys", async () => {
  const { authority, key, record } = await setUp();
  const bare = (name: string) => new Applicant(key, name, new Uint8Array(8));
  const first = await bare("one").activate(authority);
  await bare("two").activate(authority);
  assert.deepEqual(await bare("one").activate(authority), first);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [1, 1]);
});

Deno.test("a host is known by its host key before another one that has come to look like it", async () => {
  const { authority, key, host, record } = await setUp();
  const other = new Applicant(key, "host 2");
  await host.activate(authority);
  const first = await other.activate(authority);
  await new Applicant(key, "host 1", other.hardware, host.hostKey).activate(authority);
  assert.deepEqual(await other.activate(authority), first);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [2, 1]);
});

Deno.test("an override lets a key activate more hosts, and each more often", async () => {
  const { authority, key, host } = await setUp();
  await authority.changeKey(host.serial, { hostLimit: 1, activationLimit: 1 });
  await host.activate(authority);
  await operationErrorOf(() => new Applicant(key, "host 2").activate(authority));
  await operationErrorOf(() => host.withHostKey("second").activate(authority));
  await authority.changeKey(host.serial, { hostLimit: 2, activationLimit: 2 });
  assert.equal((await new Applicant(key, "host 2").activate(authority)).activationSequence, 1);
  assert.equal((await host.withHostKey("second").activate(authority)).activationSequence, 2);
});

Deno.test("a blocked key activates nobody, not even those that it has activated, until it is unblocked", async () => {
  const { authority, host } = await setUp();
  const first = await host.activate(authority);
  await authority.changeKey(host.serial, { blocked: true });
  assert.equal((await operationErrorOf(() => host.activate(authority))).code, HResult.keyBlocked);
  assert.equal(
    (await operationErrorOf(() => authority.confirm(host.installationId()))).code,
    HResult.keyBlocked,
  );
  await authority.changeKey(host.serial, { blocked: false });
  assert.deepEqual(await host.activate(authority), first);
});

Deno.test("a certificate that ends in 90 days is renewed without counting; one day before that it is given out again", async () => {
  const { publisher, authority, host, record } = await setUp();
  const first = await host.activate(authority);
  publisher.time.set(first.notAfter * 60_000 - 91 * DAY_MS);
  assert.deepEqual(await host.activate(authority), first);
  publisher.time.set(first.notAfter * 60_000 - 90 * DAY_MS);
  const renewed = await host.activate(authority);
  assert.equal(renewed.activationSequence, 2);
  assert.equal(renewed.notAfter, first.notAfter + 640 * 1440);
  assert.deepEqual(await host.activate(authority), renewed);
  assert.deepEqual(record().hosts.map(({ activations }) => activations), [1]);
});

Deno.test("a host that has used up its activations is still renewed", async () => {
  const { publisher, authority, host } = await setUp();
  await authority.changeKey(host.serial, { activationLimit: 1 });
  await host.activate(authority);
  await publisher.time.advance(700 * DAY_MS);
  assert.equal((await host.activate(authority)).activationSequence, 2);
});
