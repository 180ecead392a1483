import type { Timer } from "../../ports.ts";
import { OperationError } from "../../policy/operation_error.ts";

/** A host tells something every second; after so long without a word it is not there any more, though the connection still stands. */
const SILENCE_MS = 10_000;

/**
 * The lines of a stream for as long as they keep coming: throws OperationError after ten seconds of silence, as when the other
 * computer has lost its power. The signal that `watch` is given is then aborted.
 */
export async function* lively<Line>(
  watch: (signal: AbortSignal) => AsyncIterable<Line>,
  timer: Timer,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  const ending = new AbortController();
  const lines = watch(AbortSignal.any([signal, ending.signal]))[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await nextOf(lines, timer);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    ending.abort();
    lines.return?.().catch(() => {}); // what never answers is not waited for
  }
}

async function nextOf<Line>(lines: AsyncIterator<Line>, timer: Timer): Promise<IteratorResult<Line>> {
  const told = new AbortController();
  try {
    const silence = timer.wait(SILENCE_MS, told.signal).then(() => undefined);
    const next = await Promise.race([lines.next(), silence]);
    if (next === undefined) throw new OperationError("it has said nothing for 10 seconds");
    return next;
  } finally {
    told.abort();
  }
}
