import { knownResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Clock, Timer } from "../../ports.ts";
import type { FromWorker, StartMessage, ToWorker } from "./worker_messages.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A worker that served for so long starts the waits over. */
const SETTLED_MS = 60_000;
const STOP_MS = 20_000;

export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Why nothing is signed, or null. */
  readonly trouble: string | null;
}

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Told of each failure, and each time that the host listens again. */
  readonly note: (text: string) => void;
  /** Another way to come by a worker, for tests. */
  readonly createWorker?: () => Worker;
}

/** The host was told to stop before it listened. */
export class StoppedEarly extends OperationError {
  constructor() {
    super("The host was stopped before it listened");
  }
}

/** Runs the host in a worker; starts another when one dies. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  /** A free port that was taken stays the same for the workers that follow. */
  #start: StartMessage;
  #worker: Worker | undefined;
  readonly #stopping = new AbortController();
  /** While a worker finishes what is under way. */
  #draining: Promise<void> | undefined;
  #wait = FIRST_WAIT_MS;
  #since = 0;
  #onListening: ((listening: Listening) => void) | undefined;
  #onRefused: ((error: OperationError) => void) | undefined;
  #onStopped: (() => void) | undefined;

  constructor(start: Omit<StartMessage, "kind" | "makesFolder">, options: SupervisorOptions) {
    this.#start = { kind: "start", ...start, makesFolder: true };
    this.#options = options;
  }

  /** Resolves once the host listens for the first time. Rejects with OperationError where it cannot start, StoppedEarly among them. */
  start(): Promise<Listening> {
    return new Promise((resolve, reject) => {
      this.#onListening = resolve;
      this.#onRefused = reject;
      this.#launch();
    });
  }

  /** Lets the host finish what is under way and write its checkpoint; after 20 seconds it is ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#worker !== undefined) await (this.#draining ??= this.#drain(this.#worker));
    this.#onRefused?.(new StoppedEarly());
  }

  /** Lets a worker finish, for so long, and ends it. */
  async #drain(worker: Worker): Promise<void> {
    const ended = new AbortController();
    this.#onStopped = () => ended.abort();
    this.#send(worker, { kind: "stop" });
    await this.#options.timer.wait(STOP_MS, ended.signal);
    this.#end(worker);
    this.#draining = undefined;
  }

  #launch(): void {
    const worker = (this.#options.createWorker ?? createHostWorker)();
    worker.addEventListener(
      "message",
      (event) => this.#hear(worker, (event as MessageEvent<FromWorker>).data),
    );
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#failed(worker, event.message);
    });
    this.#worker = worker;
    this.#since = this.#options.clock.now();
    this.#send(worker, this.#start);
  }

  #send(worker: Worker, message: ToWorker): void {
    worker.postMessage(message);
  }

  #hear(worker: Worker, message: FromWorker): void {
    switch (message.kind) {
      case "listening":
        return this.#listening(message);
      case "refused":
        return this.#refused(worker, message);
      case "failed":
        return this.#failed(worker, message.message);
      case "renew":
        return void this.#renew(worker);
      case "note":
        return this.#options.note(message.text);
      case "stopped":
        return this.#onStopped?.();
    }
  }

  async #renew(worker: Worker): Promise<void> {
    await (this.#draining ??= this.#drain(worker));
    if (!this.#stopping.signal.aborted) this.#launch();
  }

  #end(worker: Worker): void {
    worker.terminate();
    this.#worker = undefined;
  }

  #listening({ address, port, trouble }: Listening): void {
    this.#start = {
      ...this.#start,
      port: this.#start.port === 0 ? port : this.#start.port,
      makesFolder: false,
    };
    if (this.#onListening === undefined) {
      this.#options.note(`the host listens again on ${address} port ${port}`);
    }
    this.#onListening?.({ address, port, trouble });
    this.#onListening = undefined;
    this.#onRefused = undefined;
  }

  /** At the first start the caller is told; a restart is tried again, for what was in the way may go. */
  #refused(worker: Worker, { message, remedy, code }: Extract<FromWorker, { kind: "refused" }>): void {
    if (this.#onRefused === undefined) return this.#failed(worker, message);
    this.#end(worker);
    const known = knownResult(code);
    this.#onRefused(
      new OperationError(message, {
        ...(remedy === null ? {} : { remedy }),
        ...(known === undefined ? {} : { code: known }),
      }),
    );
  }

  #failed(worker: Worker, message: string): void {
    if (worker !== this.#worker) return;
    this.#end(worker);
    if (this.#draining !== undefined || this.#stopping.signal.aborted) return this.#onStopped?.();
    if (this.#options.clock.now() - this.#since > SETTLED_MS) this.#wait = FIRST_WAIT_MS;
    this.#options.note(`the host failed and is started again in ${this.#wait / 1000} s: ${message}`);
    const { signal } = this.#stopping;
    this.#options.timer.wait(this.#wait, signal).then(() => signal.aborted || this.#launch());
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}

function createHostWorker(): Worker {
  return new Worker(new URL("./host_worker.ts", import.meta.url), { type: "module" });
}
