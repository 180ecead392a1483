import { SigningKey } from "../crypto/ed25519.ts";
import { authorityKeyId } from "../crypto/certificates.ts";
import { fromBase64Url } from "../protocol/bytes.ts";
import {
  AUTHORITY_CERTIFICATE_BYTES,
  decodeAuthorityCertificate,
  type SignedAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { equalBytes } from "../protocol/bytes.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { DocumentFolder } from "../ports.ts";

/** What an authority's folder holds at first. */
export const FILES = {
  database: "authority.json",
  authorityKey: "authority.key",
  authorityCertificate: "authority.crt",
  masterKey: "master.key",
  licence: "publisher.lic",
  roots: ["root-1.key", "root-2.key", "root-3.key"],
} as const;

/** The files of an authority key: the first one's have no number. A file that is in use is never written again. */
export function keyFiles(generation: number): { readonly key: string; readonly certificate: string } {
  if (generation === 1) return { key: FILES.authorityKey, certificate: FILES.authorityCertificate };
  return { key: `authority-${generation}.key`, certificate: `authority-${generation}.crt` };
}

/** Where a licence file is kept beside publisher.lic, which is a copy of the last one. */
export function licenceFile(serial: number): string {
  return serial === 1 ? FILES.licence : `publisher-${serial}.lic`;
}

/** An authority key with its certificate. */
export interface Signer {
  readonly generation: number;
  readonly key: SigningKey;
  readonly keyId: number;
  readonly certificate: SignedAuthorityCertificate;
  /** 190 bytes. */
  readonly certificateBytes: Uint8Array;
}

/** Rejects with OperationError where one is missing or they do not belong together, DecodeError where one is damaged. */
export async function readSigner(documents: DocumentFolder, generation: number): Promise<Signer> {
  const files = keyFiles(generation);
  const certificateBytes = sized(
    await required(documents, files.certificate),
    AUTHORITY_CERTIFICATE_BYTES,
    files.certificate,
  );
  const key = readKey(await required(documents, files.key), files.key);
  const certificate = decodeAuthorityCertificate(certificateBytes);
  if (!equalBytes(certificate.publicKey, key.publicKey)) throw mixedFiles(files.key, files.certificate);
  return { generation, key, keyId: authorityKeyId(key.publicKey), certificate, certificateBytes };
}

/** Rejects with OperationError, DecodeError. */
export async function readMasterKey(documents: DocumentFolder): Promise<Uint8Array> {
  return sized(await required(documents, FILES.masterKey), 32, FILES.masterKey);
}

export async function required(documents: DocumentFolder, name: string): Promise<string> {
  const text = await documents.text(name).read();
  if (text === null) throw missingFile(name);
  return text;
}

export function missingFile(name: string): OperationError {
  return new OperationError(`The folder holds no authority: ${name} is missing`, {
    remedy: "make one with kms authority init --dir DIR --publisher NAME, or name its folder with --dir",
  });
}

export function mixedFiles(one: string, other: string): OperationError {
  return new OperationError(`The authority's files do not belong together: ${one} is not that of ${other}`, {
    remedy: "restore the authority's folder from a backup",
  });
}

/** Throws DecodeError. */
export function readKey(pem: string, what: string): SigningKey {
  try {
    return SigningKey.fromPem(pem);
  } catch (cause) {
    throw new DecodeError(what, "text", "it is no Ed25519 private key in PEM", { cause });
  }
}

function sized(text: string, length: number, what: string): Uint8Array {
  const bytes = fromBase64Url(text.trim(), what);
  if (bytes.length !== length) {
    throw new DecodeError(what, "length", `expected ${length} bytes, got ${bytes.length}`);
  }
  return bytes;
}
