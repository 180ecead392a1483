import { createPrivateKey, X509Certificate } from "node:crypto";
import { toHex } from "../protocol/bytes.ts";
import { sha256 } from "./hash.ts";

/** SHA-256 over the certificate's DER, 64 hexadecimal digits. `certificate`: PEM. */
export function certificateFingerprint(certificate: string): string {
  return toHex(sha256(new Uint8Array(new X509Certificate(certificate).raw)));
}

/** Whether `key` (PEM) is the private key of `certificate` (PEM). False for what is neither. */
export function keyFits(key: string, certificate: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
