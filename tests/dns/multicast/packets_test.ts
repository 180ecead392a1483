import assert from "node:assert/strict";
import fc from "fast-check";
import { isReachable, linksOf } from "../../../src/dns/multicast/links.ts";
import { readPacket } from "../../../src/dns/multicast/packets.ts";
import { readText, textData } from "../../../src/dns/multicast/text.ts";
import { decodeMessage } from "../../../src/dns/message.ts";
import { linkOf } from "../../support/lan/fake_lan.ts";
import { recordsOf, response, serviceOf } from "../../support/lan/multicast.ts";

const packet = response(...recordsOf(serviceOf("Contoso KMS"), "10.0.0.1", "2001:db8::1"));

Deno.test("a response is read back with all of its records, those with the cache-flush bit too", () => {
  const { answers } = readPacket(packet)!;
  assert.deepEqual(answers, recordsOf(serviceOf("Contoso KMS"), "10.0.0.1", "2001:db8::1"));
  assert.deepEqual(answers.map(({ recordClass }) => recordClass), [1, 0x8001, 0x8001, 0x8001, 0x8001]);
});

Deno.test("outside of multicast DNS a class with that bit is another class", () => {
  const types = decodeMessage(packet).answers.map(({ data }) => data.type);
  assert.deepEqual(types, ["PTR", "other", "other", "other", "other"]);
});

Deno.test("a packet that is cut off anywhere is none, and no bytes make the reader throw", () => {
  for (let length = 0; length < packet.length; length++) {
    assert.equal(readPacket(packet.subarray(0, length)), undefined, `${length} bytes`);
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    readPacket(bytes);
    readPacket(Uint8Array.from([...packet.subarray(0, 12), ...bytes]));
  }));
});

Deno.test("packets with an opcode or an rcode are passed over", () => {
  for (const [at, value] of [[2, 0xa8], [3, 3]] as const) {
    const changed = packet.slice();
    changed[at] = value;
    assert.equal(readPacket(changed), undefined);
  }
});

Deno.test("a TXT record begins with its version, and gives back what it was made of", () => {
  const data = textData({ publisher: "Contoso = 長", empty: "" });
  assert.equal(new TextDecoder().decode(data.strings[0]), "txtvers=1");
  assert.deepEqual(readText(data), { txtvers: "1", publisher: "Contoso = 長", empty: "" });
});

Deno.test("a value that is too long for a string ends at a whole character", () => {
  const { strings } = textData({ publisher: "長".repeat(100) });
  assert.deepEqual(strings.map(({ length }) => length), [9, 253]);
  assert.equal(readText({ type: "TXT", strings }).publisher, "長".repeat(81));
});

Deno.test("of what others write in a TXT record only pairs count, the first of a key, and nothing that disturbs a terminal", () => {
  const strings = ["", "=x", "flag", "A=1", "a=2", "__proto__=\u001b[2J"].map((text) =>
    new TextEncoder().encode(text)
  );
  const text = readText({ type: "TXT", strings });
  assert.deepEqual(Object.entries(text), [["a", "1"], ["__proto__", "\ufffd[2J"]]);
});

Deno.test("who lies on no link is from elsewhere", () => {
  const links = [linkOf(["10.0.0.1", "2001:db8::1"]), linkOf(["fe80::1%eth1", "192.168.7.130"])];
  const linksAt = (address: string) => linksOf(address, links).map((link) => links.indexOf(link));
  assert.deepEqual(linksAt("10.0.0.200"), [0]);
  assert.deepEqual(linksAt("10.0.1.1"), []);
  assert.deepEqual(linksAt("2001:db8::ffff:1"), [0]);
  assert.deepEqual(linksAt("2001:db8:0:1::1"), []);
  assert.deepEqual(linksAt("fe80::99%eth1"), [1]);
  assert.deepEqual(linksAt("192.168.7.1"), [1]);
  assert.deepEqual(linksAt("nonsense"), []);
});

Deno.test("addresses that nobody can be reached at by others are left aside", () => {
  const reachable = ["10.0.0.1", "169.254.3.4", "2001:db8::1", "fd00::1"];
  const not = ["127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1"];
  assert.deepEqual(reachable.filter(isReachable), reachable);
  assert.deepEqual([...not, "fe80::1", "febf::1", "ff02::fb", "x"].filter(isReachable), []);
});
