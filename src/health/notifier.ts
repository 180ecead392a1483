import type { Clock, Timer } from "../ports.ts";
import type { Notice } from "./notice.ts";

export interface NotifierPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Brings one notice to where it is to go, within a bounded time. Rejects where that fails; nothing to do counts as done. */
  readonly deliver: (notice: Notice) => Promise<void>;
  /** Takes a line for people about what failed. */
  readonly note: (text: string) => void;
}

/** Why the last notice did not arrive. */
export interface NotifyFailure {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly reason: string;
  /** Notices that were given up since the last that arrived. */
  readonly lost: number;
}

/** Waits between the tries for one notice; after the last of them it is given up. */
const WAITS_MS = [5000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000];
/** Where more wait than this, the oldest is given up. */
const MOST_WAITING = 100;
/** What waits when the host stops is tried within this time, once. */
const STOP_MS = 4000;

/** Tells of changes one after another, in their order, and tries again where that fails. Whoever calls tell() waits for nothing. */
export class Notifier {
  readonly #ports: NotifierPorts;
  readonly #waiting: Notice[] = [];
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #failure: NotifyFailure | undefined;

  constructor(ports: NotifierPorts) {
    this.#ports = ports;
  }

  /** Undefined where the last that was tried has arrived. */
  get failure(): NotifyFailure | undefined {
    return this.#failure;
  }

  tell(notice: Notice): void {
    this.#waiting.push(notice);
    if (this.#waiting.length > MOST_WAITING) this.#giveUp("too many notices are waiting");
    this.#running ??= this.#run().finally(() => this.#running = undefined);
  }

  /** Whether a notice arrives, tried once, now. Rejects with why not. */
  async test(notice: Notice): Promise<void> {
    await this.#ports.deliver(notice);
    this.#failure = undefined;
  }

  /** Gives what waits one more try, and some seconds for all. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const done = new AbortController();
    const settled = (this.#running ?? Promise.resolve()).then(() => done.abort());
    await Promise.race([settled, this.#ports.timer.wait(STOP_MS, done.signal)]);
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#bring(this.#waiting[0]!);
  }

  /** Until it has arrived, or was given up. */
  async #bring(notice: Notice): Promise<void> {
    const { signal } = this.#stopping;
    for (const wait of [...WAITS_MS, undefined]) {
      if (await this.#try(notice)) return;
      if (wait === undefined || signal.aborted) break;
      await this.#ports.timer.wait(wait, signal);
      if (this.#waiting[0] !== notice) return; // it was given up meanwhile
    }
    if (this.#waiting[0] === notice) this.#giveUp(this.#failure?.reason ?? "");
  }

  async #try(notice: Notice): Promise<boolean> {
    try {
      await this.#ports.deliver(notice);
      if (this.#waiting[0] === notice) this.#waiting.shift();
      this.#failure = undefined;
      return true;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error), 0);
      return false;
    }
  }

  #giveUp(reason: string): void {
    this.#waiting.shift();
    this.#fail(reason, 1);
  }

  #fail(reason: string, lost: number): void {
    if (reason !== this.#failure?.reason) this.#ports.note(`a notice of an alert does not arrive: ${reason}`);
    this.#failure = { time: this.#ports.clock.now(), reason, lost: (this.#failure?.lost ?? 0) + lost };
  }
}
