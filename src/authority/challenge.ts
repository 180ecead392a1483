import { equalSecrets, hmacSha256 } from "../crypto/hash.ts";
import { ByteReader, ByteWriter, concat } from "../protocol/bytes.ts";

const LIFE_MS = 5 * 60_000;
const PURPOSE = new TextEncoder().encode("challenge");

/** 40 bytes: the time and a MAC over it, so that the service need not remember what it asked. */
export function createChallenge(masterKey: Uint8Array, now: number): Uint8Array {
  const time = new ByteWriter(8).u64(now).bytes;
  return concat(time, hmacSha256(masterKey, PURPOSE, time));
}

/** Whether this service asked it, not more than five minutes ago. */
export function challengeHolds(challenge: Uint8Array, masterKey: Uint8Array, now: number): boolean {
  if (challenge.length !== 40) return false;
  const time = challenge.slice(0, 8);
  if (!equalSecrets(challenge.slice(8), hmacSha256(masterKey, PURPOSE, time))) return false;
  const age = now - new ByteReader(time, 8, "challenge").u64();
  return age >= 0 && age <= LIFE_MS;
}
