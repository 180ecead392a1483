import type { Server } from "node:net";
import type { Timer } from "../ports.ts";
import type { ConnectionLimit } from "./connection_limit.ts";
import { listenError } from "./listen_error.ts";

export interface ListenOptions {
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How to choose another place. */
  readonly remedy: string;
  /** Told of what fails in the listener later. */
  readonly note: (error: Error) => void;
}

/** Rejects with OperationError where the address cannot be had. */
export function listenAt(server: Server, { hostname, port, remedy, note }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => reject(listenError(hostname, port, cause, remedy));
    server.once("error", failed);
    server.listen(port, hostname, () => {
      server.off("error", failed);
      server.on("error", note);
      resolve();
    });
  });
}

export function addressOf(server: Server): { readonly address: string; readonly port: number } {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server does not listen");
  return { address: bound.address, port: bound.port };
}

/** Takes no more connections from now on; those under way have `milliseconds` to come to their answer, and then are closed. */
export async function closeGently(
  server: Server,
  { limit, timer, milliseconds }: { limit: ConnectionLimit; timer: Timer; milliseconds: number },
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const drained = new AbortController();
  closed.then(() => drained.abort());
  await timer.wait(milliseconds, drained.signal);
  limit.closeAll();
  await closed;
}
