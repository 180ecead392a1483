import { signAuthorityCertificate } from "../crypto/certificates.ts";
import type { SigningKey } from "../crypto/ed25519.ts";
import { type AuthorityCertificate, encodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { equalBytes, toBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { OperationError } from "../policy/operation_error.ts";
import { readKey } from "./files.ts";

const MINUTES_A_DAY = 1440;
/** Ten years: no authority certificate lives longer, unless it is told to. */
export const AUTHORITY_DAYS = 3650;
const LONGEST_HOST_DAYS = 1095;

/** A root key and its place, 0 to 2, among those of the licence file. */
export interface Root {
  readonly root: number;
  readonly key: SigningKey;
}

export interface CertificateWish
  extends Pick<AuthorityCertificate, "serial" | "groups" | "minimumEpoch" | "publicKey"> {
  readonly days: number;
  /** Milliseconds since 1970: it begins with this day. */
  readonly now: number;
}

/** An authority certificate, 190 bytes, signed with two roots. */
export function certify(
  { days, now, ...wish }: CertificateWish,
  roots: readonly [Root, Root],
): Uint8Array<ArrayBuffer> {
  const notBefore = Math.floor(now / 60_000 / MINUTES_A_DAY) * MINUTES_A_DAY;
  const signed = signAuthorityCertificate({
    ...wish,
    notBefore,
    notAfter: notBefore + days * MINUTES_A_DAY,
    longestHostLife: LONGEST_HOST_DAYS * MINUTES_A_DAY,
  }, roots);
  return encodeAuthorityCertificate(signed);
}

/** The two root keys that were given as PEM texts, each with its place among `publicKeys`. Throws OperationError. */
export function rootsOf(texts: readonly string[], publicKeys: readonly Uint8Array[]): [Root, Root] {
  const [first, second] = texts.map((text, i) => rootOf(text, i, publicKeys));
  if (first === undefined || second === undefined || texts.length !== 2 || first.root === second.root) {
    throw new OperationError("Cannot make an authority key: two different root keys are needed", {
      remedy: "name two of root-1.key, root-2.key and root-3.key, each with --root",
    });
  }
  return [first, second];
}

function rootOf(text: string, i: number, publicKeys: readonly Uint8Array[]): Root {
  const key = rootKey(text, i);
  const root = publicKeys.findIndex((publicKey) => equalBytes(publicKey, key.publicKey));
  if (root >= 0) return { root, key };
  throw new OperationError(
    `Cannot make an authority key: root key ${i + 1} (${
      toBase64Url(key.publicKey)
    }) is none of this publisher's`,
    { remedy: "name two of root-1.key, root-2.key and root-3.key of this authority, each with --root" },
  );
}

function rootKey(text: string, i: number): SigningKey {
  try {
    return readKey(text, `root key ${i + 1}`);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new OperationError(`Cannot make an authority key: ${error.message}`, {
      remedy: "name two of root-1.key, root-2.key and root-3.key, each with --root",
    });
  }
}
