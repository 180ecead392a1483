import assert from "node:assert/strict";
import { secretOf } from "../../src/authority/keys.ts";
import { decodeProductKey } from "../../src/crypto/product_key.ts";
import { fromBase64Url, toBase64Url, toHex } from "../../src/protocol/bytes.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { Applicant } from "../support/roles/applicant.ts";
import { TestAuthority } from "../support/roles/test_authority.ts";
import { operationErrorOf } from "../support/rejects.ts";

async function groupsOf(names: readonly string[]): Promise<number> {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const key = await authority.issueKey("host", names);
  return publisher.keyRecord(decodeProductKey(key).serial).groups;
}

Deno.test("a host key without products is for all of them", async () => {
  assert.equal(await groupsOf([]), 0b11);
});

Deno.test("a host key is for the products that were named, in any case or by ID", async () => {
  assert.equal(await groupsOf(["SERVER"]), 0b10);
  assert.equal(await groupsOf(["editor", "Server"]), 0b11);
  const { products } = (await TestAuthority.make()).database;
  assert.equal(await groupsOf([products[0]!.id]), 0b01);
});

Deno.test("a key for a product that does not exist is not issued, and the products are named", async () => {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const before = publisher.documents.snapshot();
  const error = await operationErrorOf(() => authority.issueKey("host", ["Editor", "Sever"]));
  assert.match(error.message, /no product "Sever"/);
  assert.match(error.remedy ?? "", /"Editor", "Server"/);
  assert.deepEqual(publisher.documents.snapshot(), before);
});

Deno.test("each host key has a serial and a secret of its own", async () => {
  const authority = await (await TestAuthority.make()).open();
  const keys = [await authority.issueKey("host", []), await authority.issueKey("host", [])].map(
    decodeProductKey,
  );
  assert.deepEqual(keys.map(({ kind }) => kind), ["host", "host"]);
  assert.notEqual(keys[0]!.serial, keys[1]!.serial);
  assert.notDeepEqual(keys[0]!.secret, keys[1]!.secret);
});

Deno.test("a client key is that of the one product named, and issuing it changes nothing", async () => {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const before = publisher.documents.snapshot();
  assert.equal(await authority.issueKey("client", ["editor"]), publisher.database.products[0]!.clientKey);
  assert.deepEqual(publisher.documents.snapshot(), before);
  for (const names of [[], ["Editor", "Server"]]) {
    const error = await operationErrorOf(() => authority.issueKey("client", names));
    assert.match(error.message, /exactly one product/);
  }
});

Deno.test("nothing that is stored tells a host key but the master key", async () => {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const text = await authority.issueKey("host", []);
  await new Applicant(text, "host").activate(authority);
  const { secret, serial } = decodeProductKey(text);
  const spellings = [
    text,
    text.replaceAll("-", ""),
    toHex(secret),
    toBase64Url(secret),
    btoa(
      String.fromCharCode(...secret),
    ).replace("=", ""),
  ];
  for (const [name, content] of publisher.documents.texts) {
    const found = spellings.filter((spelling) => content.toLowerCase().includes(spelling.toLowerCase()));
    assert.deepEqual(found, [], `${name} tells the key`);
  }
  const masterKey = fromBase64Url(publisher.documents.texts.get("master.key")!.trim(), "master key");
  assert.deepEqual(secretOf(masterKey, serial), secret);
  assert(!publisher.documents.texts.get("authority.json")!.includes(toBase64Url(masterKey)));
});

Deno.test("another master key gives another secret to the same serial", () => {
  const [one, other] = [1, 2].map((byte) => secretOf(new Uint8Array(32).fill(byte), 1000));
  assert.notDeepEqual(one, other);
});

Deno.test("limits and block of a key that was never issued cannot be changed", async () => {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  const unknown = await operationErrorOf(() => authority.changeKey(4711, { blocked: true }));
  assert.match(unknown.message, /has issued no such key/);
  assert.equal(unknown.code, HResult.keyInvalid);
  const { serial } = decodeProductKey(publisher.database.products[0]!.clientKey);
  const ofClient = await operationErrorOf(() => authority.changeKey(serial, { blocked: true }));
  assert.match(ofClient.message, /client key of Editor, not a host key/);
});
