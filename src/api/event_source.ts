import type { Input } from "./routes.ts";
import type { EventsPage } from "./types.ts";

/** Where events are read from: the files of a folder on this computer, or another computer's host. Calls reject with OperationError. */
export interface EventSource extends AsyncDisposable {
  /** The computer that the events are of. */
  computer(): Promise<string>;
  page(wish: Input<"events">): Promise<EventsPage>;
  /** Resolves when there may be more events than there were at the call before, or `signal` is aborted. */
  changed(signal: AbortSignal): Promise<void>;
}
