import assert from "node:assert/strict";
import { authorityKeyId, hostCertificateFault } from "../../src/crypto/certificates.ts";
import { decodeConfirmationId, rebuildCertificate } from "../../src/crypto/confirmation_id.ts";
import { decodeLicenceFile } from "../../src/crypto/licence_file.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { Applicant } from "../support/roles/applicant.ts";
import { TestAuthority } from "../support/roles/test_authority.ts";
import { operationErrorOf } from "../support/rejects.ts";

async function setUp() {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  return { publisher, authority, host: new Applicant(await authority.issueKey("host", []), "host 1") };
}

Deno.test("a host can rebuild its certificate from the Confirmation ID, and it holds", async () => {
  const { publisher, authority, host } = await setUp();
  const id = decodeConfirmationId(await authority.confirm(host.installationId()));
  const { authority: signer } = decodeLicenceFile(publisher.documents.texts.get("publisher.lic")!);
  const certificate = rebuildCertificate(id, {
    authorityKeyId: authorityKeyId(signer.publicKey),
    serial: host.serial,
    hardware: host.hardware,
    publicKey: host.hostKey.publicKey,
  });
  assert.equal(hostCertificateFault(certificate, signer), undefined);
});

Deno.test("the same Installation ID gets the same Confirmation ID, which is also what the host gets online", async () => {
  const { publisher, authority, host } = await setUp();
  const first = await authority.confirm(host.installationId());
  assert.equal(await authority.confirm(host.installationId().replaceAll("-", "  ")), first);
  assert.deepEqual((await host.activate(authority)).signature, decodeConfirmationId(first).signature);
  assert.deepEqual(publisher.keyRecord(host.serial).hosts.map(({ activations }) => activations), [1]);
});

for (const block of [1, 9, 22]) {
  Deno.test(`a digit misread in block ${block} is answered with that block, and nothing is counted`, async () => {
    const { publisher, authority, host } = await setUp();
    const before = publisher.documents.snapshot();
    const blocks = host.installationId().split("-");
    const misread = blocks[block - 1]!;
    blocks[block - 1] = (Number(misread[0]) + 1) % 10 + misread.slice(1);
    const error = await operationErrorOf(() => authority.confirm(blocks.join("-")));
    assert.equal(error.code, HResult.offlineDataMalformed);
    assert.match(error.message, new RegExp(`block ${block} is misread`));
    assert.deepEqual(publisher.documents.snapshot(), before);
  });
}

Deno.test("an Installation ID that was not made with a key of this authority is refused", async () => {
  const { publisher, authority, host } = await setUp();
  const before = publisher.documents.snapshot();
  const foreign = host.installationId(new Uint8Array(8));
  assert.equal((await operationErrorOf(() => authority.confirm(foreign))).code, HResult.keyInvalid);
  assert.deepEqual(publisher.documents.snapshot(), before);
});

for (const text of ["", "no digits", "123", "1".repeat(155)]) {
  Deno.test(`an Installation ID of ${JSON.stringify(text.slice(0, 9))} (${text.length} characters) is refused with a remedy`, async () => {
    const { authority } = await setUp();
    const error = await operationErrorOf(() => authority.confirm(text));
    assert.equal(error.code, HResult.offlineDataMalformed);
    assert.match(error.remedy ?? "", /Installation ID/);
  });
}
