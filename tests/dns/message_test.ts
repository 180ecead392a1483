import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeHead, decodeMessage, encodeMessage, type Message, rcodeOf } from "../../src/dns/message.ts";
import { ROOT } from "../../src/dns/name.ts";
import { RecordClass, RecordType } from "../../src/dns/numbers.ts";
import { concat } from "../../src/protocol/bytes.ts";
import { bitFlips, patched, wrongLengths } from "../support/samples/damage.ts";
import { anyBytes } from "../support/arbitraries.ts";
import { capture, CAPTURES } from "../support/dns/dns_captures.ts";
import { messages } from "../support/dns/dns_arbitraries.ts";
import { unhex } from "../support/samples/hexed.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

const empty: Message = {
  id: 0,
  response: true,
  opcode: 0,
  authoritative: false,
  truncated: false,
  recursionDesired: false,
  recursionAvailable: false,
  authenticData: false,
  checkingDisabled: false,
  rcode: 0,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};
const opt = (ttl: number, name = ROOT) =>
  ({ name, recordClass: 1232, ttl, data: { type: "OPT", options: new Uint8Array() } }) as const;
const tsig = {
  name: "key.",
  recordClass: RecordClass.ANY,
  ttl: 0,
  data: {
    type: "TSIG",
    algorithm: "hmac-sha256.",
    timeSigned: 1,
    fudge: 300,
    mac: new Uint8Array(32),
    originalId: 0,
    error: 0,
    otherData: new Uint8Array(),
  },
} as const;

Deno.test("decodeMessage() returns what was encoded", () => {
  fc.assert(fc.property(messages, (message) => {
    const encoded = encodeMessage(message);
    assert.deepEqual(decodeMessage(encoded), message);
    assert.deepEqual(encodeMessage(decodeMessage(encoded)), encoded);
  }));
});

Deno.test("decodeMessage() refuses every truncation and one byte more, of made and of captured messages", () => {
  const made = fc.sample(messages, { numRuns: 20, seed: 7 }).map(encodeMessage);
  for (const whole of [...made, ...CAPTURES.map(({ answer }) => answer)]) {
    for (const bytes of wrongLengths(whole)) assertRefuses(() => decodeMessage(bytes), "length");
  }
});

Deno.test("decodeMessage() throws nothing but DecodeError for random bytes, and encodes again what it accepts", () => {
  const head = fc.tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.constantFrom(0, 1, 2, 255));
  const likely = fc.tuple(head, anyBytes).map(([[flags, count], rest]) =>
    concat(flags, Uint8Array.of(0, count, 0, count, 0, 0, 0, 1), rest)
  );
  fc.assert(
    fc.property(fc.oneof(anyBytes, likely), (bytes) => {
      if (decodeErrorOf(() => decodeMessage(bytes)) !== undefined) return;
      const message = decodeMessage(bytes);
      assert.deepEqual(decodeMessage(encodeMessage(message)), message);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("decodeMessage() throws nothing but DecodeError for captured messages with any one bit changed", () => {
  for (const { answer, request } of CAPTURES) {
    for (const bytes of [...bitFlips(answer), ...bitFlips(request)]) {
      decodeErrorOf(() => decodeMessage(bytes));
    }
  }
});

Deno.test("decodeMessage() throws nothing but DecodeError for captured messages with bytes replaced", () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...CAPTURES), damage, ({ answer }, changes) => {
      const bytes = changes.reduce((rest, [at, byte]) => patched(rest, at % answer.length, byte), answer);
      decodeErrorOf(() => decodeMessage(bytes));
    }),
    { numRuns: 3000 },
  );
});

for (const { title, request, answer } of CAPTURES) {
  Deno.test(`decodeMessage() reads the ${title}, question and answer`, () => {
    const [asked, said] = [decodeMessage(request), decodeMessage(answer)];
    assert.equal(asked.response, false);
    assert.equal(said.response, true);
    assert.equal(said.id, asked.id);
    if (said.questions.length > 0) assert.deepEqual(said.questions, asked.questions);
    assert.deepEqual(decodeMessage(encodeMessage(said)), said);
  });
}

for (const server of ["BIND", "Knot"]) {
  Deno.test(`decodeMessage() reads SRV records and their addresses from ${server}`, () => {
    const { answers, additionals, authoritative } = decodeMessage(capture(server, "SRV").answer);
    assert.equal(authoritative, true);
    const shown = answers.map(({ name, ttl, data }) => {
      assert.equal(name, "_volact._tcp.closed.test.");
      assert(data.type === "SRV");
      return `${ttl} ${data.priority} ${data.weight} ${data.port} ${data.target}`;
    });
    assert.deepEqual(shown.sort(), [
      "300 10 10 1700 two.closed.test.",
      "300 10 90 1688 one.closed.test.",
      "300 20 0 1688 six.closed.test.",
    ]);
    const addresses = additionals.flatMap(({ name, data }) =>
      "address" in data ? [`${name} ${data.address}`] : []
    );
    assert.deepEqual(addresses.sort(), [
      "one.closed.test. 192.0.2.1",
      "one.closed.test. 2001:db8::1",
      "six.closed.test. 2001:db8::6",
      "two.closed.test. 192.0.2.2",
    ]);
  });

  Deno.test(`decodeMessage() reads the zone from what ${server} says of a name that does not exist`, () => {
    const message = decodeMessage(capture(server, "NXDOMAIN").answer);
    assert.equal(rcodeOf(message), 3);
    const [soa] = message.authorities;
    assert.equal(soa?.name, "closed.test.");
    assert.deepEqual(soa.data, {
      type: "SOA",
      mname: "ns.closed.test.",
      rname: "hostmaster.closed.test.",
      serial: 1,
      refresh: 3600,
      retry: 600,
      expire: 86_400,
      minimum: 60,
    });
  });

  Deno.test(`decodeMessage() sees that an answer of ${server} is truncated`, () => {
    assert.equal(decodeMessage(capture(server, "truncated").answer).truncated, true);
  });
}

Deno.test("encodeMessage() writes an update that nsupdate made as nsupdate wrote it, but for compression", () => {
  const { request } = capture("BIND", "update sha256");
  const { authorities, questions, opcode } = decodeMessage(request);
  assert.equal(opcode, 5);
  assert.deepEqual(questions, [{ name: "signed.test.", type: RecordType.SOA, questionClass: 1 }]);
  const name = "_volact._tcp.signed.test.";
  const srv = { type: "SRV", priority: 0, weight: 0, target: "one.signed.test." } as const;
  assert.deepEqual(authorities, [
    { name, recordClass: 254, ttl: 0, data: { ...srv, port: 1700 } },
    { name, recordClass: 1, ttl: 3600, data: { ...srv, port: 1688 } },
  ]);
});

Deno.test("decodeMessage() reads the compressed names of RFC 1035, 4.1.4", () => {
  const bytes = new Uint8Array(93 + 5);
  bytes.set(unhex("0000 8000 0004 0000 0000 0000"));
  const at = (offset: number, hex: string) => bytes.set(unhex(hex), offset);
  // the RFC's names one after another, with types and classes between them, so that their offsets are others
  at(12, "01 46 03 495349 04 41525041 00 0001 0001"); // F.ISI.ARPA at 12
  at(28, "03 464f4f c00c 0001 0001"); // FOO.F.ISI.ARPA
  at(38, "c012 0001 0001"); // ARPA
  at(44, "00 0001 0001"); // the root
  const message = decodeMessage(bytes.subarray(0, 49));
  assert.deepEqual(message.questions.map(({ name }) => name), [
    "F.ISI.ARPA.",
    "FOO.F.ISI.ARPA.",
    "ARPA.",
    ".",
  ]);
});

Deno.test("rcodeOf() adds the upper bits that an OPT record holds", () => {
  assert.equal(rcodeOf({ ...empty, rcode: 5 }), 5);
  assert.equal(rcodeOf({ ...empty, rcode: 0, additionals: [opt(0x01000000)] }), 16);
  assert.equal(rcodeOf({ ...empty, rcode: 7, additionals: [opt(0xff008000)] }), 0xff7);
});

const misplaced: Readonly<Record<string, Partial<Message>>> = {
  "two OPT records": { additionals: [opt(0), opt(0)] },
  "an OPT record among the answers": { answers: [opt(0)] },
  "an OPT record that is not the root's": { additionals: [opt(0, "example.")] },
  "a TSIG record among the answers": { answers: [tsig] },
  "a TSIG record before another": { additionals: [tsig, opt(0)] },
  "two TSIG records": { additionals: [tsig, tsig] },
  "a TSIG record of class IN": { additionals: [{ ...tsig, recordClass: 1 }] },
  "a TSIG record with a TTL": { additionals: [{ ...tsig, ttl: 1 }] },
};
for (const [what, parts] of Object.entries(misplaced)) {
  Deno.test(`decodeMessage() refuses ${what}`, () => {
    assertRefuses(() => decodeMessage(encodeMessage({ ...empty, ...parts })), "range");
  });
}

Deno.test("decodeMessage() refuses data that is longer or shorter than its type, whatever follows", () => {
  const a = encodeMessage({
    ...empty,
    answers: [{ name: ROOT, recordClass: 1, ttl: 0, data: { type: "A", address: "192.0.2.1" } }],
  });
  const lengthAt = 12 + 1 + 8;
  assertRefuses(() => decodeMessage(patched(a, lengthAt, 0, 3)), "length");
  assertRefuses(() => decodeMessage(concat(patched(a, lengthAt, 0, 5), Uint8Array.of(0))), "length");
  assertRefuses(() => decodeMessage(concat(patched(a, lengthAt, 0, 0)).subarray(0, -4)), "length");
});

Deno.test("decodeMessage() refuses counts that the message does not hold without making room for them", () => {
  const header = unhex("0000 8000 ffff ffff ffff ffff");
  assertRefuses(() => decodeMessage(header), "length");
  assertRefuses(() => decodeMessage(concat(header, new Uint8Array(4000))), "length");
});

Deno.test("decodeHead() reads what precedes the records, however the rest ends", () => {
  const { answer } = capture("BIND", "SRV");
  const { id, questions } = decodeMessage(answer);
  const questionEnd = 12 + 26 + 4;
  const head = decodeHead(answer.subarray(0, questionEnd));
  assert.equal(head.id, id);
  assert.deepEqual(head.questions, questions);
  assertRefuses(() => decodeHead(answer.subarray(0, questionEnd - 1)), "length");
});
