import assert from "node:assert/strict";
import { withDigest, withoutDigest } from "../../src/crypto/digest_member.ts";

const VALUE = { format: 1, users: [{ name: "é", hash: "AAAA" }], none: null };

Deno.test("a document is read back as it was stored, however its text is laid out", () => {
  const stored = JSON.parse(JSON.stringify(withDigest(VALUE), null, 2));
  assert.deepEqual(withoutDigest(stored, "it"), VALUE);
});

Deno.test("a document that an earlier program wrote has no digest, and is taken as it is", () => {
  for (const value of [VALUE, {}, null, 1, "text"]) assert.equal(withoutDigest(value, "it"), value);
});

Deno.test("a document with another value, member or digest is refused by its name", () => {
  const stored = withDigest(VALUE);
  const others = [{ ...stored, format: 2 }, { ...stored, more: 1 }, { ...stored, sha256: "" }, {
    sha256: null,
  }];
  for (const other of others) {
    assert.throws(() => withoutDigest(other, "admin.json"), /Cannot decode admin\.json: its content is not/);
  }
});

Deno.test("a document that is nested too deeply is refused by its name", () => {
  const deep = JSON.parse(`${'{"0":'.repeat(100_000)}1${"}".repeat(100_000)}`);
  assert.throws(
    () => withoutDigest({ deep, sha256: "" }, "admin.json"),
    /Cannot decode admin\.json: it is nested/,
  );
});
