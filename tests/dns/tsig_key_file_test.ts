import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTsigKey } from "../../src/dns/tsig_key_file.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { anyText } from "../support/arbitraries.ts";
import { bind, knot } from "../support/dns/dns_servers.ts";
import { ALGORITHMS } from "../support/dns/dns_zones.ts";
import { outputOf } from "../support/programs/programs.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

const SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const key = {
  name: "host.example.",
  algorithm: "hmac-sha256",
  secret: new TextEncoder().encode("0123456789abcdef0123456789abcdef"),
};

const written: Readonly<Record<string, string>> = {
  "as tsig-keygen writes it": `key "host.example" {\n\talgorithm hmac-sha256;\n\tsecret "${SECRET}";\n};\n`,
  "in one line": `key host.example{secret ${SECRET};algorithm "HMAC-SHA256";};`,
  "with comments":
    `// a // comment\n# secret "x";\n/* key "y" {\n */ key "host.example" { /**/ algorithm hmac-sha256.; // mine
    secret "${SECRET}"; };`,
  "as keymgr writes it":
    `# hmac-sha256:host.example:${SECRET}\nkey:\n  - id: host.example\n    algorithm: hmac-sha256\n    secret: ${SECRET}\n`,
  "as Knot's configuration may have it":
    `key:\r\n- id: "host.example."  # ours\r\n  secret: ${SECRET}\r\n  algorithm: hmac-sha256`,
};
for (const [how, text] of Object.entries(written)) {
  Deno.test(`parseTsigKey() reads a key ${how}`, () => assert.deepEqual(parseTsigKey(text), key));
}

for (const algorithm of ALGORITHMS) {
  Deno.test(`parseTsigKey() reads what tsig-keygen and keymgr make for ${algorithm}`, async () => {
    await bind.prepare();
    await knot.prepare();
    const length = algorithm === "hmac-sha256" ? 32 : 64;
    for (
      const command of [["tsig-keygen", "-a", algorithm, "host.example"], [
        "keymgr",
        "-t",
        "host.example",
        algorithm,
      ]]
    ) {
      const { stdout } = await outputOf(command[0]!, ...command.slice(1));
      const made = parseTsigKey(stdout);
      assert.equal(made.name, "host.example.");
      assert.equal(made.algorithm, algorithm);
      assert.equal(made.secret.length, length);
      assert(stdout.includes(btoa(String.fromCharCode(...made.secret))));
    }
  });
}

const good = `key "k" { algorithm hmac-sha256; secret "${SECRET}"; };`;
const refused: Readonly<Record<string, readonly [text: string, why: RegExp]>> = {
  "nothing": ["", /expected one key, found 0/],
  "a comment alone": ["# key\n", /found 0/],
  "two keys": [good + good, /found 2/],
  "another statement": [`options { };`, /expected key/],
  "a key without an algorithm": [`key k { secret "${SECRET}"; };`, /no algorithm/],
  "a key without a secret": ["key k { algorithm hmac-sha256; };", /no secret/],
  "an empty secret": [`key k { algorithm hmac-sha256; secret ""; };`, /no secret/],
  "a secret that is not base64": [`key k { algorithm hmac-sha256; secret "!!!!"; };`, /not base64/],
  "a secret cut short": [`key k { algorithm hmac-sha256; secret "${SECRET.slice(0, -1)}"; };`, /not base64/],
  "two secrets": [`key k { secret "${SECRET}"; secret "${SECRET}"; };`, /two clauses secret/],
  "MD5": [`key k { algorithm hmac-md5; secret "${SECRET}"; };`, /none of hmac-sha256, hmac-sha512/],
  "a key without its end": [`key k { algorithm hmac-sha256; secret "${SECRET}"; `, /word is missing/],
  "a missing semicolon": [`key k { algorithm hmac-sha256 secret "${SECRET}"; };`, /expected ;/],
  "a quotation without its end": [`key "k { algorithm hmac-sha256; };`, /quotation/],
  "a comment without its end": [`${good} /* ${"/* ".repeat(20_000)}`, /comment that does not end/],
  "lines of nothing": ["\n".repeat(500_000), /found 0/],
  "a comment of three characters": [`${good} /*/`, /comment that does not end/],
  "a name that is none": [`key "a..b" { algorithm hmac-sha256; secret "${SECRET}"; };`, /DNS name/],
  "Knot's form without a secret": ["key:\n  - id: k\n    algorithm: hmac-sha256\n", /no secret/],
  "Knot's form with two keys": ["key:\n  - id: k\n  - id: l\n", /found 2/],
};
for (const [what, [text, why]] of Object.entries(refused)) {
  Deno.test(`parseTsigKey() refuses ${what}`, () => {
    assert.throws(
      () => parseTsigKey(text),
      (error) => error instanceof DecodeError && why.test(error.message),
    );
  });
}

Deno.test("parseTsigKey() throws nothing but DecodeError for any text, and never shows the secret", () => {
  const words = fc.constantFrom(
    'key "k" ',
    "{",
    "}",
    ";",
    "algorithm hmac-sha256",
    `secret "${SECRET}"`,
    "/*",
    "#",
    '"',
    "\n",
    "key:\n",
  );
  const likely = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(fc.property(fc.oneof(anyText, likely), (text) => {
    const error = decodeErrorOf(() => parseTsigKey(text));
    assert(!error?.message.includes(SECRET));
  }));
});

Deno.test("parseTsigKey() refuses a file with every beginning of a key", () => {
  for (let length = 0; length < good.length; length++) {
    assertRefuses(() => parseTsigKey(good.slice(0, length)));
  }
  assert.equal(parseTsigKey(good).name, "k.");
});
