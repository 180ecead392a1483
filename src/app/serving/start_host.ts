import { systemClock, systemTimer } from "../../adapters/system/system.ts";
import { type Listening, Supervisor } from "./supervisor.ts";

export interface StartedHost {
  readonly listening: Listening;
  stop(): Promise<void>;
}

/** Starts the host of a state folder in a worker; resolves once it listens. Rejects with OperationError. */
export async function startHost(options: {
  readonly folder: string;
  readonly address: string;
  readonly port: number | null;
  readonly note: (text: string) => void;
}): Promise<StartedHost> {
  const { folder, address, port, note } = options;
  const supervisor = new Supervisor({ folder, address, port }, {
    clock: systemClock,
    timer: systemTimer,
    note,
  });
  const listening = await supervisor.start();
  return { listening, stop: () => supervisor.stop() };
}
