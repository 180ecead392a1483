import type { Socket } from "node:dgram";
import type { Datagrams, DatagramSocket, Random, SocketAddress } from "../../ports.ts";
import { type Datagram, DatagramQueue } from "./datagram_queue.ts";

/** The ports that are drawn from: those below belong to services. */
const LOWEST_PORT = 16_384;
const BIND_TRIES = 8;

/** UDP by node:dgram, which needs no unstable option of the runtime. `background`: an open socket keeps no process from its end. */
export function systemDatagrams(random: Random, { background = false } = {}): Datagrams {
  return {
    async open(family) {
      for (let tries = 1;; tries++) {
        try {
          const socket = await bind(family, drawPort(random));
          return new DgramSocket(background ? socket.unref() : socket);
        } catch (error) {
          if (tries === BIND_TRIES) throw error;
        }
      }
    },
  };
}

function drawPort(random: Random): number {
  const [high, low] = random.bytes(2);
  return LOWEST_PORT + (high! << 8 | low!) % (0x10000 - LOWEST_PORT);
}

async function bind(family: 4 | 6, port: number): Promise<Socket> {
  const { createSocket } = await import("node:dgram"); // 13 ms that only those pay who ask DNS
  const socket = createSocket(family === 4 ? "udp4" : "udp6");
  return await new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(port, () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

class DgramSocket implements DatagramSocket {
  readonly #socket: Socket;
  readonly #queue = new DatagramQueue();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => {}); // what goes wrong with a datagram is that it does not arrive
    socket.on("message", (message, { address, port }) => {
      this.#queue.push({ bytes: new Uint8Array(message), from: { host: address, port } });
    });
  }

  send(bytes: Uint8Array, { host, port }: SocketAddress): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(bytes, port, host, (error) => error ? reject(error) : resolve());
    });
  }

  receive(signal: AbortSignal): Promise<Datagram | undefined> {
    return this.#queue.take(signal);
  }

  close(): void {
    this.#socket.close();
  }
}
