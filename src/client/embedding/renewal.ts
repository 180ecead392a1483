import type { Client } from "../client.ts";
import { keepActivated, type RenewalPorts } from "../renewing.ts";
import { ClientRunner, type RunObserver, type SharedFolder } from "../runner.ts";
import { tell } from "./listeners.ts";
import { problemOf } from "./problem.ts";
import type { Problem, Renewal } from "./types.ts";

/** A folder of which it can be said when nothing of it is written any more. */
export interface RenewedFolder extends SharedFolder {
  written(): Promise<void>;
}

/** Keeps a product activated until it is stopped. `stopped`: after it, the folder writes nothing more. */
export function renew(
  folder: RenewedFolder,
  ports: RenewalPorts,
  onProblem: ((problem: Problem) => void) | undefined,
  stopped: AbortController,
): Renewal {
  const observer = new ProblemObserver(onProblem);
  const runner = new ClientRunner(folder, observer);
  const addresses = () => `${ports.addresses()} ${runner.settings}`;
  keepActivated(runner, { ...ports, addresses }, stopped.signal);
  return {
    get problem() {
      return observer.problem;
    },
    async stop() {
      stopped.abort();
      await folder.written();
    },
  };
}

/** Keeps what stands in the way, and tells it when it is something else than before. */
class ProblemObserver implements RunObserver {
  readonly #onProblem: ((problem: Problem) => void) | undefined;
  problem: Problem | null = null;

  constructor(onProblem: ((problem: Problem) => void) | undefined) {
    this.#onProblem = onProblem;
  }

  /** Of a client that lacks something it is told next what. */
  seen({ product }: Pick<Client, "product">, refused: unknown): Promise<void> {
    if (product !== undefined) this.#take(refused);
    return Promise.resolve();
  }

  waits(error: unknown): void {
    this.#take(error);
  }

  planned(): void {}

  #take(error: unknown): void {
    const before = JSON.stringify(this.problem);
    const problem = error === undefined ? null : problemOf(error, "activate");
    this.problem = problem;
    if (problem !== null && JSON.stringify(problem) !== before) tell(() => this.#onProblem?.(problem));
  }
}
