import * as v from "valibot";
import { equalSecrets } from "../crypto/hash.ts";
import type { ScryptParameters } from "../crypto/scrypt.ts";
import { HResult } from "../protocol/hresult.ts";
import { fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Random } from "../ports.ts";

export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 256;

/** What new passwords are hashed with: 32 MiB, and about 0.2 seconds of one core. */
const PARAMETERS: ScryptParameters = { cost: 32768, blockSize: 8, parallelization: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const parameter = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/** A password as it is kept: scrypt's parameters, and salt and hash in base64url. */
export const passwordRecordSchema = v.strictObject({
  scrypt: v.strictObject({
    cost: v.pipe(parameter(32768), v.check(isPowerOfTwo, "it is no power of 2")),
    blockSize: parameter(8),
    parallelization: parameter(4),
  }),
  salt: bytesText(SALT_BYTES),
  hash: bytesText(HASH_BYTES),
});
export type PasswordRecord = v.InferOutput<typeof passwordRecordSchema>;

/** Derives 32 bytes from a password, as scrypt does. */
export type DeriveKey = (
  password: Uint8Array,
  salt: Uint8Array,
  parameters: ScryptParameters,
) => Promise<Uint8Array>;

/** Nobody's password: a user who does not exist is checked against it, which takes the time that one who exists takes. */
export const NOBODYS_RECORD: PasswordRecord = {
  scrypt: PARAMETERS,
  salt: toBase64Url(new Uint8Array(SALT_BYTES)),
  hash: "",
};

/**
 * Whether it may be anybody's at all. Not one with a NUL: scrypt fills what is short with NULs, and takes a password with some behind it
 * for the one without (RFC 2104, 2).
 */
export function isPossible(password: string): boolean {
  return password.length <= LONGEST_PASSWORD * 4 && !password.includes("\0");
}

/** Throws OperationError where a password is too short or too long to be taken, or has a NUL. */
export function checkNewPassword(password: string): void {
  if (password.includes("\0")) {
    throw new OperationError("Cannot take the password: it holds a NUL character", {
      code: HResult.malformed,
      remedy: "choose another",
    });
  }
  const length = [...normalized(password)].length;
  if (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD) return;
  throw new OperationError(
    `Cannot take the password: it has ${length} characters, expected ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD}`,
    { code: HResult.malformed, remedy: "choose a longer one; several words make a good one" },
  );
}

/** The record of a new password. Rejects with OperationError where it is too short or too long, or has a NUL. */
export async function recordPassword(
  password: string,
  random: Random,
  derive: DeriveKey,
): Promise<PasswordRecord> {
  checkNewPassword(password);
  const salt = random.bytes(SALT_BYTES);
  const hash = await derive(passwordBytes(password), salt, PARAMETERS);
  return { scrypt: PARAMETERS, salt: toBase64Url(salt), hash: toBase64Url(hash) };
}

/** Whether the password is that of the record; compares in constant time. */
export async function matchesPassword(
  password: string,
  record: PasswordRecord,
  derive: DeriveKey,
): Promise<boolean> {
  const hash = await derive(passwordBytes(password), fromBase64Url(record.salt, "salt"), record.scrypt);
  return equalSecrets(hash, fromBase64Url(record.hash, "password hash"));
}

/** UTF-8 of the password in NFC: an é is one, whichever way a keyboard makes it. */
export function passwordBytes(password: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(normalized(password));
}

function normalized(password: string): string {
  return password.normalize("NFC");
}

function bytesText(length: number) {
  return v.pipe(v.string(), v.check((text) => isText(text, length), `it is no base64url of ${length} bytes`));
}

function isText(text: string, length: number): boolean {
  try {
    return fromBase64Url(text, "password").length === length;
  } catch {
    return false;
  }
}

/** Of 2 at least: RFC 7914, 2. */
function isPowerOfTwo(cost: number): boolean {
  return cost > 1 && (cost & (cost - 1)) === 0;
}
