import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeCertificateReply } from "../../src/protocol/certificate_exchange.ts";
import { encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { frameType, Type } from "../../src/protocol/frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { decodeLease } from "../../src/client/lease.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { checkExchange } from "../support/roles/check_exchange.ts";
import { authorityBytes, sampleRequest, signedHost, signedReply } from "../support/samples/samples.ts";
import type { Site } from "../support/searching/scripted_hosts.ts";
import { target } from "../support/searching/scripted_names.ts";
import { SearchBench } from "../support/searching/search_bench.ts";

/** What a host does: a bit of its sound reply is turned, or one of these. */
type Doing = number | (typeof DOINGS)[number];
const DOINGS = ["sound", "refuses", "stranger", "replays", "claims", "full", "few", "noise"] as const;

/** A turned bit of the length keeps the client waiting for more, as long as for silence. */
const isSlow = (doing: Doing) => typeof doing === "number" && doing < 16;
const REPLY_BITS = 232 * 8;

function siteOf(doing: Doing, bench: SearchBench): Site {
  const reply = (frame: Uint8Array) =>
    signedReply({ issued: Math.floor(bench.time.now() / 1000) }, signedHost(), frame);
  switch (doing) {
    case "sound":
      return bench.sound();
    case "refuses":
      return "refuses";
    case "stranger":
      return bench.stranger();
    case "replays":
      return { answer: () => [reply(encodeRequest(sampleRequest()))] };
    case "claims":
      return { answer: () => [encodeErrorFrame(HResult.activated)] };
    case "full":
      return bench.refusing(HResult.machineLimitReached);
    case "few":
      return bench.refusing(HResult.belowThreshold);
    case "noise":
      return { answer: () => [Uint8Array.from({ length: 40 }, (_, i) => i === 0 ? 0 : 38 - i * 7)] };
    default:
      return { answer: (frame) => [answerTurned(frame, doing, reply)] };
  }
}

/** A reply with one bit turned; the authority's certificate is given to whoever asks for one. */
function answerTurned(frame: Uint8Array, bit: number, reply: (frame: Uint8Array) => Uint8Array): Uint8Array {
  if (frameType(frame) === Type.certificateRequest) return encodeCertificateReply(authorityBytes);
  const bytes = reply(frame).slice();
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes;
}

const doings = fc.array(
  fc.oneof(fc.constantFrom(...DOINGS), fc.integer({ min: 0, max: REPLY_BITS - 1 })),
  { minLength: 1, maxLength: 5 },
).filter((list) => list.filter(isSlow).length < 3);

Deno.test("whatever hosts answer, an activation is from the first sound reply alone", async () => {
  await fc.assert(
    fc.asyncProperty(doings, async (list) => {
      const bench = new SearchBench();
      for (const [i, doing] of list.entries()) {
        bench.hosts.sites.set(`192.0.2.${i} 1688`, siteOf(doing, bench));
      }
      bench.names.offer(
        "example.com.",
        ...list.map((_, i) => target(`kms-${i}.example.com`, [`192.0.2.${i}`])),
      );
      const final = list.findIndex((doing) => doing === "sound" || doing === "few");
      const got = await bench.activate().catch((error) => error);
      if (list[final] !== "sound") {
        assert(got instanceof OperationError);
        assert.notEqual(got.code, HResult.activated);
        assert.equal(bench.documents.texts.has("lease.json"), false);
        return;
      }
      assert.equal(got.host.host, `kms-${final}.example.com`);
      const frames = decodeLease(bench.documents.parsed("lease.json"));
      const licence = bench.documents.texts.get("publisher.lic")!;
      const outcome = checkExchange({ ...frames, licence, clock: bench.time.now() / 1000 });
      assert.deepEqual(outcome, { result: 0, lease: 259_200 });
    }),
    { numRuns: 200 },
  );
});
