import type { Socket } from "node:net";
import type { Connection, Network } from "../ports.ts";

/** TCP by node:net, on Node and on Deno: for products that embed the client. */
export const nodeNetwork: Network = {
  async connect(host, port, timeoutMs) {
    const { connect } = await import("node:net"); // only those pay for it who ask a host
    const socket = connect({ host, port });
    await connected(socket, timeoutMs);
    return new NodeConnection(socket);
  },
};

async function connected(socket: Socket, timeoutMs: number): Promise<void> {
  const late = setTimeout(
    () => socket.destroy(new Error(`no answer within ${Math.ceil(timeoutMs / 1000)} seconds`)),
    timeoutMs,
  );
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
