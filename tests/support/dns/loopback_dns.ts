import { createSocket, type Socket } from "node:dgram";
import type { SocketAddress } from "../../../src/ports.ts";

/** Bytes that come from the server, or from a stranger's socket. Over TCP they are the stream, which ends after them. */
export interface Reply {
  readonly bytes: Uint8Array;
  readonly spoofed?: boolean;
}
export type Replies = (request: Uint8Array, transport: "udp" | "tcp") => readonly Reply[];

/** A DNS server of scripted faults on real sockets, UDP and TCP on one port. */
export class LoopbackDns implements AsyncDisposable {
  /** The ports that questions came from. */
  readonly ports: number[] = [];
  readonly #udp: Socket;
  readonly #stranger: Socket;
  readonly #tcp: Deno.TcpListener;
  readonly #replies: Replies;
  readonly #serving: Promise<void>;

  private constructor(udp: Socket, stranger: Socket, tcp: Deno.TcpListener, replies: Replies) {
    this.#udp = udp;
    this.#stranger = stranger;
    this.#tcp = tcp;
    this.#replies = replies;
    udp.on("message", (message, { address, port }) => {
      this.ports.push(port);
      for (const { bytes, spoofed } of replies(new Uint8Array(message), "udp")) {
        (spoofed ? stranger : udp).send(bytes, port, address);
      }
    });
    this.#serving = this.#serveTcp();
  }

  static async start(replies: Replies, host = "127.0.0.1"): Promise<LoopbackDns> {
    while (true) {
      const tcp = Deno.listen({ hostname: host, port: 0 });
      const udp = await bound(host, tcp.addr.port).catch(() => undefined); // free for TCP alone
      if (udp !== undefined) return new LoopbackDns(udp, await bound(host, 0), tcp, replies);
      tcp.close();
    }
  }

  get address(): SocketAddress {
    return { host: this.#tcp.addr.hostname, port: this.#tcp.addr.port };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tcp.close();
    await this.#serving;
    await Promise.all(
      [this.#udp, this.#stranger].map((socket) => new Promise<void>((done) => socket.close(() => done()))),
    );
  }

  async #serveTcp(): Promise<void> {
    for await (const connection of this.#tcp) {
      const buffer = new Uint8Array(2000);
      const size = await connection.read(buffer) ?? 0;
      for (const { bytes } of this.#replies(buffer.slice(2, size), "tcp")) await connection.write(bytes);
      connection.close();
    }
  }
}

function bound(host: string, port: number): Promise<Socket> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, host, () => resolve(socket));
  });
}
