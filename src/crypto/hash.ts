import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { plainView } from "../protocol/bytes.ts";

/** 32 bytes over the parts, joined. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return plainView(hash.digest());
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes, over the parts, joined. */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return new Uint8Array(hmac.digest());
}

/** Compares secrets in a time that does not tell where they differ. */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
