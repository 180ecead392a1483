import assert from "node:assert/strict";
import { readProducts } from "../../src/authority/catalogue.ts";
import { FILES } from "../../src/authority/files.ts";
import type { Revision } from "../../src/authority/publishing.ts";
import { decodeLicenceFile, type LicenceFile, sameRoots } from "../../src/crypto/licence_file.ts";
import { hostCertificateFault } from "../../src/crypto/certificates.ts";
import { Applicant } from "../support/roles/applicant.ts";
import { TestAuthority } from "../support/roles/test_authority.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const EDITOR_AND_SERVER = '{ "name": "Editor", "kind": "client" }, { "name": "Server", "kind": "server" }';

async function setUp() {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const text = (name: string) => publisher.documents.texts.get(name)!;
  const random = new SeededRandom(2);
  const publish = (revision: Revision) => authority.publish(revision, random);
  const licence = () => decodeLicenceFile(text(FILES.licence));
  const roots = (...places: readonly number[]) => places.map((place) => text(FILES.roots[place]!));
  return { publisher, authority, publish, licence, roots, first: licence() };
}

const products = (list: string) => ({ products: readProducts(`[${list}]`) });

function named({ payload }: LicenceFile, name: string) {
  return payload.products.find((product) => product.name === name)!;
}

Deno.test("publish() makes the next licence file, and leaves as it is what was not named", async () => {
  const { publish, licence, first, authority } = await setUp();
  await publish({ url: "https://other.example", graceDays: 14 });
  const { payload } = licence();
  assert.deepEqual(
    { ...payload, issued: first.payload.issued },
    { ...first.payload, serial: 2, url: "https://other.example", graceDays: 14 },
  );
  assert.deepEqual(licence().authorityBytes, first.authorityBytes);
  assert.equal(await authority.licenceFile(), licence().text);
  await publish({ rearms: 1, afterGrace: "unlicensed" });
  assert.deepEqual([licence().payload.serial, licence().payload.graceDays], [3, 14]);
});

Deno.test("publish() keeps a product's ID, group and client key, by its ID or name, and takes the rest from the list", async () => {
  const { publish, licence, first } = await setUp();
  const server = named(first, "Server");
  await publish(products(
    `{ "name": "EDITOR", "kind": "client", "threshold": 10 }, { "name": "Render", "kind": "server", "id": "${server.id}" }`,
  ));
  assert.deepEqual(named(licence(), "EDITOR"), { ...named(first, "Editor"), name: "EDITOR", threshold: 10 });
  assert.deepEqual(named(licence(), "Render"), { ...server, name: "Render" });
});

Deno.test("publish() gives a new product a key and a group of its own; a group that the authority may not grant needs the roots", async () => {
  const { publish, licence, roots, publisher } = await setUp();
  const more = products(`${EDITOR_AND_SERVER}, { "name": "Viewer", "kind": "client" }`);
  const before = publisher.documents.snapshot();
  const refusal = await operationErrorOf(() => publish(more));
  assert.match(refusal.message, /does not cover group 2, that of "Viewer"/);
  assert.match(refusal.remedy ?? "", /--root FILE --root FILE/);
  assert.deepEqual(publisher.documents.snapshot(), before);
  await publish({ ...more, succession: { roots: roots(1, 2), distrust: false } });
  const viewer = named(licence(), "Viewer");
  assert.equal(viewer.group, 2);
  assert.equal(licence().authority.groups, 0b111);
  const keys = licence().payload.products.map(({ clientKey }) => clientKey);
  assert.equal(new Set(keys).size, 3);
  await publish(
    products(
      `${EDITOR_AND_SERVER}, { "name": "Viewer", "kind": "client" }, { "name": "Lite", "kind": "client", "group": 0 }`,
    ),
  );
  assert.equal(named(licence(), "Lite").group, 0);
});

Deno.test("publish() drops a product only when it is told to", async () => {
  const { publish, licence } = await setUp();
  const fewer = products('{ "name": "Editor", "kind": "client" }');
  assert.match((await operationErrorOf(() => publish(fewer))).message, /it lacks "Server"/);
  await publish({ ...fewer, drop: true });
  assert.deepEqual(licence().payload.products.map(({ name }) => name), ["Editor"]);
});

Deno.test("a new authority key is certified by two roots and signs licence file and hosts from then on, also for who had opened the folder before", async () => {
  const { publish, publisher, authority, licence, first, roots } = await setUp();
  const other = await publisher.open();
  const key = await authority.issueKey("host", []);
  const host = new Applicant(key, "host");
  const old = await host.activate(other);
  const { signer } = await publish({ succession: { roots: roots(2, 0), distrust: false, days: 700 } });
  assert.ok(sameRoots(licence(), first));
  assert.notDeepEqual(licence().authority.publicKey, first.authority.publicKey);
  assert.deepEqual(licence().authority, signer.certificate);
  assert.deepEqual(
    [
      signer.certificate.serial,
      signer.certificate.minimumEpoch,
      signer.certificate.notAfter - signer.certificate.notBefore,
    ],
    [2, 1, 700 * 1440],
  );
  const { authorityCertificate, licenceFile } = await other.activateOnline(host.request(other.challenge()));
  assert.deepEqual(authorityCertificate, signer.certificateBytes);
  assert.equal(licenceFile, licence().text);
  const renewed = await host.activate(other);
  assert.equal(hostCertificateFault(renewed, licence().authority), undefined);
  assert.equal(hostCertificateFault(old, first.authority), undefined, "what was given out stays good");
  assert.equal(renewed.activationSequence, 2);
  assert.equal(publisher.keyRecord(host.serial).hosts[0]!.activations, 1, "that is not counted");
  assert.match(await other.confirm(host.installationId()), /^[\d-]+$/);
});

Deno.test("a host key of a product that was dropped activates the others that it covers", async () => {
  const { publish, authority, licence, roots } = await setUp();
  const host = new Applicant(await authority.issueKey("host", []), "host");
  const succession = { roots: roots(0, 1), distrust: false };
  await publish({ ...products('{ "name": "Server", "kind": "server" }'), drop: true, succession });
  const certificate = await host.activate(authority);
  assert.equal(certificate.groups, 0b10);
  assert.equal(hostCertificateFault(certificate, licence().authority), undefined);
});

Deno.test("what keys before have signed is distrusted by a higher epoch, which hosts get from then on", async () => {
  const { publish, authority, licence, roots } = await setUp();
  const host = new Applicant(await authority.issueKey("host", []), "host");
  const old = await host.activate(authority);
  await publish({ succession: { roots: roots(0, 1), distrust: true } });
  assert.equal(licence().authority.minimumEpoch, 2);
  const renewed = await host.activate(authority);
  assert.deepEqual([old.epoch, renewed.epoch], [1, 2]);
  await publish({ succession: { roots: roots(0, 1), distrust: false } });
  assert.equal(licence().authority.minimumEpoch, 2, "and stays distrusted under the next key");
});

Deno.test("a new authority key needs two different roots of this publisher", async () => {
  const { publish, publisher, roots } = await setUp();
  const stranger = new TestAuthority();
  await stranger.initialise(7);
  const before = publisher.documents.snapshot();
  for (
    const [given, says] of [
      [roots(0), /two different root keys are needed/],
      [roots(1, 1), /two different root keys are needed/],
      [roots(0, 1, 2), /two different root keys are needed/],
      [
        [roots(0)[0]!, stranger.documents.texts.get(FILES.roots[1])!],
        /root key 2 .* is none of this publisher's/,
      ],
      [
        [roots(0)[0]!, publisher.documents.texts.get(FILES.authorityKey)!],
        /root key 2 .* is none of this publisher's/,
      ],
      [["nonsense", roots(1)[0]!], /root key 1.*no Ed25519 private key/],
    ] as const
  ) {
    const refusal = await operationErrorOf(() => publish({ succession: { roots: given, distrust: false } }));
    assert.match(refusal.message, says);
  }
  assert.deepEqual(publisher.documents.snapshot(), before);
});

Deno.test("wherever a publication is cut off, the authority has the old licence file and key, or the new ones", async () => {
  const { publisher, roots } = await setUp();
  const before = publisher.documents.snapshot();
  const seen = new Set<number>();
  for (let writes = 0; writes <= 5; writes++) {
    const cut = new TestAuthority();
    for (const [name, text] of Object.entries(before)) cut.documents.texts.set(name, text);
    const authority = await cut.open();
    let left = writes;
    cut.documents.failing = () => left-- <= 0;
    const revision = { graceDays: 3, succession: { roots: roots(0, 1), distrust: false } };
    await authority.publish(revision, new SeededRandom(3)).catch(() => {});
    cut.documents.failing = () => false;
    const again = await cut.open();
    const licence = decodeLicenceFile(await again.licenceFile());
    assert.equal(cut.documents.texts.get(FILES.licence), licence.text, "publisher.lic is the one in force");
    seen.add(licence.payload.serial);
    const host = new Applicant(await again.issueKey("host", []), "host");
    assert.equal(hostCertificateFault(await host.activate(again), licence.authority), undefined);
    await again.publish(revision, new SeededRandom(4));
    assert.equal(decodeLicenceFile(await again.licenceFile()).payload.serial, licence.payload.serial + 1);
  }
  assert.deepEqual([...seen].sort(), [1, 2]);
});
