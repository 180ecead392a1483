import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Buffer } from "node:buffer";

/** An address of this computer, of which there are 16 million: 127.x.y.z. */
export type Loopback = `127.${number}.${number}.${number}`;

/** Somebody who sends what he likes from an address of his own. Nothing of it rejects: who is cut off hears no more. */
export class Stranger implements Disposable {
  readonly #socket: Socket;
  /** Resolves with all that came, when the connection is closed. */
  readonly closed: Promise<string>;

  private constructor(socket: Socket, text: Promise<string>) {
    this.#socket = socket;
    this.closed = text;
  }

  /** Without TLS. */
  static plain(port: number, localAddress: Loopback = "127.0.0.1"): Stranger {
    const socket = connectPlain({ host: "127.0.0.1", port, localAddress });
    return new Stranger(socket, textOf(socket));
  }

  /** Through TLS; what is sent before its handshake waits for it. */
  static tls(port: number, localAddress: Loopback = "127.0.0.1"): Stranger {
    const plain = connectPlain({ host: "127.0.0.1", port, localAddress });
    plain.on("error", () => {});
    const socket: TLSSocket = connectTls({ socket: plain, rejectUnauthorized: false, ca: [] });
    plain.on("close", () => socket.destroy());
    return new Stranger(socket, textOf(socket));
  }

  send(bytes: Uint8Array | string): void {
    this.#socket.write(bytes);
  }

  /** Says that nothing more comes, and goes on listening. */
  halfClose(): void {
    this.#socket.end();
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function textOf(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk: Buffer) => text += chunk.toString("latin1"));
  socket.on("error", () => {});
  return new Promise((resolve) => socket.on("close", () => resolve(text)));
}

/** What one request is answered with, as it came; nothing where the connection was closed instead. */
export async function ask(port: number, request: string, from?: Loopback): Promise<string> {
  using stranger = Stranger.tls(port, from);
  stranger.send(request);
  return await stranger.closed;
}
