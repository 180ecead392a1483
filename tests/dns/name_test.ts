import assert from "node:assert/strict";
import fc from "fast-check";
import { MessageReader } from "../../src/dns/message_reader.ts";
import { encodeName, isWithin, nameOf, parentOf, parseName, sameName } from "../../src/dns/name.ts";
import { concat } from "../../src/protocol/bytes.ts";
import { anyText } from "../support/arbitraries.ts";
import { names } from "../support/dns/dns_arbitraries.ts";
import { unhex } from "../support/samples/hexed.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

const HEADER = new Uint8Array(12);

/** The name at `at`, 12 being the first byte of `body`. */
function nameIn(body: Uint8Array, at = 12): string {
  const reader = new MessageReader(concat(HEADER, body));
  reader.raw(at);
  return reader.name();
}

Deno.test("a name is the same after it was encoded and read, and after it was shown and parsed", () => {
  fc.assert(fc.property(names, (name) => {
    assert.equal(nameIn(encodeName(name)), name);
    assert.equal(parseName(name), name);
    assert.match(name, /^[!-~]+$/);
  }));
});

Deno.test("parseName() throws nothing but DecodeError for any text", () => {
  fc.assert(fc.property(anyText, (text) => {
    const error = decodeErrorOf(() => parseName(text));
    if (error === undefined) assert.equal(parseName(parseName(text)), parseName(text));
  }));
});

const spellings: readonly (readonly [text: string, name: string])[] = [
  [".", "."],
  ["example.com", "example.com."],
  ["Example.COM.", "Example.COM."],
  ["a\\.b.example", "a\\.b.example."],
  ["\\097.example", "a.example."],
  ["\\000\\255", "\\000\\255."],
  ["semi\\;colon", "semi\\;colon."],
  ["back\\\\slash", "back\\\\slash."],
];
for (const [text, name] of spellings) {
  Deno.test(`parseName() reads ${text}`, () => assert.equal(parseName(text), name));
}

for (const text of ["", "..", ".a", "a..b", "a b", "a\nb", "bücher.example", "a\\", "\\256", "\\1"]) {
  Deno.test(`parseName() refuses ${JSON.stringify(text)}`, () => {
    assertRefuses(() => parseName(text));
  });
}

Deno.test("a label has at most 63 bytes, a name at most 255", () => {
  const long = "a".repeat(63);
  assert.equal(parseName(long), `${long}.`);
  assertRefuses(() => parseName(`${long}a`), "length");
  const longest = `${long}.${long}.${long}.${"a".repeat(61)}`;
  assert.equal(encodeName(longest).length, 255);
  assertRefuses(() => parseName(`${longest}a`), "length");
  assertRefuses(() => nameOf([new Uint8Array()]), "length");
});

Deno.test("names are compared without regard to the case of ASCII letters, and of nothing else", () => {
  assert(sameName("_Volact._TCP.Example.", "_volact._tcp.eXAMPLE."));
  assert(!sameName("a.example.", "b.example."));
  assert(!sameName("\\193.", "\\225.")); // Á and á in Latin 1
});

Deno.test("isWithin() goes by labels", () => {
  assert(isWithin("a.b.Example.", "b.example."));
  assert(isWithin("b.example.", "b.example."));
  assert(isWithin("b.example.", "."));
  assert(!isWithin("ab.example.", "b.example."));
  assert(!isWithin("a\\.b.example.", "b.example."));
  assert(!isWithin("example.", "b.example."));
  assert.equal(parentOf("a\\.b.example."), "example.");
  assert.equal(parentOf("example."), ".");
  assert.equal(parentOf("."), undefined);
});

Deno.test("a pointer leads to an earlier name, and reading goes on behind it", () => {
  const body = unhex("01 61 00 01 62 c00c 01 63 c00f");
  assert.equal(nameIn(body, 15), "b.a.");
  assert.equal(nameIn(body, 19), "c.b.a.");
  const reader = new MessageReader(concat(HEADER, body));
  reader.raw(15);
  reader.name();
  assert.equal(reader.at, 19);
});

const broken: Readonly<Record<string, string>> = {
  "a pointer to itself": "c00c",
  "a pointer that leads forward": "c00e 00",
  "a pointer into the label that it follows": "01 61 c00c",
  "a pointer into the header": "c000",
  "a pointer without its second byte": "c0",
  "a label that runs over the end": "05 61 62",
  "a name without an end": "01 61",
  "a label of kind 01": "41 61 00",
  "a label of kind 10": "81 61 00",
};
for (const [what, hex] of Object.entries(broken)) {
  Deno.test(`a name with ${what} is refused`, () => assertRefuses(() => nameIn(unhex(hex))));
}

Deno.test("two names that point at each other are refused", () => {
  const body = unhex("01 61 c010 01 62 c00c");
  assertRefuses(() => nameIn(body, 12), "range");
  assertRefuses(() => nameIn(body, 16), "range");
});

Deno.test("a chain of pointers is followed up to 127 of them", () => {
  const chain = (pointers: number) =>
    concat(
      unhex("01 61 00"),
      ...Array.from({ length: pointers }, (_, i) => {
        const to = i === 0 ? 12 : 15 + 2 * (i - 1);
        return Uint8Array.of(0xc0 | to >> 8, to & 255);
      }),
    );
  assert.equal(nameIn(chain(127), 15 + 2 * 126), "a.");
  assertRefuses(() => nameIn(chain(128), 15 + 2 * 127), "range");
});

Deno.test("a name that pointers make longer than 255 bytes is refused", () => {
  const label = concat(Uint8Array.of(63), new Uint8Array(63).fill(0x61));
  const first = concat(label, label, Uint8Array.of(0));
  const second = concat(label, label, Uint8Array.of(0xc0, 12));
  assertRefuses(() => nameIn(concat(first, second), 12 + first.length), "length");
});
