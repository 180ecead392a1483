export interface Faults {
  /** The first one is what went wrong; others may follow from it. */
  readonly seen: readonly unknown[];
  readonly stop: () => void;
}

/** Until it is stopped: calls `leave` at the first fault that nobody caught, which would else end the process on the alternate screen. */
export function catchFaults(leave: () => void): Faults {
  const seen: unknown[] = [];
  function take(event: ErrorEvent | PromiseRejectionEvent): void {
    event.preventDefault();
    seen.push(event instanceof ErrorEvent ? event.error : event.reason);
    if (seen.length === 1) leave();
  }
  globalThis.addEventListener("error", take);
  globalThis.addEventListener("unhandledrejection", take);
  return {
    seen,
    stop() {
      globalThis.removeEventListener("error", take);
      globalThis.removeEventListener("unhandledrejection", take);
    },
  };
}
