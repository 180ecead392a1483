import { JsonBytes } from "../../api/json_bytes.ts";
import { knownResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { ReportRequest } from "./make_reports.ts";

/** What the thread that makes reports tells. */
export type FromReportWorker =
  /** `bytes`: JSON. */
  | { readonly kind: "made"; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
    readonly kind: "refused";
    readonly message: string;
    readonly remedy: string | null;
    readonly code: number | null;
  }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Makes reports away from the loop that answers computers, in a thread for each request, one after another: it reads the files of the
 * folder as any other process may, so nothing but the finished JSON goes between the threads.
 */
export class ReportThread {
  readonly #createWorker: () => Worker;
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(createWorker = createReportWorker) {
    this.#createWorker = createWorker;
  }

  /** Rejects with OperationError where there is nothing to report on, and once it is closed. */
  make(request: ReportRequest): Promise<JsonBytes> {
    const made = this.#last.then(() => this.#run(request));
    this.#last = made.catch(() => {});
    return made;
  }

  /** Ends what is under way. */
  close(): void {
    this.#closing.abort();
  }

  async #run(request: ReportRequest): Promise<JsonBytes> {
    const { signal } = this.#closing;
    if (signal.aborted) throw stopping();
    const worker = this.#createWorker();
    try {
      return await new Promise<JsonBytes>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(stopping()), { once: true });
        worker.addEventListener("message", (event) => {
          const message = (event as MessageEvent<FromReportWorker>).data;
          if (message.kind === "made") resolve(new JsonBytes(message.bytes));
          else reject(errorOf(message));
        });
        worker.addEventListener("error", (event) => {
          event.preventDefault();
          reject(errorOf({ kind: "failed", message: event.message }));
        });
        worker.postMessage(request);
      });
    } finally {
      worker.terminate();
    }
  }
}

function errorOf(message: Exclude<FromReportWorker, { kind: "made" }>): OperationError {
  if (message.kind === "failed") {
    return new OperationError(`The report cannot be made: ${message.message}`, {
      remedy: "try again; kms report on the host itself says more",
    });
  }
  const code = knownResult(message.code);
  return new OperationError(message.message, {
    ...(message.remedy === null ? {} : { remedy: message.remedy }),
    ...(code === undefined ? {} : { code }),
  });
}

function stopping(): OperationError {
  return new OperationError("The report cannot be made: the host is stopping", {
    remedy: "ask again once it runs",
  });
}

function createReportWorker(): Worker {
  return new Worker(new URL("./report_worker.ts", import.meta.url), { type: "module" });
}
