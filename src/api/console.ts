import type { Input, Output, RouteName } from "./routes.ts";
import type { WatchLine } from "./types.ts";

/**
 * A state folder as the command line and the dashboard see it: a running host over its management API, or a folder that this
 * process opened itself. Calls reject with OperationError.
 */
export interface Console extends AsyncDisposable {
  /** True where a running host answers. */
  readonly live: boolean;
  call<Name extends RouteName>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  /** The state first, then changes, until `signal` is aborted. Only where a host runs. */
  watch(signal: AbortSignal): AsyncIterable<WatchLine>;
}
