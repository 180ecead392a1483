import { listenError } from "./listen_error.ts";
import { type ConnectionLimits, OpenConnections } from "./open_connections.ts";
import type { Connection, Network, Timer } from "../../ports.ts";

/** A connection has its buffer for as long as it is open: a request fits, and several are read one after another. */
const READ_BYTES = 256;
const LIMITS: ConnectionLimits = { most: 12_000, mostOfAddress: 3000 };
/** Connections that may wait in the system's queue; Linux takes as many as net.core.somaxconn allows. What finds no place tries again after a second. */
const QUEUE = 4096;
/**
 * So many connections are accepted in one turn of the loop. Deno's runtime hands out 128 results of I/O in a turn (the budget of a tokio
 * task), first of all to what asks in the turn itself: those just accepted, whose request is there already. Were more accepted, then
 * those from before, who wait for theirs, would get none as long as others come.
 */
const ACCEPTED_A_TURN = 24;
/** How long accepting rests after it failed for another reason than that a client had gone by then. */
const REST_MS = 50;
/** How long fewer connections are held after descriptors have run out. */
const SHED_MS = 60_000;
const GONE: ReadonlySet<string | undefined> = new Set(["ENOTCONN", "ECONNABORTED", "ECONNRESET"]);
const OUT_OF_DESCRIPTORS: ReadonlySet<string | undefined> = new Set(["EMFILE", "ENFILE"]);
/** How long answers that are under way are waited for when the listener was closed, and how long connections may go on after them. */
const ANSWERS_MS = 10_000;
const DRAIN_MS = 500;

class DenoConnection implements Connection {
  readonly remoteAddress: string;
  readonly #conn: Deno.TcpConn;
  readonly #buffer = new Uint8Array(READ_BYTES);
  #open = true;
  #reading = false;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.remoteAddress = conn.remoteAddr.hostname;
  }

  /** Whether it is the other side's turn. */
  get idle(): boolean {
    return this.#reading;
  }

  async read(): Promise<Uint8Array | null> {
    this.#reading = true;
    const size = await this.#conn.read(this.#buffer);
    this.#reading = false;
    return size === null ? null : this.#buffer.subarray(0, size);
  }

  async write(bytes: Uint8Array): Promise<void> {
    let written = await this.#conn.write(bytes);
    while (written < bytes.length) written += await this.#conn.write(bytes.subarray(written));
  }

  close(): void {
    if (this.#open) this.#conn.close();
    this.#open = false;
  }
}

export const tcpNetwork: Network = {
  async connect(host, port, timeoutMs) {
    const connecting = Deno.connect({ hostname: host, port });
    let timeout: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<"late">((resolve) => timeout = setTimeout(() => resolve("late"), timeoutMs));
    const first = await Promise.race([connecting, late]).finally(() => clearTimeout(timeout));
    if (first !== "late") return new DenoConnection(first);
    connecting.then((conn) => conn.close(), () => {}); // Deno cannot give an attempt up: what comes of it is closed
    throw new Error(`no answer within ${Math.ceil(timeoutMs / 1000)} seconds`);
  },
};

/** A TCP listener that outlives what happens to its connections. */
export class TcpListener {
  readonly #listener: Deno.TcpListener;
  readonly #timer: Timer;
  readonly #open: OpenConnections;
  readonly #running = new Map<DenoConnection, Promise<void>>();
  #restoring = new AbortController();
  #closed = false;

  private constructor(listener: Deno.TcpListener, timer: Timer, limits: ConnectionLimits) {
    this.#listener = listener;
    this.#timer = timer;
    this.#open = new OpenConnections(limits);
  }

  /** Port 0 takes a free one. Throws OperationError where the address cannot be had. */
  static listen(hostname: string, port: number, timer: Timer, limits = LIMITS): TcpListener {
    try {
      return new TcpListener(Deno.listen({ hostname, port, tcpBacklog: QUEUE }), timer, limits);
    } catch (cause) {
      throw listenError(
        hostname,
        port,
        cause,
        "choose another with --port N or kms /sprt N, or end the process that has it",
      );
    }
  }

  get address(): { hostname: string; port: number } {
    const { hostname, port } = this.#listener.addr;
    return { hostname, port };
  }

  /** Serves connections until close is called. `serve` must not reject. */
  async run(serve: (connection: Connection) => Promise<void>): Promise<void> {
    for (let accepted = 1; !this.#closed; accepted++) {
      const conn = await this.#accept();
      if (conn !== undefined) this.#serve(new DenoConnection(conn), serve);
      if (this.#open.isFull) await this.#open.room();
      if (accepted % ACCEPTED_A_TURN === 0) await this.#timer.wait(0);
    }
  }

  /**
   * Takes no more connections, waits until `answered` (what has been asked for on those that there are is answered, a slow disk or
   * not), lets the answers go out, and closes them.
   */
  async close(answered: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#closed = true;
    this.#listener.close();
    this.#restoring.abort();
    const served = Promise.all(this.#running.values());
    await this.#until(answered, ANSWERS_MS);
    await this.#until(served, DRAIN_MS);
    for (const connection of this.#running.keys()) connection.close();
    await served;
  }

  /** Resolves when `done` does, but after so many milliseconds at the latest. */
  async #until(done: Promise<unknown>, milliseconds: number): Promise<void> {
    const reached = new AbortController();
    done.then(() => reached.abort());
    await this.#timer.wait(milliseconds, reached.signal);
  }

  /** accept() fails when a client resets early or descriptors run out: neither may end the listener. */
  async #accept(): Promise<Deno.TcpConn | undefined> {
    try {
      return await this.#listener.accept();
    } catch (error) {
      if (this.#closed) return undefined;
      const { code } = error as { code?: string };
      if (OUT_OF_DESCRIPTORS.has(code)) this.#shed();
      if (!GONE.has(code)) await this.#timer.wait(REST_MS);
      return undefined;
    }
  }

  #serve(connection: DenoConnection, serve: (connection: Connection) => Promise<void>): void {
    this.#running.set(connection, this.#served(connection, serve));
    this.#open.add(connection);
  }

  async #served(
    connection: DenoConnection,
    serve: (connection: Connection) => Promise<void>,
  ): Promise<void> {
    await serve(connection);
    this.#running.delete(connection);
    this.#open.remove(connection);
  }

  /** Closes connections, and holds fewer for a while: journal, checkpoint and management socket need descriptors too. */
  #shed(): void {
    this.#open.shed();
    this.#restoring.abort();
    const { signal } = this.#restoring = new AbortController();
    this.#timer.wait(SHED_MS, signal).then(() => {
      if (!signal.aborted) this.#open.restore();
    });
  }
}
