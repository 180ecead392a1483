import type { Input } from "./routes.ts";
import type { EventsPage, VerificationStep } from "./types.ts";

/** Where events are read from: the files of a folder on this computer, or another computer's host. Calls reject with OperationError. */
export interface EventSource extends AsyncDisposable {
  /** The computer that the events are of. */
  computer(): Promise<string>;
  page(wish: Input<"events">): Promise<EventsPage>;
  /** Checks a stretch of the journal, from its beginning or behind the cursor that the step before gave. */
  verify(after: string | undefined): Promise<VerificationStep>;
  /** Resolves when there may be more events than there were at the call before, or `signal` is aborted. */
  changed(signal: AbortSignal): Promise<void>;
}
