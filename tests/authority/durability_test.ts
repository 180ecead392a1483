import assert from "node:assert/strict";
import { FILES } from "../../src/authority/files.ts";
import { decodeProductKey } from "../../src/crypto/product_key.ts";
import { Applicant } from "../support/roles/applicant.ts";
import { TestAuthority } from "../support/roles/test_authority.ts";

async function setUp() {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  return { publisher, authority, key: await authority.issueKey("host", []) };
}

Deno.test("nothing is given out before the database that knows of it is written", async () => {
  const { publisher, authority, key } = await setUp();
  const order: string[] = [];
  publisher.documents.onWritten = (name) => order.push(name);
  await new Applicant(key, "host 1").activate(authority).then(() => order.push("answered"));
  await authority.confirm(new Applicant(key, "host 2").installationId()).then(() => order.push("answered"));
  await authority.issueKey("host", []).then(() => order.push("answered"));
  const once = [FILES.database, "answered"];
  assert.deepEqual(order, [...once, ...once, ...once]);
});

Deno.test("an activation that cannot be written gives nothing out and counts nothing, and a retry works", async () => {
  const { publisher, authority, key } = await setUp();
  const host = new Applicant(key, "host 1");
  const before = publisher.documents.snapshot();
  publisher.documents.failing = (name) => name === FILES.database;
  await assert.rejects(() => host.activate(authority), /no space left/);
  await assert.rejects(() => authority.confirm(host.installationId()), /no space left/);
  assert.deepEqual(publisher.documents.snapshot(), before);
  publisher.documents.failing = () => false;
  assert.equal((await host.activate(authority)).activationSequence, 1);
  assert.deepEqual(publisher.keyRecord(host.serial).hosts.map(({ activations }) => activations), [1]);
});

Deno.test("a host key that cannot be written is not issued, and its serial is used by the next", async () => {
  const { publisher, authority, key } = await setUp();
  publisher.documents.failing = () => true;
  await assert.rejects(() => authority.issueKey("host", []), /no space left/);
  publisher.documents.failing = () => false;
  const next = await authority.issueKey("host", []);
  assert.equal(decodeProductKey(next).serial, decodeProductKey(key).serial + 1);
});

Deno.test("hosts that are activated at the same time over two openings of the folder are all kept", async () => {
  const { publisher, key } = await setUp();
  const authorities = [await publisher.open(), await publisher.open()];
  const hosts = Array.from({ length: 6 }, (_, i) => new Applicant(key, `host ${i}`));
  await Promise.all(hosts.map((host, i) => host.activate(authorities[i % 2]!)));
  assert.equal(publisher.keyRecord(hosts[0]!.serial).hosts.length, 6);
});

Deno.test("of seven hosts that are activated at the same time with one key, six are", async () => {
  const { publisher, key } = await setUp();
  const authorities = [await publisher.open(), await publisher.open()];
  const hosts = Array.from({ length: 7 }, (_, i) => new Applicant(key, `host ${i}`));
  const results = await Promise.allSettled(hosts.map((host, i) => host.activate(authorities[i % 2]!)));
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 6);
});

Deno.test("keys that are issued at the same time have serials of their own", async () => {
  const { publisher } = await setUp();
  const authorities = [await publisher.open(), await publisher.open()];
  const keys = await Promise.all(
    Array.from({ length: 8 }, (_, i) => authorities[i % 2]!.issueKey("host", [])),
  );
  assert.equal(new Set(keys.map((key) => decodeProductKey(key).serial)).size, 8);
});

Deno.test("a database of another shape is refused as a whole, by its name", async () => {
  const { publisher, authority, key } = await setUp();
  for (const text of ["{}", "null", '{"format":2}', "not JSON"]) {
    publisher.documents.texts.set(FILES.database, text);
    await assert.rejects(
      () => new Applicant(key, "host").activate(authority),
      /Cannot decode authority\.json|authority\.json is missing|authority\.json has format 2/,
    );
    assert.equal(publisher.documents.texts.get(FILES.database), text);
  }
});
