/** Cuts a stream into messages, each after its length in two bytes (RFC 1035, 4.2.2). Holds one message at most. */
export class StreamReader {
  #part = new Uint8Array(2);
  #filled = 0;
  #isLength = true;

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + this.#part.length - this.#filled);
      this.#part.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      const message = this.#filled === this.#part.length ? this.#next() : undefined;
      if (message !== undefined) yield message;
    }
  }

  /** What is full now: a length, after which its message comes, or that message. */
  #next(): Uint8Array | undefined {
    const full = this.#part;
    const wasLength = this.#isLength;
    const size = wasLength ? full[0]! << 8 | full[1]! : 0;
    this.#isLength = size === 0;
    this.#part = new Uint8Array(size === 0 ? 2 : size);
    this.#filled = 0;
    return wasLength ? undefined : full;
  }
}
