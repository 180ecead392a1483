import { encodeAuthorityCertificate } from "../../../src/protocol/authority_certificate.ts";
import { toBase64Url } from "../../../src/protocol/bytes.ts";
import { signAuthorityCertificate } from "../../../src/crypto/certificates.ts";
import { patched } from "../samples/damage.ts";
import {
  authorityBytes,
  authorityKey,
  rootKeys,
  rootPublicKeys,
  sampleAuthority,
  signedAuthority,
  strangerKey,
} from "../samples/samples.ts";
import {
  licenceAround,
  licenceEnvelope,
  rootsText,
  sampleLicence,
  samplePayload,
} from "../samples/sample_licence.ts";
import type { VectorFile } from "./format.ts";
import { type LicenceRefusal, refusedPayloads, refusedProducts } from "./refused_payloads.ts";

/** licence_files.json (SPEC 13). */
export function licenceFiles(): VectorFile {
  const good = (name: string, changes: Parameters<typeof samplePayload>[0]) => {
    return { name, text: sampleLicence(changes), payload: samplePayload(changes), roots: rootPublicKeys };
  };
  const refusals = [...refusedEnvelopes(), ...refusedRoots(), ...refusedPayloads(), ...refusedProducts()];
  return {
    about: "Licence files: `text` is the file's whole text",
    vectors: [
      good("the worked example's", {}),
      good("without an activation service", { url: null }),
      good("an hour of another zone", { issued: "2026-01-02T11:30:00.250+02:00" }),
      good("names in other scripts", { publisher: "Пример 示例" }),
      { ...good("after a byte-order mark", {}), text: "\ufeff" + sampleLicence() },
      { ...good("spread over lines", {}), text: JSON.stringify(JSON.parse(sampleLicence()), null, 2) },
      ...refusals.map(([name, text, expect]) => ({ name, text, expect })),
    ],
  };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function refusedEnvelopes(): LicenceRefusal[] {
  const payload = utf8(JSON.stringify(samplePayload()));
  const changed = utf8(JSON.stringify(samplePayload({ publisher: "Example Softwaré" })));
  const { certificate } = JSON.parse(sampleLicence());
  const otherDomain = toBase64Url(authorityKey.sign("VA1-journal", payload));
  return [
    ["nothing", "", "text"],
    ["not JSON", "licence", "text"],
    ["a text cut short", sampleLicence().slice(0, -3), "text"],
    ["null", "null", "range"],
    ["a list", "[]", "range"],
    ["no signature", licenceEnvelope({ signature: undefined }), "range"],
    ["a member that is not known", licenceEnvelope({ comment: "" }), "range"],
    ["a signature that is a number", licenceEnvelope({ signature: 5 }), "range"],
    ["padding", licenceEnvelope({ certificate: certificate + "==" }), "text"],
    ["stray bits at the end", licenceEnvelope({ certificate: certificate.slice(0, -1) + "B" }), "text"],
    ["plain base64", licenceEnvelope({ signature: "+" + otherDomain.slice(1) }), "text"],
    [
      "a certificate of 189 bytes",
      licenceEnvelope({ certificate: toBase64Url(authorityBytes.subarray(1)) }),
      "length",
    ],
    ["a signature of 63 bytes", licenceEnvelope({ signature: toBase64Url(new Uint8Array(63)) }), "checksum"],
    ["a payload changed after signing", licenceEnvelope({ payload: toBase64Url(changed) }), "checksum"],
    ["a signature of another domain", licenceEnvelope({ signature: otherDomain }), "checksum"],
    ["a signature by another key", sampleLicence({}, authorityBytes, strangerKey), "checksum"],
    ["a payload that is not UTF-8", licenceAround(Uint8Array.of(0xff)), "text"],
    ["a payload that is not JSON", licenceAround(utf8("{")), "text"],
    ["an empty payload", licenceAround(new Uint8Array(0)), "text"],
  ];
}

function refusedRoots(): LicenceRefusal[] {
  const [first, second, third] = rootPublicKeys;
  const roots = (keys: readonly Uint8Array[]) => sampleLicence({ roots: rootsText(keys) });
  const stranger = signAuthorityCertificate(sampleAuthority(), [
    { root: 0, key: rootKeys[0] },
    { root: 2, key: strangerKey },
  ]);
  const smallOrder = encodeAuthorityCertificate(signedAuthority({ publicKey: new Uint8Array(32) }));
  const payload = samplePayload();
  const stray = payload.roots[0].slice(0, -1) + "_";
  const [a, b] = payload.roots;
  return [
    ["one root twice", roots([first!, second!, first!]), "range"],
    ["a root of small order", roots([first!, new Uint8Array(32), third!]), "range"],
    ["a root with stray bits", sampleLicence({ roots: [stray, b, a] }), "text"],
    ["the roots in another order", roots([third!, second!, first!]), "checksum"],
    [
      "a root that is no point of the curve",
      roots([patched(new Uint8Array(32), 0, 2), second!, third!]),
      "checksum",
    ],
    ["two roots", licenceAround(utf8(JSON.stringify({ ...payload, roots: [a, b] }))), "range"],
    [
      "an authority that one root signed and a stranger",
      sampleLicence({}, encodeAuthorityCertificate(stranger)),
      "checksum",
    ],
    ["a certificate with one root twice", sampleLicence({}, patched(authorityBytes, 125, 0)), "range"],
    ["an authority key of small order", sampleLicence({}, smallOrder), "checksum"],
  ];
}
