import { sha256 } from "../../../src/crypto/hash.ts";
import type { DeriveKey } from "../../../src/admin/passwords.ts";

/** In the place of scrypt: as different for different passwords, but quick; counts, and waits where it is told to. */
export class CountingDerive {
  calls = 0;
  /** Calls that have begun and not ended. */
  running = 0;
  mostRunning = 0;
  /** Awaited by each call. */
  gate: Promise<void> = Promise.resolve();

  readonly derive: DeriveKey = async (password, salt) => {
    this.calls += 1;
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    await this.gate;
    this.running -= 1;
    return sha256(password, salt);
  };
}
