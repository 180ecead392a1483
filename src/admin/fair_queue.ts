export interface FairQueueLimits {
  /** Pieces of work at one time. */
  readonly running: number;
  /** Pieces of work that wait, in all and from one address. */
  readonly waiting: number;
  readonly waitingEach: number;
}

interface Waiting {
  readonly begin: () => void;
  readonly giveUp: () => void;
}

/** Work in turns: one piece from each address, then the next from each. Who sends more than others waits for them, not they for him. */
export class FairQueue {
  readonly #limits: FairQueueLimits;
  #running = 0;
  /** By address, in the order of their turns. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(limits: FairQueueLimits) {
    this.#limits = limits;
  }

  /** What `work` gives; undefined, without it having begun, where too much waits already. */
  async run<T>(address: string, work: () => Promise<T>): Promise<T | undefined> {
    if (!await this.#turn(address)) return undefined;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** True with a place that #next gives back; false where there is none to be had. */
  #turn(address: string): Promise<boolean> {
    if (this.#running < this.#limits.running) {
      this.#running += 1;
      return Promise.resolve(true);
    }
    const own = this.#waiting.get(address) ?? [];
    if (own.length >= this.#limits.waitingEach || !this.#hasRoomFor(own.length)) {
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      own.push({ begin: () => resolve(true), giveUp: () => resolve(false) });
      this.#waiting.set(address, own);
    });
  }

  /** Makes room at the cost of the address that has the most waiting, if it has more than the one that asks would have. */
  #hasRoomFor(own: number): boolean {
    const queues = [...this.#waiting.values()];
    const total = queues.reduce((sum, { length }) => sum + length, 0);
    if (total < this.#limits.waiting) return true;
    const longest = queues.reduce((most, queue) => queue.length > most.length ? queue : most);
    if (longest.length <= own + 1) return false;
    longest.pop()!.giveUp();
    return true;
  }

  /** The place goes to the address whose turn it is; the rest of what it has waiting goes behind the others'. */
  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#running -= 1;
      return;
    }
    const [address, [next, ...rest]] = first;
    this.#waiting.delete(address);
    if (rest.length > 0) this.#waiting.set(address, rest);
    next!.begin();
  }
}
