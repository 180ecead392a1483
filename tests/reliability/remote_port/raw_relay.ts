/** Leads what comes in to a server on this computer, byte by byte as it is. */
export class RawRelay implements Disposable {
  /** Where what comes in from now on is led. */
  target: number;
  readonly #listener: Deno.TcpListener;
  readonly #open = new Set<Deno.Conn>();

  private constructor(target: number) {
    this.target = target;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    void this.#take();
  }

  static to(target: number): RawRelay {
    return new RawRelay(target);
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  [Symbol.dispose](): void {
    this.#listener.close();
    for (const connection of this.#open) close(connection);
  }

  async #take(): Promise<void> {
    try {
      for await (const connection of this.#listener) void this.#lead(connection);
    } catch {
      // closed
    }
  }

  async #lead(connection: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: this.target });
    for (const one of [connection, server]) this.#open.add(one);
    await Promise.allSettled([
      connection.readable.pipeTo(server.writable),
      server.readable.pipeTo(connection.writable),
    ]);
    for (const one of [connection, server]) {
      close(one);
      this.#open.delete(one);
    }
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // it is closed
  }
}
