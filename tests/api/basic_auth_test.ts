import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeBasic, encodeBasic } from "../../src/api/basic_auth.ts";

Deno.test("decodeBasic() reads back what encodeBasic() wrote, in any script", () => {
  const user = fc.string({ unit: "grapheme" }).filter((text) => !text.includes(":"));
  fc.assert(fc.property(user, fc.string({ unit: "grapheme" }), (name, password) => {
    assert.deepEqual(decodeBasic(encodeBasic({ user: name, password })), { user: name, password });
  }));
});

Deno.test("encodeBasic() writes what RFC 7617 shows", () => {
  assert.equal(
    encodeBasic({ user: "Aladdin", password: "open sesame" }),
    "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
  );
  assert.equal(encodeBasic({ user: "test", password: "123\u00a3" }), "Basic dGVzdDoxMjPCow==");
});

Deno.test("decodeBasic() takes the scheme in any capitals, and a password with colons", () => {
  assert.deepEqual(decodeBasic(`bAsIc ${btoa("alice:a:b:")}`), { user: "alice", password: "a:b:" });
});

for (
  const header of [
    null,
    "",
    "Basic",
    "Basic ",
    "Basic !",
    `Bearer ${btoa("a:b")}`,
    `Basic ${btoa("ab")}`,
    "Basic /w==",
  ]
) {
  Deno.test(`decodeBasic() takes ${JSON.stringify(header)} for no credentials`, () => {
    assert.equal(decodeBasic(header), undefined);
  });
}
