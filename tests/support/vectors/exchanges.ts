import { encodeAuthorityCertificate } from "../../../src/protocol/authority_certificate.ts";
import type { ReplyFields } from "../../../src/protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { authorityKeyId } from "../../../src/crypto/certificates.ts";
import type { SignedHostCertificate } from "../../../src/protocol/host_certificate.ts";
import type { ExchangeOutcome } from "../roles/check_exchange.ts";
import {
  authorityBytes,
  exampleBytes,
  exampleKey,
  NOW,
  sampleRequest,
  signedAuthority,
  signedHost,
  signedReply,
} from "../samples/samples.ts";
import { sampleLicence } from "../samples/sample_licence.ts";
import { refusedExchanges } from "./refused_exchanges.ts";
import type { VectorFile } from "./format.ts";

/** All that an exchange is judged by. */
export interface ExchangeVector {
  readonly name: string;
  readonly licence: string;
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  readonly authorityCertificate: Uint8Array;
  /** The client's clock when the reply arrives, seconds since 1970. */
  readonly clock: number;
  readonly expect: ExchangeOutcome;
}

/** The worked example's exchange. */
export const exampleExchange: ExchangeVector = {
  name: "the worked example",
  licence: sampleLicence(),
  request: encodeRequest(sampleRequest()),
  reply: signedReply(),
  authorityCertificate: authorityBytes,
  clock: NOW + 30,
  expect: { result: 0, lease: 259_200 },
};

/** exchanges.json (SPEC 9). */
export function exchanges(): VectorFile {
  return {
    about: "Exchanges as a client judges them, by its licence file and its clock (seconds since 1970)",
    vectors: [exampleExchange, ...acceptedExchanges(), ...refusals(), ...refusedExchanges(exampleExchange)],
  };
}

/** A request of the example's client, and the example host's reply to it. */
function exchange(
  name: string,
  requestChanges: Partial<ActivationRequest>,
  replyChanges: Partial<ReplyFields>,
  certificate: SignedHostCertificate = signedHost(),
): ExchangeVector {
  const request = encodeRequest(sampleRequest(requestChanges));
  const reply = signedReply(replyChanges, certificate, request);
  const { result = 0, validity = 259_200 } = replyChanges;
  return { ...exampleExchange, name, request, reply, expect: { result, lease: validity } };
}

function acceptedExchanges(): ExchangeVector[] {
  const fourHours = 4 * 3600;
  const capped = exchange("a validity above 180 days is capped", {}, { validity: 400 * 1440 });
  const otherKey = exampleKey("authority 2");
  const rotated = { publicKey: otherKey.publicKey, serial: 8, minimumEpoch: 2 };
  const byOther = { authorityKeyId: authorityKeyId(otherKey.publicKey), epoch: 2 };
  return [
    exchange("a renewal", { renewal: true, licenceState: 1 }, {}),
    exchange("a virtual machine", { virtual: true }, {}),
    exchange("a short-lived machine", { ephemeral: true }, { validity: 1440 }),
    exchange("a probe", { probe: true }, { validity: 0 }),
    exchange("a client without a name", { name: "" }, {}),
    { ...capped, expect: { result: 0, lease: 259_200 } },
    { ...exampleExchange, name: "a clock exactly 4 hours ahead", clock: NOW + fourHours },
    { ...exampleExchange, name: "a clock exactly 4 hours behind", clock: NOW - fourHours },
    exchange("a host that covers more groups", {}, {}, signedHost({ groups: 3 })),
    {
      ...exchange(
        "another authority, whose certificate names a newer epoch",
        {},
        {},
        signedHost(byOther, otherKey),
      ),
      authorityCertificate: encodeAuthorityCertificate(signedAuthority(rotated, [2, 1])),
    },
    atFirstMoment(),
    atLastMoment(),
  ];
}

function atFirstMoment(): ExchangeVector {
  const issued = signedHost().notBefore * 60;
  return { ...exchange("issued at the certificate's first moment", {}, { issued }), clock: issued };
}

function atLastMoment(): ExchangeVector {
  const issued = signedHost().notAfter * 60;
  return { ...exchange("issued at the certificate's last moment", {}, { issued }), clock: issued };
}

/** Replies that say no, and hold. */
function refusals(): ExchangeVector[] {
  const refusal = (name: string, result: number, count = 27) =>
    exchange(name, {}, { result, count, validity: 0 });
  const server = { productId: exampleBytes("product Server", 16) };
  return [
    refusal("refused: count below the threshold", HResult.belowThreshold, 3),
    refusal("refused: the clocks are apart", HResult.clockOff),
    refusal("refused: the host is full", HResult.machineLimitReached),
    refusal("refused: try later", HResult.tryLater),
    exchange("refused: a product whose group the host does not cover", server, {
      result: HResult.productNotServed,
      validity: 0,
    }),
    exchange("refused: a product that the licence file does not list", {
      productId: exampleBytes("unlisted", 16),
    }, {
      result: HResult.productNotServed,
      validity: 0,
    }),
  ];
}
