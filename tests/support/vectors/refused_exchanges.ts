import { encodeAuthorityCertificate } from "../../../src/protocol/authority_certificate.ts";
import { concat } from "../../../src/protocol/bytes.ts";
import { encodeHostCertificate } from "../../../src/protocol/host_certificate.ts";
import { encodeReplyBody } from "../../../src/protocol/reply.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";
import { signAuthorityCertificate } from "../../../src/crypto/certificates.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { bitFlipped, patched } from "../samples/damage.ts";
import {
  exampleBytes,
  exampleKey,
  hostKey,
  minutes,
  NOW,
  rootKeys,
  sampleAuthority,
  sampleHost,
  sampleReplyFields,
  sampleRequest,
  seconds,
  signedAuthority,
  signedHost,
  signedReply,
  strangerKey,
} from "../samples/samples.ts";
import { rootsText, sampleLicence } from "../samples/sample_licence.ts";
import type { ExchangeVector } from "./exchanges.ts";

type Change = readonly [name: string, changes: Partial<ExchangeVector>, fault: string];

/** The example's exchange, with one thing wrong in each, by the check that finds it. */
export function refusedExchanges(example: ExchangeVector): ExchangeVector[] {
  const checks = [malformed(example), ofAuthority(example), ofHost(), ofReply(example), ofClocks(example)];
  return checks.flatMap((changes, i) =>
    changes.map(([name, change, fault]) => ({ ...example, name, ...change, expect: { step: i + 1, fault } }))
  );
}

function malformed({ reply, authorityCertificate }: ExchangeVector): Change[] {
  return [
    ["a reply one byte short", { reply: reply.subarray(0, -1) }, "length"],
    ["a reply with one byte more", { reply: concat(reply, Uint8Array.of(0)) }, "length"],
    ["a length field that lies", { reply: patched(reply, 1, 229) }, "length"],
    ["a reply of another type", { reply: patched(reply, 2, 4) }, "type"],
    ["a reply of another version", { reply: patched(reply, 3, 2) }, "version"],
    ["a certificate of another type", { reply: patched(reply, 36, 0x11) }, "type"],
    ["a certificate of another version", { reply: patched(reply, 37, 0) }, "version"],
    [
      "an authority certificate one byte short",
      { authorityCertificate: authorityCertificate.subarray(0, 189) },
      "length",
    ],
    [
      "a reserved byte that is not 0",
      { authorityCertificate: patched(authorityCertificate, 27, 1) },
      "reserved",
    ],
  ];
}

const authorityFrom = (changes: Parameters<typeof signedAuthority>[0]) =>
  encodeAuthorityCertificate(signedAuthority(changes));

function ofAuthority({ authorityCertificate, reply }: ExchangeVector): Change[] {
  const certified = (changes: Parameters<typeof signedAuthority>[0]) => {
    return { authorityCertificate: authorityFrom(changes) };
  };
  const smallOrder = new Uint8Array(32);
  const strangers = ["root 0", "stranger", "authority"].map((name) => exampleKey(name).publicKey);
  const namingSmallOrder = patched(reply, 38, ...sha256(smallOrder).subarray(0, 4));
  return [
    [
      "the first root's signature damaged",
      { authorityCertificate: bitFlipped(authorityCertificate, 61 * 8) },
      "rootSignature",
    ],
    ["the second root's signature damaged", {
      authorityCertificate: bitFlipped(authorityCertificate, 126 * 8),
    }, "rootSignature"],
    ["its groups widened", { authorityCertificate: patched(authorityCertificate, 9, 0xff) }, "rootSignature"],
    ["an authority of other roots", { licence: licenceOf(strangers) }, "rootSignature"],
    ["an authority not yet valid", certified({ notBefore: minutes("2026-02-01T00:00Z") }), "notYetValid"],
    ["an authority that has expired", certified({ notAfter: minutes("2026-01-12T00:00Z") }), "expired"],
    [
      "an authority key of small order",
      { ...certified({ publicKey: smallOrder }), reply: namingSmallOrder },
      "smallOrderKey",
    ],
    [
      "an authority that the reply does not name",
      certified({ publicKey: strangerKey.publicKey }),
      "anotherAuthority",
    ],
  ];
}

/** The licence file of another publisher, who shares no more than the first root with the example's. */
function licenceOf(roots: readonly Uint8Array[]): string {
  const certificate = signAuthorityCertificate(sampleAuthority(), [
    { root: 0, key: rootKeys[0] },
    { root: 1, key: strangerKey },
  ]);
  return sampleLicence({ roots: rootsText(roots) }, encodeAuthorityCertificate(certificate));
}

function ofHost(): Change[] {
  const certified = (changes: Parameters<typeof signedHost>[0]) => ({
    reply: signedReply({}, signedHost(changes)),
  });
  const { notBefore } = sampleHost();
  const server = encodeRequest(sampleRequest({ productId: exampleBytes("product Server", 16) }));
  const damaged = { ...signedHost(), signature: bitFlipped(signedHost().signature, 77) };
  const itself = signedHost({ authorityKeyId: sampleHost().authorityKeyId }, hostKey);
  const longer = { notAfter: notBefore + 366 * 1440 + 1 };
  return [
    ["the authority's signature damaged", { reply: signedReply({}, damaged) }, "authoritySignature"],
    ["a host that certifies itself", { reply: signedReply({}, itself) }, "authoritySignature"],
    ["a host certificate that lives too long", certified(longer), "lifeTooLong"],
    ["a group that the authority may not grant", certified({ groups: 0b101 }), "groupsNotGranted"],
    ["a product whose group the host does not cover, activated", {
      request: server,
      reply: signedReply({}, signedHost(), server),
    }, "productNotCovered"],
    ["an epoch that is withdrawn", certified({ epoch: 0 }), "epochTooOld"],
    ["a host key of small order", certified({ publicKey: new Uint8Array(32) }), "smallOrderKey"],
    [
      "a host certificate not yet valid",
      certified({ notBefore: minutes("2026-01-16T00:00Z") }),
      "notYetValid",
    ],
    ["a host certificate that has expired", certified({ notAfter: minutes("2026-01-14T00:00Z") }), "expired"],
  ];
}

function ofReply({ request, reply }: ExchangeVector): Change[] {
  const other = encodeRequest(sampleRequest({ nonce: exampleBytes("another nonce", 16) }));
  const body = encodeReplyBody(sampleReplyFields(), encodeHostCertificate(signedHost()));
  const otherDomain = concat(body, hostKey.sign("VA1-hostreq", sha256(request), body));
  const withoutRequest = concat(body, hostKey.sign("VA1-reply", body));
  const fault = "replySignature";
  return [
    ["a reply to another request", { request: other }, fault],
    ["one bit of the request changed", { request: bitFlipped(request, 18 * 8) }, fault],
    ["the result changed", { reply: patched(reply, 4, 0xc0, 0x04, 0xf0, 0x38) }, fault],
    ["the count changed", { reply: patched(reply, 11, 28) }, fault],
    ["the validity changed", { reply: patched(reply, 20, 0, 3, 0xf4, 0x81) }, fault],
    ["the signature damaged", { reply: bitFlipped(reply, 231 * 8) }, fault],
    ["signed by another key than the certificate's", {
      reply: signedReply({}, signedHost(), request, strangerKey),
    }, fault],
    ["signed in another domain", { reply: otherDomain }, fault],
    ["signed without the request's hash", { reply: withoutRequest }, fault],
  ];
}

function ofClocks({ clock }: ExchangeVector): Change[] {
  const issuedAt = (issued: number) => ({ reply: signedReply({ issued }), clock });
  const first = seconds("2026-01-10T00:00:00Z");
  const last = seconds("2027-01-10T00:00:00Z");
  return [
    ["a clock 4 hours and a second ahead", issuedAt(clock - 4 * 3600 - 1), "clockOff"],
    ["a clock 4 hours and a second behind", issuedAt(clock + 4 * 3600 + 1), "clockOff"],
    [
      "a second before the certificate begins",
      { ...issuedAt(first - 1), clock: first },
      "issuedOutsideCertificate",
    ],
    [
      "a second after the certificate ends",
      { ...issuedAt(last + 1), clock: last },
      "issuedOutsideCertificate",
    ],
    ["issued in 1970", issuedAt(0), "issuedOutsideCertificate"],
    ["issued a minute before the authority's certificate begins", {
      authorityCertificate: authorityFrom({ notBefore: minutes("2026-01-15T10:01Z") }),
      clock: NOW + 60,
    }, "issuedOutsideCertificate"],
    ["issued a minute after the authority's certificate ends", {
      authorityCertificate: authorityFrom({ notAfter: minutes("2026-01-15T09:59Z") }),
      clock: NOW - 60,
    }, "issuedOutsideCertificate"],
  ];
}
