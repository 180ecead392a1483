import assert from "node:assert/strict";
import type { CheckContext, CheckStep, ExchangeFrames } from "../../src/client/check.ts";
import { authorityKeyId } from "../../src/crypto/certificates.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { authorityWith, check, framesWith, request } from "../support/roles/checking.ts";
import { patched } from "../support/samples/damage.ts";
import { type sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";
import {
  authorityBytes,
  minutes,
  NOW,
  sampleRequest,
  seconds,
  signedHost,
  signedReply,
  strangerKey,
} from "../support/samples/samples.ts";

const replyOf = (...args: Parameters<typeof signedHost>) => signedReply({}, signedHost(...args));
const smallOrder = new Uint8Array(32);
const LATER = "2027-06-01T00:00Z";

interface Fault {
  readonly what: string;
  readonly step: CheckStep;
  readonly code?: HResult;
  readonly frames?: Partial<ExchangeFrames>;
  readonly now?: number;
  readonly product?: ReturnType<typeof sampleProduct>;
  readonly licensed?: CheckContext["licensed"];
}

/** In the order of SPEC 9. */
const FAULTS: readonly Fault[] = [
  { what: "a reply cut short", step: "format", frames: { reply: signedReply().slice(0, 231) } },
  { what: "a reply of another version", step: "format", frames: { reply: patched(signedReply(), 3, 2) } },
  {
    what: "an authority certificate of another type",
    step: "format",
    frames: { authorityCertificate: patched(authorityBytes, 0, 0x10) },
  },
  {
    what: "an authority certificate that no root signed",
    step: "authority",
    frames: { authorityCertificate: patched(authorityBytes, 61, authorityBytes[61]! ^ 1) },
  },
  {
    what: "an authority certificate that one root signed in another's place",
    step: "authority",
    frames: { authorityCertificate: patched(authorityBytes, 60, 1) },
  },
  {
    what: "an authority key of small order",
    step: "authority",
    frames: { authorityCertificate: authorityWith({ publicKey: smallOrder }) },
  },
  {
    what: "an authority key that the licence file withdraws",
    step: "authority",
    licensed: { minimumEpoch: 2 },
  },
  {
    what: "an authority certificate that has ended",
    step: "authority",
    frames: { authorityCertificate: authorityWith({ notAfter: NOW / 60 - 1 }) },
  },
  {
    what: "an authority certificate that begins later",
    step: "authority",
    code: HResult.clockOff,
    frames: { authorityCertificate: authorityWith({ notBefore: NOW / 60 + 1 }) },
  },
  {
    what: "a host certificate that names another authority",
    step: "authority",
    frames: { reply: replyOf({ authorityKeyId: authorityKeyId(strangerKey.publicKey) }) },
  },
  {
    what: "a host certificate that a stranger signed",
    step: "hostCertificate",
    frames: { reply: replyOf({}, strangerKey) },
  },
  {
    what: "a host certificate that lives too long",
    step: "hostCertificate",
    frames: { reply: replyOf({ notAfter: minutes("2027-01-11T00:01Z") }) },
  },
  {
    what: "a host certificate that ends before it begins",
    step: "hostCertificate",
    frames: { reply: replyOf({ notAfter: minutes("2026-01-09T00:00Z") }) },
  },
  {
    what: "a host certificate for groups that were not granted",
    step: "hostCertificate",
    frames: { reply: replyOf({ groups: 0b101 }) },
  },
  {
    what: "a host certificate of an epoch that is too old",
    step: "hostCertificate",
    frames: { reply: replyOf({ epoch: 0 }) },
  },
  {
    what: "a host key of small order",
    step: "hostCertificate",
    frames: { reply: replyOf({ publicKey: smallOrder }) },
  },
  { what: "a host certificate that has ended", step: "hostCertificate", now: seconds(LATER) },
  {
    what: "a host certificate that begins later",
    step: "hostCertificate",
    code: HResult.clockOff,
    now: seconds("2026-01-09T23:00Z"),
  },
  {
    what: "a host certificate that does not cover the product",
    step: "hostCertificate",
    code: HResult.productNotServed,
    product: serverProduct,
  },
  {
    what: "a reply that another key signed",
    step: "signature",
    frames: { reply: signedReply({}, signedHost(), request, strangerKey) },
  },
  {
    what: "a reply to another request",
    step: "signature",
    frames: { request: encodeRequest(sampleRequest({ nonce: new Uint8Array(16) })) },
  },
  {
    what: "a reply with its validity changed",
    step: "signature",
    frames: { reply: patched(signedReply(), 20, 1) },
  },
  {
    what: "a reply issued before its certificate begins",
    step: "dates",
    code: HResult.clockOff,
    frames: { reply: signedReply({ issued: seconds("2026-01-09T23:59:59Z") }) },
  },
  {
    what: "a reply issued after its certificate ends",
    step: "dates",
    code: HResult.clockOff,
    frames: { reply: signedReply({ issued: seconds("2027-01-10T00:01Z") }) },
  },
  {
    what: "a reply issued before its authority's certificate begins",
    step: "dates",
    code: HResult.clockOff,
    frames: { authorityCertificate: authorityWith({ notBefore: NOW / 60 + 1 }) },
    now: NOW + 60,
  },
  {
    what: "a reply issued after its authority's certificate ends",
    step: "dates",
    code: HResult.clockOff,
    frames: { authorityCertificate: authorityWith({ notAfter: NOW / 60 - 1 }) },
    now: NOW - 60,
  },
  {
    what: "a host whose clock is ahead by more than four hours",
    step: "clock",
    code: HResult.clockOff,
    frames: { reply: signedReply({ issued: NOW + 14_401 }) },
  },
  {
    what: "a host whose clock is behind by more than four hours",
    step: "clock",
    code: HResult.clockOff,
    frames: { reply: signedReply({ issued: NOW - 14_401 }) },
  },
];

for (const { what, step, code = HResult.noHostAnswered, frames, now, product, licensed } of FAULTS) {
  Deno.test(`checkReply() stops at ${step}: ${what}`, () => {
    const checked = check(framesWith(frames), now, product, licensed);
    assert(checked.kind === "fault", `it is ${checked.kind}`);
    assert.deepEqual({ step: checked.step, code: checked.code }, { step, code });
    assert(checked.reason.length > 10);
  });
}
