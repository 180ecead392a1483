import assert from "node:assert/strict";
import fc from "fast-check";
import { readOptions } from "../../../src/client/embedding/options.ts";

/** What JavaScript, or a configuration, may give where the types say otherwise. */
const given = (value: unknown) => readOptions(value as Parameters<typeof readOptions>[0]);
const throwing = (name: string) => ({
  get [name]() {
    throw new Error("a bug of the product's");
  },
});
const OPTIONS = ["folder", "licenceFile", "clientKey", "productId", "ephemeral", "whenUnknown"];

Deno.test("a value of another type is a fault that names the option and what is expected", () => {
  for (const name of OPTIONS) {
    for (const value of [null, 7, {}, [], Symbol("x"), () => {}, [7], ""]) {
      const { fault } = given({ [name]: value });
      assert.match(fault?.message ?? "", new RegExp(`option ${name}: expected .*, got`), String(value));
    }
  }
  for (const value of [null, 7, "folder", () => {}]) {
    assert.match(given(value).fault?.message ?? "", /Cannot use the options/, String(value));
  }
});

Deno.test("getters and proxies that throw are a fault; who is to be told of it and whether the product may run then stays", () => {
  const onProblem = () => {};
  for (const name of OPTIONS) {
    const bad = throwing(name);
    assert.match(given(bad).fault?.message ?? "", /a bug of the product's/, name);
  }
  const options = { onProblem, whenUnknown: "refuse", folder: 7 };
  const read = given(options);
  assert.deepEqual([read.onProblem, read.whenUnknown], [onProblem, "refuse"]);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.notEqual(given(proxy).fault, undefined);
});

Deno.test("a word for whenUnknown that is none refuses", () => {
  const { whenUnknown, fault } = given({ whenUnknown: "deny" });
  assert.deepEqual([whenUnknown, fault?.message], [
    "refuse",
    "Cannot use the option whenUnknown: expected allow or refuse, got deny",
  ]);
});

Deno.test("a licence file is named by a path or a URL of file:, and by no other", () => {
  assert.equal(given({ licenceFile: new URL("file:///opt/a%20b/p.lic") }).licenceFile, "/opt/a b/p.lic");
  assert.equal(given({ licenceFile: "p.lic" }).licenceFile, "p.lic");
  assert.match(given({ licenceFile: new URL("https://example.com/p.lic") }).fault?.message ?? "", /https:/);
  assert.notEqual(given({ licenceFile: { href: "file:///a%2Fb" } }).fault, undefined);
});

Deno.test("whatever is given, nothing is thrown, and what has no fault has the types of the options", () => {
  fc.assert(
    fc.property(fc.record(Object.fromEntries(OPTIONS.map((name) => [name, fc.anything()]))), (some) => {
      const { folder, productId, fault } = given(some);
      if (fault !== undefined) return;
      assert(folder === undefined || typeof folder === "string");
      assert(productId === undefined || typeof productId === "string" || productId.length > 0);
    }),
  );
});
