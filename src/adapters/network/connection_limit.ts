import { addressGroup } from "../../policy/remote_address.ts";

/** Connections at one time, and those of them that may belong to users who have signed in. */
const MOST_OPEN = 64;
const MOST_ADMITTED = 48;

interface Open {
  readonly group: string;
  readonly close: () => void;
  admitted: boolean;
}

export interface HeldConnection {
  /** Somebody has signed in on it: it is not closed to make room any more. False where there are too many of these. */
  admit(): boolean;
  /** It is closed. */
  release(): void;
}

/**
 * Bounds what strangers may hold open. Where there is no more room, the address that has the most connections loses its oldest: who
 * opens many closes his own, and somebody else still comes in.
 */
export class ConnectionLimit {
  readonly #open = new Set<Open>();

  get size(): number {
    return this.#open.size;
  }

  /** Undefined where all are in use by users who have signed in. */
  add(address: string, close: () => void): HeldConnection | undefined {
    if (this.#open.size >= MOST_OPEN && !this.#makeRoom()) return undefined;
    const open: Open = { group: addressGroup(address), close, admitted: false };
    this.#open.add(open);
    return { admit: () => this.#admit(open), release: () => void this.#open.delete(open) };
  }

  /** Those that have not been released. */
  closeAll(): void {
    for (const { close } of this.#open) close();
  }

  #admit(open: Open): boolean {
    const admitted = [...this.#open].filter((one) => one.admitted).length;
    if (admitted < MOST_ADMITTED) open.admitted = true;
    return open.admitted;
  }

  #makeRoom(): boolean {
    const strangers = Map.groupBy([...this.#open].filter((one) => !one.admitted), ({ group }) => group);
    const most = [...strangers.values()].toSorted((a, b) => b.length - a.length)[0];
    const oldest = most?.[0];
    if (oldest === undefined) return false;
    this.#open.delete(oldest);
    oldest.close();
    return true;
  }
}
