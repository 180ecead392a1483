import assert from "node:assert/strict";
import { normaliseSpelling, SLMGR_OPTIONS } from "../../src/cli/spelling.ts";

const SPELLINGS = ["ipk", "/ipk", "-ipk", "--ipk", "IPK", "/IPK", "-Ipk", "--iPK"];

for (const option of SLMGR_OPTIONS) {
  Deno.test(`${option} is known in every spelling`, () => {
    for (const spelling of SPELLINGS) {
      const written = spelling.replace(/ipk/i, (ipk) => ipk === "ipk" ? option : option.toUpperCase());
      assert.deepEqual(normaliseSpelling([written, "value"]), [option, "value"]);
    }
  });
}

const UNTOUCHED = [
  [],
  ["serve", "--port", "0"],
  ["authority", "ato"],
  ["client", "verify", "/dli"],
  ["/ipks", "KEY"],
  ["///ipk"],
  ["---ipk"],
  ["--help"],
  ["/"],
  ["-"],
];
for (const args of UNTOUCHED) {
  Deno.test(`${JSON.stringify(args)} is left as it is`, () => {
    assert.deepEqual(normaliseSpelling(args), args);
  });
}

Deno.test("options of our own may stand before, and their values are not taken for a command", () => {
  assert.deepEqual(normaliseSpelling(["--state", "/ato", "/DLI"]), ["--state", "/ato", "dli"]);
  assert.deepEqual(normaliseSpelling(["--json", "-xpr"]), ["--json", "xpr"]);
  assert.deepEqual(normaliseSpelling(["--state=/dli", "/Dlv"]), ["--state=/dli", "dlv"]);
  for (const valued of ["--state", "--authority", "--dir", "--listen", "--port"]) {
    assert.deepEqual(normaliseSpelling([valued, "ipk", "/ato"]), [valued, "ipk", "ato"]);
  }
});

Deno.test("only the first command is read: values that look like options are left", () => {
  assert.deepEqual(normaliseSpelling(["/ilc", "/ipk"]), ["ilc", "/ipk"]);
  assert.deepEqual(normaliseSpelling(["/skms", "DLI"]), ["skms", "DLI"]);
  assert.deepEqual(normaliseSpelling(["/ipk", "--ato"]), ["ipk", "--ato"]);
});

Deno.test("the words that were given are not changed", () => {
  const args = Object.freeze(["/IPK", "key"]);
  normaliseSpelling(args);
  assert.deepEqual(args, ["/IPK", "key"]);
});
