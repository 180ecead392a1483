import type { Server } from "node:net";
import type { Timer } from "../../ports.ts";
import type { ConnectionLimit } from "./connection_limit.ts";
import { listenError } from "./listen_error.ts";

export interface Place {
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Resolves once `server` listens; later errors of it go to `onError`. Rejects with OperationError where the address cannot be had. */
export function listenAt(
  server: Server,
  { hostname, port }: Place,
  { remedy, onError }: { remedy: string; onError: (error: Error) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => reject(listenError(hostname, port, cause, remedy));
    server.once("error", failed);
    server.listen(port, hostname, () => {
      server.off("error", failed);
      server.on("error", onError);
      resolve();
    });
  });
}

/** Where a server listens. */
export function addressOf(server: Server): { readonly address: string; readonly port: number } {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server does not listen");
  return { address: bound.address, port: bound.port };
}

/** Takes no more connections from now on; resolves when those under way have come to their answer, or were closed after `drainMs`. */
export async function closeServer(
  server: Server,
  { limit, timer, drainMs }: { limit: ConnectionLimit; timer: Timer; drainMs: number },
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const drained = new AbortController();
  closed.then(() => drained.abort());
  await timer.wait(drainMs, drained.signal);
  limit.closeAll();
  await closed;
}
