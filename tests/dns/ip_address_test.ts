import assert from "node:assert/strict";
import fc from "fast-check";
import { parseIpAddress, sameIpAddress, showIpAddress } from "../../src/dns/ip_address.ts";
import { parseServer, sameServer, showServer } from "../../src/dns/server_address.ts";
import { anyText, bytes } from "../support/arbitraries.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

Deno.test("an address is the same after it was shown and parsed", () => {
  fc.assert(fc.property(fc.oneof(bytes(4), bytes(16)), (address) => {
    assert.deepEqual(parseIpAddress(showIpAddress(address)), address);
  }));
});

Deno.test("addresses with many zeros are the same after they were shown and parsed", () => {
  const sparse = fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 16, maxLength: 16 }).map((array) =>
    Uint8Array.from(array)
  );
  fc.assert(fc.property(sparse, (address) => {
    assert.deepEqual(parseIpAddress(showIpAddress(address)), address);
  }));
});

const shown: readonly (readonly [text: string, canonical: string])[] = [
  ["::", "::"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["fe80::", "fe80::"],
  ["::ffff:192.0.2.1", "::ffff:c000:201"],
  ["192.0.2.1", "192.0.2.1"],
];
for (const [text, canonical] of shown) {
  Deno.test(`${text} is written ${canonical} (RFC 5952)`, () => {
    assert.equal(showIpAddress(parseIpAddress(text)!), canonical);
  });
}

const none = [
  "",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "01.2.3.4",
  "1.2.3.-4",
  ":",
  ":::",
  "1::2::3",
  "12345::",
  "::g",
];
const noneEither = ["1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8::", "::1.2.3.256", "1.2.3.4::"];
for (const text of [...none, ...noneEither]) {
  Deno.test(`${JSON.stringify(text)} is no address`, () => assert.equal(parseIpAddress(text), undefined));
}

Deno.test("the longest address is one, and a text that is far longer is refused without being looked at", () => {
  const longest = "ffff:".repeat(6) + "255.255.255.255";
  assert.deepEqual(parseIpAddress(longest), new Uint8Array(16).fill(0xff));
  assert.equal(parseIpAddress(`:${".".repeat(1_000_000)}:`), undefined); // in steps as many as its length squared it has no end
});

Deno.test("parseIpAddress() takes any text", () => {
  const likely = fc.stringMatching(/^[0-9a-f:.]{0,40}$/);
  fc.assert(fc.property(fc.oneof(anyText, likely), (text) => {
    const address = parseIpAddress(text);
    if (address !== undefined) assert.deepEqual(parseIpAddress(showIpAddress(address)), address);
  }));
});

Deno.test("addresses are one however they are written", () => {
  assert(sameIpAddress("::1", "0:0:0:0:0:0:0:1"));
  assert(sameIpAddress("fe80::1%eth0", "FE80::1%2"));
  assert(!sameIpAddress("127.0.0.1", "127.0.0.2"));
  assert(!sameIpAddress("no address", "no address"));
  assert(sameServer({ host: "::1", port: 53 }, { host: "0::1", port: 53 }));
  assert(!sameServer({ host: "::1", port: 53 }, { host: "::1", port: 54 }));
});

const servers: readonly (readonly [text: string, shown: string])[] = [
  ["192.0.2.1", "192.0.2.1:53"],
  [" 192.0.2.1:5300 ", "192.0.2.1:5300"],
  ["2001:db8::1", "[2001:db8::1]:53"],
  ["[2001:db8::1]", "[2001:db8::1]:53"],
  ["[2001:db8::1]:5300", "[2001:db8::1]:5300"],
  ["fe80::1%eth0", "[fe80::1%eth0]:53"],
];
for (const [text, expected] of servers) {
  Deno.test(`parseServer() reads ${text}`, () => assert.equal(showServer(parseServer(text)), expected));
}

const wrong = [
  "",
  "ns.example",
  "192.0.2.1:0",
  "192.0.2.1:65536",
  "192.0.2.1:",
  "[192.0.2.1]",
  "[::1",
  "::1%eth0",
];
for (const text of [...wrong, "[::1]53", "192.0.2.1:53:53"]) {
  Deno.test(`parseServer() refuses ${JSON.stringify(text)}`, () => assertRefuses(() => parseServer(text)));
}

Deno.test("parseServer() throws nothing but DecodeError for any text", () => {
  fc.assert(fc.property(anyText, (text) => void decodeErrorOf(() => parseServer(text))));
});
