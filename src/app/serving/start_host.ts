import { systemClock, systemTimer } from "../../adapters/system/system.ts";
import { type Listening, Supervisor } from "./supervisor.ts";

export interface StartedHost {
  readonly listening: Listening;
  stop(): Promise<void>;
}

export { StoppedEarly } from "./supervisor.ts";

/**
 * Starts the host of a state folder in a worker; resolves once it listens. Rejects with OperationError, which is StoppedEarly where `ending`
 * is aborted before.
 */
export async function startHost(options: {
  readonly folder: string;
  readonly address: string;
  readonly port: number | null;
  readonly note: (text: string) => void;
  readonly ending?: AbortSignal;
}): Promise<StartedHost> {
  const { folder, address, port, note, ending } = options;
  const supervisor = new Supervisor({ folder, address, port }, {
    clock: systemClock,
    timer: systemTimer,
    note,
  });
  const stop = () => supervisor.stop();
  ending?.addEventListener("abort", stop);
  try {
    return { listening: await supervisor.start(), stop };
  } finally {
    ending?.removeEventListener("abort", stop);
  }
}
