import { systemTimer } from "../../adapters/system/system.ts";
import type { Console } from "../../api/console.ts";
import type { EventSource } from "../../api/event_source.ts";
import { SignInRefused } from "../../api/sign_in_refused.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { WatchLine } from "../../api/types.ts";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** The events of a host on another computer, page by page over its management API. `note` takes a line for people. */
export function remoteEvents(console: Console, note: (text: string) => void): EventSource {
  const bell = new Bell(console, note);
  return {
    computer: async () => (await console.call("status", {})).computer,
    page: (wish) => console.call("events", wish),
    verify: (after) => console.call("verifyEvents", after === undefined ? {} : { after }),
    changed: (signal) => bell.next(signal),
    [Symbol.asyncDispose]: () => console[Symbol.asyncDispose](),
  };
}

/** Rings when the host's stream of changes tells of events; begins the stream anew, with longer and longer waits, when it ends. */
class Bell {
  readonly #console: Console;
  readonly #note: (text: string) => void;
  #stream: AsyncIterator<WatchLine> | undefined;
  #wait = FIRST_WAIT_MS;

  constructor(console: Console, note: (text: string) => void) {
    this.#console = console;
    this.#note = note;
  }

  /** What happened before a stream began is not in it: its first line rings too. */
  async next(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isNew = this.#stream === undefined;
      const line = await this.#line(signal);
      if (line === undefined) continue;
      if (isNew || line.events.length > 0 || line.left > 0) return;
    }
  }

  /** Undefined where the stream has ended, after the wait for that. Rejects where the host does not let us in any more. */
  async #line(signal: AbortSignal): Promise<WatchLine | undefined> {
    this.#stream ??= this.#console.watch(signal)[Symbol.asyncIterator]();
    let reason = "it has ended the connection";
    try {
      const { value, done } = await this.#stream.next();
      if (done !== true) {
        if (this.#wait > FIRST_WAIT_MS) this.#note("the host answers again");
        this.#wait = FIRST_WAIT_MS;
        return value;
      }
    } catch (error) {
      if (error instanceof SignInRefused) throw error;
      reason = error instanceof OperationError ? error.message : String(error);
    }
    this.#stream = undefined;
    if (signal.aborted) return undefined;
    if (this.#wait === FIRST_WAIT_MS) this.#note(`the host does not answer, so it is asked again: ${reason}`);
    await systemTimer.wait(this.#wait, signal);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
    return undefined;
  }
}
