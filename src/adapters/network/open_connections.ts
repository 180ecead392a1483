import { addressGroup } from "../../policy/remote_address.ts";

export interface ConnectionLimits {
  /** Connections at one time. */
  readonly most: number;
  /** Connections of one address at one time: a part of all, so that no address can take them all. */
  readonly mostOfAddress: number;
}

/** What is known of a connection here. */
export interface OpenConnection {
  readonly remoteAddress: string;
  /** Whether it is the other side's turn. */
  readonly idle: boolean;
  close(): void;
}

/** After descriptors have run out not fewer than this are held. */
const LEAST = 16;
/** The share of the connections that is closed when descriptors run out: others need some too. */
const SHED = 1 / 8;

/**
 * The connections that a listener holds. Where one is too many, the oldest that is idle is closed to make room: who opens many and
 * says nothing closes his own, and who comes to ask gets in.
 */
export class OpenConnections {
  readonly #limits: ConnectionLimits;
  /** In the order in which they came. */
  readonly #all = new Set<OpenConnection>();
  readonly #byAddress = new Map<string, Set<OpenConnection>>();
  #most: number;
  #freed = Promise.withResolvers<void>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
    this.#most = limits.most;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Takes one in that has come, or closes it where its address has too many that are all being answered. */
  add(connection: OpenConnection): void {
    const group = addressGroup(connection.remoteAddress);
    const others = this.#byAddress.get(group) ?? new Set();
    if (others.size >= this.#limits.mostOfAddress && !this.#closeOldest(others)) return connection.close();
    this.#all.add(connection);
    this.#byAddress.set(group, others.add(connection));
    this.#makeRoom();
  }

  /** It is closed. */
  remove(connection: OpenConnection): void {
    if (!this.#all.delete(connection)) return;
    const group = addressGroup(connection.remoteAddress);
    const others = this.#byAddress.get(group);
    others?.delete(connection);
    if (others?.size === 0) this.#byAddress.delete(group);
    this.#freed.resolve();
  }

  /** Resolves when another may come: at once, but where there are too many and all of them are being answered. */
  async room(): Promise<void> {
    while (this.#all.size > this.#most) {
      this.#freed = Promise.withResolvers();
      await this.#freed.promise;
      this.#makeRoom();
    }
  }

  /** Descriptors have run out: gives some free, and holds no more than are left until restore(). */
  shed(): void {
    this.#most = Math.max(LEAST, Math.floor(this.#all.size * (1 - SHED)));
    this.#makeRoom();
  }

  restore(): void {
    this.#most = this.#limits.most;
  }

  #makeRoom(): void {
    while (this.#all.size > this.#most) {
      if (!this.#closeOldest(this.#all)) return;
    }
  }

  /** False where all are being answered. */
  #closeOldest(connections: Iterable<OpenConnection>): boolean {
    for (const connection of connections) {
      if (!connection.idle) continue;
      this.remove(connection);
      connection.close();
      return true;
    }
    return false;
  }
}
