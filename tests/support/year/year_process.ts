import type { Client } from "../../../src/client/client.ts";
import { keepActivated, type Renewable } from "../../../src/client/renewing.ts";
import { ClientRunner } from "../../../src/client/runner.ts";
import type { Random } from "../../../src/ports.ts";
import { DAY } from "../counting.ts";

/** What a process is given by its computer. */
export interface ProcessPorts {
  /** The computer's clock, and the time that it has been awake. */
  now(): number;
  awakeFor(): number;
  /** Calls back when so much time has passed, whatever the clock is set to. */
  after(milliseconds: number, what: () => Promise<void>): void;
  readonly random: Random;
  addresses(): string;
  opened(): Promise<Client>;
  /** Takes the client at each look. */
  seen(client: Client): Promise<void>;
  waits(error: unknown): void;
  /** Puts itself between what keeps a client activated and the client. */
  around(renewable: Renewable): Renewable;
}

/**
 * The program that keeps a client activated, as it is. What it would see every few seconds, while nothing befalls the computer, is left
 * out: it waits until the time for which it has planned its next try.
 */
export class YearProcess {
  readonly #ports: ProcessPorts;
  readonly #ending = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #settled: () => void = () => {};
  #planned = 0;
  #waits = 0;

  private constructor(ports: ProcessPorts) {
    this.#ports = ports;
  }

  /** Resolves once it waits. */
  static async start(ports: ProcessPorts): Promise<YearProcess> {
    const started = new YearProcess(ports);
    const settled = started.#whenSettled();
    started.#done = started.#run();
    await settled;
    return started;
  }

  /** Ends its wait, and resolves once it waits again. */
  async go(): Promise<void> {
    const settled = this.#whenSettled();
    this.#wake();
    await settled;
  }

  async end(): Promise<void> {
    this.#ending.abort();
    this.#wake();
    await this.#done;
  }

  #run(): Promise<void> {
    const ports = this.#ports;
    const during = async <T>(work: (client: Client) => Promise<T>) => await work(await ports.opened());
    const runner = new ClientRunner({ read: during, write: during }, {
      seen: (client) => ports.seen(client),
      waits: (error) => ports.waits(error),
      planned: (time) => void (this.#planned = time),
    });
    return keepActivated(ports.around(runner), {
      clock: { now: () => ports.now() },
      stopwatch: { elapsed: () => ports.awakeFor() },
      timer: { wait: (milliseconds, signal) => this.#wait(milliseconds, signal!) },
      random: ports.random,
      addresses: () => ports.addresses(),
    }, this.#ending.signal);
  }

  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal.aborted) resolve();
    const wait = this.#waits += 1;
    const until = this.#planned - this.#ports.now();
    const isHindered = until <= 0; // by a full disk: it is told of when that has changed
    this.#ports.after(isHindered ? DAY : Math.max(milliseconds, until), async () => {
      if (wait === this.#waits && !signal.aborted) await this.go();
    });
    this.#wake = resolve;
    this.#settled();
    return promise;
  }

  #whenSettled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#settled = resolve;
    return promise;
  }
}
