import type { Connection, Network } from "../../../src/ports.ts";

/** What the other side does with a frame: bytes in one or more pieces, silence, the end of its stream, or a reset. */
export type Scripted = readonly Uint8Array[] | "silence" | "end" | "reset";

/** A network with one host, which answers each frame by `answer`. */
export class ScriptedNetwork implements Network {
  /** Where somebody connected, as `host port`. */
  readonly addresses: string[] = [];
  /** Frames that were sent, in their order. */
  readonly sent: Uint8Array[] = [];
  closed = 0;

  constructor(public answer: (frame: Uint8Array) => Scripted) {}

  connect(host: string, port: number): Promise<Connection> {
    this.addresses.push(`${host} ${port}`);
    return Promise.resolve(this.#connection());
  }

  #connection(): Connection {
    const pieces: (Uint8Array | null)[] = [];
    const closing = Promise.withResolvers<never>();
    closing.promise.catch(() => {});
    let open = true;
    return {
      remoteAddress: "192.0.2.1",
      write: (frame) => {
        this.sent.push(frame);
        const answer = this.answer(frame);
        if (answer === "reset") closing.reject(new Error("connection reset by peer"));
        else if (answer === "end") pieces.push(null);
        else if (answer !== "silence") pieces.push(...answer);
        return Promise.resolve();
      },
      read: () => pieces.length > 0 ? Promise.resolve(pieces.shift()!) : closing.promise,
      close: () => {
        if (open) this.closed += 1;
        open = false;
        closing.reject(new Error("the connection is closed"));
      },
    };
  }
}
