import type { SocketAddress } from "../../ports.ts";

export interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: SocketAddress;
}

/** Datagrams that nobody has taken yet; a flood beyond them is dropped. */
const MOST_WAITING = 64;

/** What came to a socket and waits to be taken. */
export class DatagramQueue {
  readonly #waiting: Datagram[] = [];
  #arrived: () => void = () => {};

  push(datagram: Datagram): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(datagram);
    this.#arrived();
  }

  /** The next one; undefined once `signal` gives the waiting up. */
  async take(signal: AbortSignal): Promise<Datagram | undefined> {
    if (this.#waiting.length === 0 && !signal.aborted) await this.#arrival(signal);
    return signal.aborted ? undefined : this.#waiting.shift();
  }

  async #arrival(signal: AbortSignal): Promise<void> {
    let done = () => {};
    await new Promise<void>((resolve) => {
      done = resolve;
      this.#arrived = done;
      signal.addEventListener("abort", done, { once: true });
    });
    signal.removeEventListener("abort", done);
  }
}
