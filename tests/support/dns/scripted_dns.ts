import { DatagramQueue } from "../../../src/adapters/network/datagram_queue.ts";
import type { DnsPorts } from "../../../src/dns/exchanged.ts";
import { decodeMessage, encodeMessage, type Message } from "../../../src/dns/message.ts";
import { ByteWriter, concat } from "../../../src/protocol/bytes.ts";
import type { Connection, Datagrams, DatagramSocket, Network, SocketAddress } from "../../../src/ports.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";

export interface Sent {
  readonly bytes: Uint8Array;
  readonly message: Message;
  readonly to: SocketAddress;
  readonly transport: "udp" | "tcp";
}

/** A datagram from the server, or from another; over TCP a piece of the stream; null ends that. */
export type Piece = Uint8Array | { readonly bytes: Uint8Array; readonly from: SocketAddress } | null;
/** What comes back at once; nothing is silence, an Error a way that there is not. */
export type Script = (sent: Sent) => readonly Piece[] | Error;

/** A network of DNS servers in memory, on a clock that stands still. */
export class ScriptedDns implements Datagrams, Network {
  readonly sent: Sent[] = [];
  /** Sockets and connections that are open. */
  openCount = 0;
  readonly time = new FakeTime(1_800_000_000_000);
  readonly ports: DnsPorts = {
    clock: this.time,
    timer: this.time,
    random: new SeededRandom(11),
    datagrams: this,
    network: this,
  };

  constructor(public script: Script) {}

  open(): Promise<DatagramSocket> {
    this.openCount += 1;
    const queue = new DatagramQueue();
    return Promise.resolve({
      send: (bytes, to) => {
        const pieces = this.#answer(bytes, to, "udp");
        if (pieces instanceof Error) return Promise.reject(pieces);
        for (const piece of pieces) {
          if (piece !== null) queue.push(piece instanceof Uint8Array ? { bytes: piece, from: to } : piece);
        }
        return Promise.resolve();
      },
      receive: (signal) => queue.take(signal),
      close: () => void (this.openCount -= 1),
    });
  }

  connect(host: string, port: number): Promise<Connection> {
    const pieces: (Uint8Array | null)[] = [];
    const closing = Promise.withResolvers<never>();
    closing.promise.catch(() => {});
    let isOpen = true;
    this.openCount += 1;
    return Promise.resolve({
      remoteAddress: host,
      write: (bytes) => {
        const answer = this.#answer(bytes.subarray(2), { host, port }, "tcp");
        if (answer instanceof Error) return Promise.reject(answer);
        pieces.push(...answer as readonly (Uint8Array | null)[]);
        return Promise.resolve();
      },
      read: () => pieces.length > 0 ? Promise.resolve(pieces.shift()!) : closing.promise,
      close: () => {
        if (isOpen) this.openCount -= 1;
        isOpen = false;
        closing.reject(new Error("the connection is closed"));
      },
    });
  }

  #answer(bytes: Uint8Array, to: SocketAddress, transport: "udp" | "tcp") {
    const sent = { bytes, message: decodeMessage(bytes), to, transport };
    this.sent.push(sent);
    return this.script(sent);
  }
}

/** An answer to what was sent, with these parts. */
export function answerTo(
  { message }: Pick<Sent, "message">,
  parts: Partial<Message> = {},
): Uint8Array<ArrayBuffer> {
  const { id, opcode, questions } = message;
  const nothing = { answers: [], authorities: [], additionals: [] };
  return encodeMessage({ ...message, ...nothing, id, opcode, questions, response: true, ...parts });
}

/** As TCP carries it: after its length. */
export function framed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(new ByteWriter(2).u16(bytes.length).bytes, bytes);
}
