import assert from "node:assert/strict";
import { type ExchangeFrames, LONGEST_LEASE_MINUTES } from "../../src/client/check.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { authorityWith, check, framesWith, request } from "../support/roles/checking.ts";
import { patched } from "../support/samples/damage.ts";
import { serverProduct } from "../support/samples/sample_licence.ts";
import { hostKey, NOW, seconds, signedHost, signedReply, strangerKey } from "../support/samples/samples.ts";

const later = "2027-06-01T00:00Z";

Deno.test("checkReply() names the first step that fails where several do", () => {
  const late = { issued: NOW + 20_000 };
  const old = signedHost({ notAfter: NOW / 60 + 300 });
  const outside = signedReply({ issued: NOW + 20_000 }, old);
  assert.equal(stepOf({ reply: outside }), "dates");
  assert.equal(stepOf({ reply: patched(outside, 231, outside[231]! ^ 1) }), "signature");
  const badHost = signedReply(late, signedHost({ epoch: 0 }), request, strangerKey);
  assert.equal(stepOf({ reply: badHost }), "hostCertificate");
  const ended = authorityWith({ notAfter: NOW / 60 - 1 });
  assert.equal(stepOf({ reply: badHost, authorityCertificate: ended }), "authority");
  assert.equal(stepOf({ reply: patched(badHost, 3, 9), authorityCertificate: ended }), "format");
});

function stepOf(frames: Partial<ExchangeFrames>): string {
  const checked = check(framesWith(frames));
  return checked.kind === "fault" ? checked.step : checked.kind;
}

Deno.test("checkReply() finds a sound reply sound, up to four hours off and to the certificates' last minute", () => {
  assert.equal(check(framesWith()).kind, "sound");
  for (const off of [14_400, -14_400]) {
    assert.equal(check(framesWith({ reply: signedReply({ issued: NOW + off }) })).kind, "sound");
  }
  const ends = authorityWith({ notAfter: NOW / 60 });
  assert.equal(check(framesWith({ authorityCertificate: ends })).kind, "sound");
});

Deno.test("checkReply() caps the validity at 180 days", () => {
  for (const [said, kept] of [[60, 60], [259_200, 259_200], [259_201, 259_200], [0xffffffff, 259_200]]) {
    const checked = check(framesWith({ reply: signedReply({ validity: said! }) }));
    assert(checked.kind === "sound");
    assert.equal(checked.validity, kept);
  }
  assert.equal(LONGEST_LEASE_MINUTES, 180 * 24 * 60);
});

Deno.test("checkReply() takes a signed refusal for what it is, with its count, also for a product that is not covered", () => {
  const refusal = signedReply({ result: HResult.productNotServed, count: 12, validity: 0 });
  const checked = check(framesWith({ reply: refusal }), NOW, serverProduct);
  assert(checked.kind === "refused");
  assert.equal(checked.reply.count, 12);
});

Deno.test("checkReply() takes no refusal that the host has not signed", () => {
  const refusal = signedReply(
    { result: HResult.belowThreshold, validity: 0 },
    signedHost(),
    request,
    strangerKey,
  );
  assert.equal(stepOf({ reply: refusal }), "signature");
});

Deno.test("checkReply() without a clock leaves 'now' out, and nothing else", () => {
  assert.equal(check(framesWith(), undefined).kind, "sound");
  const outside = check(framesWith({ reply: signedReply({ issued: seconds(later) }) }), undefined);
  assert(outside.kind === "fault");
  assert.equal(outside.step, "dates");
  const stranger = check(framesWith({ reply: signedReply({}, signedHost({}, strangerKey)) }), undefined);
  assert.equal(stranger.kind, "fault");
});

Deno.test("checkReply() uses no key but the one in the host's certificate", () => {
  const certificate = signedHost({ publicKey: strangerKey.publicKey });
  assert.equal(stepOf({ reply: signedReply({}, certificate, request, hostKey) }), "signature");
  assert.equal(stepOf({ reply: signedReply({}, certificate, request, strangerKey) }), "sound");
});
