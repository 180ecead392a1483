import { equalSecrets, hmacSha256 } from "../crypto/hash.ts";
import { concat } from "../protocol/bytes.ts";
import { passwordBytes } from "./passwords.ts";

const REMEMBERED_MS = 15 * 60_000;
/** Wrong passwords that a remembered sign-in puts up with: it must not be a place to guess at without delay. */
const MOST_MISMATCHES = 5;
const MOST_REMEMBERED = 256;

interface Entry {
  readonly digest: Uint8Array;
  readonly until: number;
  mismatches: number;
}

/**
 * Sign-ins that were verified a short while ago, by user and address, as keyed digests: a script need not pay for scrypt each time.
 * Times are milliseconds since 1970.
 */
export class RememberedSignIns {
  readonly #key: Uint8Array;
  /** By user, then by address. */
  readonly #entries = new Map<string, Map<string, Entry>>();

  /** `key`: 32 bytes that nobody can foresee, of this process. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  has(user: string, password: string, address: string, now: number): boolean {
    const own = this.#entries.get(user);
    const entry = own?.get(address);
    if (own === undefined || entry === undefined) return false;
    if (entry.until <= now) return own.delete(address) && false;
    if (equalSecrets(this.#digest(user, password), entry.digest)) return true;
    entry.mismatches += 1;
    if (entry.mismatches >= MOST_MISMATCHES) own.delete(address);
    return false;
  }

  add(user: string, password: string, address: string, now: number): void {
    const own = this.#entries.get(user) ?? new Map<string, Entry>();
    this.#entries.set(user, own);
    own.delete(address);
    own.set(address, { digest: this.#digest(user, password), until: now + REMEMBERED_MS, mismatches: 0 });
    const [oldest] = own.keys();
    if (own.size > MOST_REMEMBERED) own.delete(oldest!);
  }

  /** After a change of the password, or the removal of the user. */
  forget(user: string): void {
    this.#entries.delete(user);
  }

  #digest(user: string, password: string): Uint8Array {
    const name = new TextEncoder().encode(`${user}\0`);
    return hmacSha256(this.#key, concat(name, passwordBytes(password)));
  }
}
