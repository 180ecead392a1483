import type { Connection } from "../../../src/ports.ts";
import { concat } from "../../../src/protocol/bytes.ts";

/** The host's end of a connection whose other end is the test. */
export class FakeConnection implements Connection {
  readonly remoteAddress = "192.0.2.9";
  readonly written: Uint8Array[] = [];
  closed = false;
  /** How often the host has read. */
  reads = 0;
  #waiting: PromiseWithResolvers<Uint8Array | null> | undefined;
  readonly #sent: (Uint8Array | null | Error)[] = [];

  /** All that the host has written. */
  get received(): Uint8Array<ArrayBuffer> {
    return concat(...this.written);
  }

  send(...chunks: readonly Uint8Array[]): this {
    this.#sent.push(...chunks);
    this.#pass();
    return this;
  }

  end(): this {
    this.#sent.push(null);
    this.#pass();
    return this;
  }

  reset(): this {
    this.#sent.push(new Error("connection reset by peer"));
    this.#pass();
    return this;
  }

  read(): Promise<Uint8Array | null> {
    this.reads += 1;
    if (this.closed) return Promise.reject(new Error("the connection is closed"));
    this.#waiting = Promise.withResolvers();
    const { promise } = this.#waiting;
    this.#pass();
    return promise;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.closed) return Promise.reject(new Error("the connection is closed"));
    this.written.push(bytes);
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    this.#waiting?.reject(new Error("the connection is closed"));
  }

  #pass(): void {
    if (this.#waiting === undefined || this.#sent.length === 0) return;
    const next = this.#sent.shift()!;
    if (next instanceof Error) this.#waiting.reject(next);
    else this.#waiting.resolve(next);
    this.#waiting = undefined;
  }
}
