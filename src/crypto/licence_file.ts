import * as v from "valibot";
import {
  decodeAuthorityCertificate,
  ROOT_COUNT,
  type SignedAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import { fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import { type LicencePayload, licencePayloadSchema, type Product } from "../protocol/licence_payload.ts";
import { isSmallOrder, type SigningKey, verifySignature } from "./ed25519.ts";
import { authorityCertificateFault, describeCertificateFault } from "./certificates.ts";
import { decodeProductKey, type ProductKey } from "./product_key.ts";

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
  refuseUnsoundKeys(payload.products);
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

/** What a folder keeps in its licence file's place. */
export type KeptLicence =
  | { readonly kind: "sound"; readonly licence: LicenceFile }
  | { readonly kind: "missing" }
  | { readonly kind: "damaged"; readonly reason: string };

/** The licence file that a folder keeps. A damaged one is as good as none, for the publisher's replaces it. Rejects with what the disk says. */
export async function readLicence(
  kept: { read(): Promise<string | null> },
): Promise<LicenceFile | undefined> {
  const found = await lookAtLicence(kept);
  return found.kind === "sound" ? found.licence : undefined;
}

/** As readLicence, and tells a damaged one from none. */
export async function lookAtLicence(kept: { read(): Promise<string | null> }): Promise<KeptLicence> {
  try {
    const text = await kept.read();
    return text === null ? { kind: "missing" } : { kind: "sound", licence: decodeLicenceFile(text) };
  } catch (error) {
    if (error instanceof DecodeError) return { kind: "damaged", reason: error.message };
    throw error;
  }
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

/** SPEC 13: each product has a client key whose serial is its own. */
function refuseUnsoundKeys(products: readonly Product[]): void {
  const serials = new Set(products.map(clientKeySerial));
  if (serials.size !== products.length) {
    throw new DecodeError(WHAT, "range", "two products share a client key");
  }
}

function clientKeySerial({ name, clientKey }: Product): number {
  const key = productKeyOf(name, clientKey);
  if (key.kind === "client") return key.serial;
  throw new DecodeError(WHAT, "range", `the client key of ${name} is a host key`);
}

function productKeyOf(name: string, clientKey: string): ProductKey {
  try {
    return decodeProductKey(clientKey);
  } catch (cause) {
    throw new DecodeError(WHAT, "range", `the client key of ${name} is none`, { cause });
  }
}
