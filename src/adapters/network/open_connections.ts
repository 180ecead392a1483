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

/** The connections of one address. */
interface AddressGroup {
  readonly name: string;
  readonly members: Set<OpenConnection>;
}

/** After descriptors have run out not fewer than this are held. */
const LEAST = 16;
/** The share of the connections that is closed when descriptors run out: others need some too. */
const SHED = 1 / 8;

/**
 * The connections that a listener holds. Where one is too many, the oldest that is idle is closed to make room: who opens many and
 * says nothing closes his own, and who comes to ask gets in. ConnectionLimit does the like for a few dozen people, of whom it knows who
 * has signed in; here are thousands, all strangers, and nothing may cost a pass over all of them.
 */
export class OpenConnections {
  readonly #limits: ConnectionLimits;
  /** In the order in which they came, each with those of its address. */
  readonly #all = new Map<OpenConnection, AddressGroup>();
  readonly #byAddress = new Map<string, AddressGroup>();
  /** Told to close; their descriptors are free only once they are removed. */
  readonly #closing = new Set<OpenConnection>();
  /** The one that came last: it was never asked yet, and does not go for itself. */
  #newest: OpenConnection | undefined;
  #most: number;
  #freed = Promise.withResolvers<void>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
    this.#most = limits.most;
  }

  /** With those that are being closed. */
  get size(): number {
    return this.#all.size + this.#closing.size;
  }

  /** Whether room() is to be waited for before another may come. */
  get isFull(): boolean {
    return this.size > this.#most;
  }

  /** Takes one in that has come, or closes it where its address has too many that are all being answered. */
  add(connection: OpenConnection): void {
    const name = addressGroup(connection.remoteAddress);
    const group = this.#byAddress.get(name) ?? { name, members: new Set() };
    if (group.members.size >= this.#limits.mostOfAddress && !this.#closeOldest(group.members)) {
      this.#close(connection);
      return;
    }
    this.#newest = connection;
    this.#all.set(connection, group);
    this.#byAddress.set(name, group);
    group.members.add(connection);
    this.#makeRoom();
  }

  /** It is closed. */
  remove(connection: OpenConnection): void {
    this.#closing.delete(connection);
    this.#leave(connection);
    this.#freed.resolve();
  }

  /**
   * Resolves when another may come: once what was closed for the last one is gone, or where all are being answered, one of them. So no
   * flood is taken faster than what it drives out, and who came with it has a turn to say what he wants.
   */
  async room(): Promise<void> {
    while (this.isFull) {
      this.#freed = Promise.withResolvers();
      await this.#freed.promise;
      this.#makeRoom();
    }
  }

  /** Descriptors have run out: gives some free, and holds no more than are left until restore(). */
  shed(): void {
    this.#most = Math.max(LEAST, Math.floor(this.size * (1 - SHED)));
    this.#makeRoom();
  }

  restore(): void {
    this.#most = this.#limits.most;
  }

  #makeRoom(): void {
    while (this.#all.size > this.#most) {
      if (!this.#closeOldest(this.#all.keys())) return;
    }
  }

  /** False where all others are being answered. */
  #closeOldest(connections: Iterable<OpenConnection>): boolean {
    for (const connection of connections) {
      if (!connection.idle || connection === this.#newest) continue;
      this.#close(connection);
      return true;
    }
    return false;
  }

  #close(connection: OpenConnection): void {
    this.#leave(connection);
    this.#closing.add(connection);
    connection.close();
  }

  #leave(connection: OpenConnection): void {
    const group = this.#all.get(connection);
    if (group === undefined) return;
    this.#all.delete(connection);
    group.members.delete(connection);
    if (group.members.size === 0) this.#byAddress.delete(group.name);
  }
}
