import * as v from "valibot";
import {
  decodeAuthorityCertificate,
  ROOT_COUNT,
  type SignedAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import { fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import { isPlainText } from "../protocol/machine_name.ts";
import { isSmallOrder, type SigningKey, verifySignature } from "./ed25519.ts";
import { authorityCertificateFault, describeCertificateFault } from "./certificates.ts";

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));
const shownText = (most: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.check(isPlainText, "has a control character"));

/** SPEC 13: one product of the publisher's catalogue. */
export const productSchema = v.strictObject({
  /** Activation ID, 32 lower-case hexadecimal digits. */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  name: shownText(100),
  edition: shownText(100),
  kind: v.picklist(["client", "server"]),
  /** Computers that must be counted before this product is activated. */
  threshold: v.pipe(uint32, v.minValue(1)),
  /** Bit of the group mask that a host certificate must have. */
  group: v.pipe(uint32, v.maxValue(31)),
  /** Life of a lease, minutes; a client takes no more than 180 days. */
  validityMinutes: v.pipe(uint32, v.minValue(1)),
  /** Life of a short-lived machine's lease, minutes. */
  ephemeralMinutes: v.pipe(uint32, v.minValue(1)),
  /** Whether virtual machines count. */
  countVirtual: v.boolean(),
  clientKey: shownText(29),
});
export type Product = v.InferOutput<typeof productSchema>;

const publicKeyText = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const licencePayloadSchema = v.strictObject({
  version: v.literal(1),
  publisher: shownText(100),
  /** Rises with each licence file of the publisher. */
  serial: uint32,
  issued: v.pipe(v.string(), v.isoTimestamp()),
  /** The activation service, or null where there is none. */
  url: v.nullable(v.pipe(v.string(), v.url(), v.regex(/^https?:/))),
  roots: v.strictTuple([publicKeyText, publicKeyText, publicKeyText]),
  graceDays: v.pipe(uint32, v.maxValue(3650)),
  products: v.pipe(
    v.array(productSchema),
    v.minLength(1),
    v.check(
      (products) => new Set(products.map((product) => product.id)).size === products.length,
      "two products share an ID",
    ),
  ),
});
export type LicencePayload = v.InferOutput<typeof licencePayloadSchema>;

const envelopeSchema = v.strictObject({
  payload: v.string(),
  certificate: v.string(),
  signature: v.string(),
});

/** A licence file that holds: signed by its authority, whose certificate two of its own roots signed. */
export interface LicenceFile {
  readonly payload: LicencePayload;
  /** The three root public keys, 32 bytes each. */
  readonly roots: readonly Uint8Array[];
  readonly authority: SignedAuthorityCertificate;
  /** The 190 bytes of the authority certificate. */
  readonly authorityBytes: Uint8Array;
  /** The envelope as it was read, for keeping. */
  readonly text: string;
}

const WHAT = "licence file";

/** The envelope, as JSON text. `authorityCertificate`: the 190 bytes of the certificate of `authorityKey`. */
export function encodeLicenceFile(
  payload: LicencePayload,
  authorityCertificate: Uint8Array,
  authorityKey: SigningKey,
): string {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return JSON.stringify({
    payload: toBase64Url(bytes),
    certificate: toBase64Url(authorityCertificate),
    signature: toBase64Url(authorityKey.sign("VA1-licence", bytes)),
  }) + "\n";
}

/**
 * Reads and verifies a licence file against the roots that it names itself, dates aside. Whether those roots are the ones
 * to trust is for the caller to say: see sameRoots. Throws DecodeError.
 */
export function decodeLicenceFile(text: string): LicenceFile {
  const envelope = parseJson(envelopeSchema, text, WHAT);
  const payloadBytes = fromBase64Url(envelope.payload, WHAT);
  const payload = parseJson(licencePayloadSchema, decodeUtf8(payloadBytes), `${WHAT} payload`);
  const authorityBytes = fromBase64Url(envelope.certificate, WHAT);
  const authority = decodeAuthorityCertificate(authorityBytes);
  const roots = payload.roots.map((root) => fromBase64Url(root, `${WHAT} root`));
  refuseUnsoundRoots(roots);
  const fault = authorityCertificateFault(authority, roots);
  if (fault !== undefined) {
    throw new DecodeError(
      WHAT,
      "checksum",
      `its authority certificate does not hold: ${describeCertificateFault(fault)}`,
    );
  }
  if (
    !verifySignature(
      "VA1-licence",
      payloadBytes,
      fromBase64Url(envelope.signature, WHAT),
      authority.publicKey,
    )
  ) {
    throw new DecodeError(WHAT, "checksum", "its signature does not verify: the file was changed or damaged");
  }
  return { payload, roots, authority, authorityBytes, text };
}

/** Whether two licence files trust the same three roots, in the same order. */
export function sameRoots(a: LicenceFile, b: LicenceFile): boolean {
  return a.payload.roots.every((root, i) => root === b.payload.roots[i]);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DecodeError(WHAT, "text", "its payload is not UTF-8", { cause });
  }
}

function refuseUnsoundRoots(roots: readonly Uint8Array[]): void {
  const distinct = new Set(roots.map((root) => toBase64Url(root)));
  if (distinct.size !== ROOT_COUNT) throw new DecodeError(WHAT, "range", "its three roots are not distinct");
  if (roots.some(isSmallOrder)) throw new DecodeError(WHAT, "range", "a root key is of small order");
}
