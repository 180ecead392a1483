import type { Machine, Stopwatch } from "../../ports.ts";

/** A computer whose hardware is read again after `milliseconds` at the earliest: some systems start programs to tell it. A reading that failed is not kept. */
export function readingSeldom(machine: Machine, stopwatch: Stopwatch, milliseconds: number): Machine {
  let read: { readonly hardware: Promise<Uint8Array>; readonly at: number } | undefined;
  return {
    isVirtual: () => machine.isVirtual(),
    name: () => machine.name(),
    hardware() {
      if (read === undefined || stopwatch.elapsed() - read.at >= milliseconds) {
        const hardware = machine.hardware();
        read = { hardware, at: stopwatch.elapsed() };
        hardware.catch(() => read = undefined);
      }
      return read.hardware;
    },
  };
}
