import assert from "node:assert/strict";
import { decodeMessage, encodeMessage, readMessage } from "../../src/dns/message.ts";
import { Rcode } from "../../src/dns/numbers.ts";
import { makeUpdate } from "../../src/dns/requests.ts";
import { encodeTime, type TsigData } from "../../src/dns/record_data.ts";
import {
  appendTsig,
  signRequest,
  type TsigKey,
  tsigMac,
  type TsigVariables,
  verifyAnswer,
} from "../../src/dns/tsig.ts";
import { bitFlips, patched } from "../support/samples/damage.ts";
import { testKey } from "../support/dns/dns.ts";
import { capture } from "../support/dns/dns_captures.ts";
import { ALGORITHMS } from "../support/dns/dns_zones.ts";
import { decodeErrorOf } from "../support/refuses.ts";
import { answerTo } from "../support/dns/scripted_dns.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const NOW = 1_800_000_000;
const update = makeUpdate(new SeededRandom(1), "example.", []);
const sha256 = testKey("hmac-sha256");

function tsigOf(bytes: Uint8Array): TsigData {
  const data = decodeMessage(bytes).additionals.at(-1)?.data;
  assert(data?.type === "TSIG");
  return data;
}

/** What a server that holds the key sends in answer. */
function signedAnswer(
  requestMac: Uint8Array,
  change: Partial<TsigVariables> = {},
  { key = sha256, rcode = 0, cut = 0 }: { key?: TsigKey; rcode?: number; cut?: number } = {},
): Uint8Array<ArrayBuffer> {
  const variables = { timeSigned: NOW, fudge: 300, error: 0, otherData: new Uint8Array(), ...change };
  const bytes = answerTo(update, { rcode });
  const mac = tsigMac(bytes, key, variables, requestMac);
  return appendTsig(bytes, key, mac.subarray(0, mac.length - cut), variables);
}

const { mac: requestMac } = signRequest(update.bytes, sha256, NOW);
const verify = (bytes: Uint8Array, now = NOW) => verifyAnswer(bytes, { key: sha256, requestMac, now });

for (const server of ["BIND", "Knot"]) {
  for (const algorithm of ALGORITHMS) {
    const what = `update ${algorithm.replace("hmac-", "")}`;
    Deno.test(`signRequest() makes the MAC that nsupdate made for ${server} with ${algorithm}`, () => {
      const { request } = capture(server, what);
      const key = testKey(algorithm);
      const { mac, timeSigned, fudge } = tsigOf(request);
      assert.equal(fudge, 300);
      const unsigned = new Uint8Array(request.subarray(0, readMessage(request).lastRecordAt));
      const signed = signRequest(patched(unsigned, 10, 0, 0), key, timeSigned);
      assert.deepEqual(signed.mac, mac);
      assert.deepEqual(tsigOf(signed.bytes), tsigOf(request));
    });

    Deno.test(`verifyAnswer() verifies what ${server} signed with ${algorithm}`, () => {
      const { request, answer } = capture(server, what);
      const { timeSigned, mac } = tsigOf(request);
      const context = { key: testKey(algorithm), requestMac: mac, now: timeSigned };
      assert.deepEqual(verifyAnswer(answer, context), { kind: "verified" });
    });
  }

  Deno.test(`verifyAnswer() verifies no answer of ${server} with any one bit changed`, () => {
    const { request, answer } = capture(server, "update sha256");
    const { timeSigned, mac } = tsigOf(request);
    const context = { key: sha256, requestMac: mac, now: timeSigned };
    for (const bytes of bitFlips(answer)) {
      decodeErrorOf(() => {
        const { kind } = verifyAnswer(bytes, context);
        assert(kind !== "verified" || sameSigned(bytes, answer));
      });
    }
  });

  for (const error of ["BADKEY", "BADSIG"] as const) {
    Deno.test(`verifyAnswer() reads ${error} from ${server}, which it cannot sign`, () => {
      const { request, answer } = capture(server, `update ${error}`);
      const { timeSigned, mac } = tsigOf(request);
      const name = decodeMessage(request).additionals.at(-1)!.name;
      const context = { key: { ...sha256, name }, requestMac: mac, now: timeSigned };
      const expected = { kind: "rejected", error: Rcode[error], serverTime: undefined };
      assert.deepEqual(verifyAnswer(answer, context), expected);
    });
  }
}

/** Bits that are not signed: the ID, for which the original one stands, and the case of letters in the key's and algorithm's names. */
function sameSigned(bytes: Uint8Array, answer: Uint8Array): boolean {
  const whole = (message: Uint8Array) => {
    const decoded = decodeMessage(message);
    const additionals = decoded.additionals.map(({ name, data, ...rest }) => ({
      ...rest,
      name: name.toLowerCase(),
      data: data.type === "TSIG" ? { ...data, algorithm: data.algorithm.toLowerCase() } : data,
    }));
    return encodeMessage({ ...decoded, id: 0, additionals });
  };
  return whole(bytes).every((byte, i) => byte === whole(answer)[i]);
}

Deno.test("verifyAnswer() takes the original ID for the one that a forwarder put in its place", () => {
  assert.deepEqual(verify(patched(signedAnswer(requestMac), 0, 1, 2)), { kind: "verified" });
});

Deno.test("verifyAnswer() says that an answer without a signature is unsigned", () => {
  assert.deepEqual(verify(answerTo(update)), { kind: "unsigned" });
});

Deno.test("verifyAnswer() takes an answer to another request for forged", () => {
  const another = patched(requestMac, 0, requestMac[0]! ^ 1);
  assert.deepEqual(verify(signedAnswer(another)), { kind: "forged", reason: "its MAC is not the key's" });
});

Deno.test("verifyAnswer() takes an answer that leaves the request's MAC out for forged", () => {
  const bytes = answerTo(update);
  const variables = { timeSigned: NOW, fudge: 300, error: 0, otherData: new Uint8Array() };
  const replayed = appendTsig(bytes, sha256, tsigMac(bytes, sha256, variables), variables);
  assert.equal(verify(replayed).kind, "forged");
});

for (const cut of [1, 16, 31, 32]) {
  Deno.test(`verifyAnswer() takes a MAC with ${cut} bytes less for forged`, () => {
    const verdict = verify(signedAnswer(requestMac, {}, { cut }));
    assert.deepEqual(verdict, { kind: "forged", reason: "its MAC is truncated" });
  });
}

const strangers: Readonly<Record<string, TsigKey>> = {
  "another name": { ...sha256, name: "another." },
  "another algorithm": { ...sha256, algorithm: "hmac-sha512" },
};
for (const [what, key] of Object.entries(strangers)) {
  Deno.test(`verifyAnswer() takes a signature with ${what} for forged`, () => {
    const verdict = verify(signedAnswer(requestMac, {}, { key }));
    assert.deepEqual(verdict, { kind: "forged", reason: "it is signed with another key" });
  });
}

Deno.test("verifyAnswer() compares the key's name without regard to case", () => {
  const key = { ...sha256, name: sha256.name.toUpperCase() };
  assert.deepEqual(verify(signedAnswer(requestMac, {}, { key })), { kind: "verified" });
});

for (
  const [seconds, kind] of [[300, "verified"], [-300, "verified"], [301, "outdated"], [
    -301,
    "outdated",
  ]] as const
) {
  Deno.test(`an answer signed ${seconds} seconds from our time is ${kind}`, () => {
    assert.equal(verify(signedAnswer(requestMac, { timeSigned: NOW + seconds })).kind, kind);
  });
}

Deno.test("verifyAnswer() goes by the fudge that is signed", () => {
  assert.equal(verify(signedAnswer(requestMac, { timeSigned: NOW - 10, fudge: 9 })).kind, "outdated");
});

Deno.test("verifyAnswer() reads the server's time from BADTIME", () => {
  const change = { error: Rcode.BADTIME, otherData: encodeTime(0x1_2345_6789) };
  const expected = { kind: "rejected", error: 18, serverTime: 0x1_2345_6789 };
  assert.deepEqual(verify(signedAnswer(requestMac, change, { rcode: Rcode.NOTAUTH })), expected);
});

Deno.test("verifyAnswer() reads BADTIME without a time", () => {
  const change = { error: Rcode.BADTIME, otherData: new Uint8Array(5) };
  const expected = { kind: "rejected", error: 18, serverTime: undefined };
  assert.deepEqual(verify(signedAnswer(requestMac, change)), expected);
});

Deno.test("an error that is signed with another secret is forged, whatever it says", () => {
  const key = { ...sha256, secret: new Uint8Array(32) };
  const verdict = verify(signedAnswer(requestMac, { error: Rcode.BADTIME }, { key }));
  assert.equal(verdict.kind, "forged");
});

Deno.test("a signature without a MAC and without an error is forged", () => {
  const variables = { timeSigned: NOW, fudge: 300, error: 0, otherData: new Uint8Array() };
  assert.equal(verify(appendTsig(answerTo(update), sha256, new Uint8Array(), variables)).kind, "forged");
});
