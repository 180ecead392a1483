import type { Socket } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import type { Connection, Network } from "../../ports.ts";

/** TCP by node:net, on Node and on Deno: for products that embed the client. `background`: a connection keeps no process from its end. */
export function nodeNetwork({ background = false } = {}): Network {
  return {
    async connect(host, port, timeoutMs) {
      const { connect } = await import("node:net"); // only those pay for it who ask a host
      const socket = connect({ host, port });
      if (background) socket.unref();
      await connected(socket, timeoutMs, background);
      return new NodeConnection(socket);
    },
  };
}

async function connected(socket: Socket, timeoutMs: number, background: boolean): Promise<void> {
  const late = setTimeout(
    () => socket.destroy(new Error(`no answer within ${Math.ceil(timeoutMs / 1000)} seconds`)),
    timeoutMs,
  );
  if (background) late.unref();
  try {
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  } finally {
    clearTimeout(late);
  }
}

class NodeConnection implements Connection {
  readonly remoteAddress: string;
  readonly #socket: Socket;
  readonly #parts: AsyncIterator<Uint8Array>;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress ?? "";
    socket.on("error", () => {}); // whoever reads or writes is told
    this.#parts = socket[Symbol.asyncIterator]();
  }

  async read(): Promise<Uint8Array | null> {
    const { value, done } = await this.#parts.next();
    return done === true ? null : new Uint8Array(value);
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => error ? reject(error) : resolve());
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
