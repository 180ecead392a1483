import { addressGroup } from "../policy/remote_address.ts";

/** Failures from one address before it has to wait, and how long it then waits: twice as long after each further one. */
const FREE_FAILURES = 2;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;
/** After so long without a failure an address begins anew. */
const FORGOTTEN_MS = 10 * 60_000;
/** Password checks take turns, a few a second: in the time above there cannot be as many failures. */
const MOST_ADDRESSES = 8192;

interface Failures {
  readonly count: number;
  readonly last: number;
}

/**
 * How long an address waits after sign-ins from it have failed. Nobody else waits for that: there is no lock-out of a user, which
 * anybody who knows the name could bring about. Times are milliseconds since 1970.
 */
export class Throttle {
  /** In the order of their last failure. */
  readonly #failures = new Map<string, Failures>();

  /** Milliseconds until a password from `address` is checked again; 0 where it is checked now. */
  delay(address: string, now: number): number {
    const failures = this.#of(address, now);
    if (failures === undefined || failures.count <= FREE_FAILURES) return 0;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** (failures.count - FREE_FAILURES - 1), LONGEST_DELAY_MS);
    return Math.min(delay, Math.max(0, failures.last + delay - now));
  }

  /** A success does not undo it: whoever has one password could otherwise guess others without delay. */
  failed(address: string, now: number): void {
    const count = (this.#of(address, now)?.count ?? 0) + 1;
    const group = addressGroup(address);
    this.#failures.delete(group);
    this.#failures.set(group, { count, last: now });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_ADDRESSES) this.#failures.delete(oldest!);
  }

  #of(address: string, now: number): Failures | undefined {
    const failures = this.#failures.get(addressGroup(address));
    return failures === undefined || now - failures.last >= FORGOTTEN_MS ? undefined : failures;
  }
}
