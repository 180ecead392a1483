import type { Batch, BatchResult } from "./batch.ts";

/** So long a worker may take for one batch, on the busiest computer: then an input of it has no end. */
const LONGEST_BATCH_MS = 300_000;

type Told = BatchResult | "ready" | { readonly fault: string };

/** Runs batches on `size` threads, so that one that hangs can be ended. `done` is told what came of each. */
export async function runOnThreads(
  size: number,
  batches: readonly Batch[],
  nameOf: (batch: Batch) => string,
  done: (batch: Batch, result: BatchResult) => void,
): Promise<void> {
  const left = batches.values();
  const threads = Array.from({ length: size }, () => new Thread());
  try {
    await Promise.all(threads.map(async (thread) => {
      await thread.told();
      for (const batch of left) done(batch, await thread.run(batch, nameOf(batch)));
    }));
  } finally {
    for (const thread of threads) thread.end();
  }
}

class Thread {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url).href, { type: "module" });

  /** The next that it says. Rejects with its fault. */
  told(): Promise<Told> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<Told>) => resolve(data);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`a fault that nobody caught: ${event.message}`));
      };
    });
  }

  /** Rejects where an input does what it may not, and where there is no end of it. */
  async run(batch: Batch, name: string): Promise<BatchResult> {
    const told = this.told();
    this.#worker.postMessage(batch);
    const over = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => over.reject(new Error(`${name} does not come to an end`)),
      LONGEST_BATCH_MS,
    );
    try {
      const result = await Promise.race([told, over.promise]);
      if (typeof result === "string") throw new Error(`${name}: the thread began anew`);
      if ("fault" in result) throw new Error(result.fault);
      return result;
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#worker.terminate();
  }
}
