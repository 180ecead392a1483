import type { SocketAddress } from "../ports.ts";

export type Datagram = { bytes: Uint8Array; from: SocketAddress };

/** Datagrams that nobody has taken yet; a flood beyond them is dropped. */
const MOST_WAITING = 64;

/** Datagrams as they come, for one who takes them one by one. */
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

  #arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = () => {
        signal.removeEventListener("abort", this.#arrived);
        this.#arrived = () => {};
        resolve();
      };
      signal.addEventListener("abort", this.#arrived, { once: true });
    });
  }
}
