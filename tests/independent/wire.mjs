// Page: "Transport".
import net from "node:net";
import { once } from "node:events";
import { demand } from "./crypto.mjs";

export class Connection {
  #socket;
  #bytes = Buffer.alloc(0);
  #closed = false;
  #changed = () => {};

  static async open({ host, port }) {
    const connection = new Connection();
    connection.#socket = net.connect({ host, port, noDelay: true });
    connection.#listen(connection.#socket);
    await once(connection.#socket, "connect");
    return connection;
  }

  #listen(socket) {
    const close = () => (this.#closed = true, this.#changed());
    socket.on("data", (chunk) => (this.#bytes = Buffer.concat([this.#bytes, chunk]), this.#changed()));
    for (const event of ["end", "close", "error"]) socket.on(event, close);
  }

  send(bytes) {
    if (!this.#closed) this.#socket.write(bytes);
  }

  halfClose() {
    this.#socket.end();
  }

  destroy() {
    this.#socket.destroy();
  }

  get closed() {
    return this.#closed;
  }

  async #until(condition, ms, what) {
    const deadline = Date.now() + ms;
    while (!condition()) {
      demand(
        Date.now() < deadline,
        1,
        "transport",
        `${what}: nothing within ${ms} ms, ${this.#bytes.length} bytes held`,
      );
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, deadline - Date.now()));
        this.#changed = () => (clearTimeout(timer), resolve());
      });
    }
  }

  async #have(size, ms) {
    await this.#until(() => this.#bytes.length >= size || this.#closed, ms, "frame");
    demand(
      this.#bytes.length >= size,
      1,
      `transport, frame offset ${this.#bytes.length}`,
      "host closed inside or before a frame",
    );
  }

  /** One whole frame with its length; a frame of more than 250 bytes is refused at its length. */
  async readFrame(ms = 12000) {
    await this.#have(2, ms);
    const size = 2 + this.#bytes.readUInt16BE(0);
    demand(size <= 250, 1, "frame offset 0 length", `${size} bytes in all`);
    await this.#have(size, ms);
    const frame = this.#bytes.subarray(0, size);
    this.#bytes = this.#bytes.subarray(size);
    return frame;
  }

  /** Waits until the host closes; bytes that nobody asked for are a deviation. */
  async readClose(ms) {
    await this.#until(() => this.#closed, ms, "close");
    this.expectNothing();
  }

  expectNothing() {
    demand(this.#bytes.length === 0, 1, "transport", `${this.#bytes.length} bytes that were not asked for`);
  }
}
