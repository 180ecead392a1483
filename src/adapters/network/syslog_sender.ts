import { Buffer } from "node:buffer";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { octetCounted, type SyslogTarget } from "../../events/syslog.ts";
import { OperationError } from "../../policy/operation_error.ts";

export interface SyslogSender {
  /** Resolves once the system has the messages; whether the receiver has them nothing tells. Rejects with OperationError. */
  send(messages: readonly string[]): Promise<void>;
  /** Resolves once what was sent is on its way and the connection ended. */
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
const CLOSE_MS = 5000;

/** Rejects with OperationError where nothing takes messages there; over UDP that cannot be told. */
export async function openSyslog(target: SyslogTarget): Promise<SyslogSender> {
  try {
    return target.transport === "udp"
      ? await openDatagrams(target)
      : new StreamSender(target, await connected(target));
  } catch (cause) {
    throw failed(target, cause);
  }
}

function failed({ transport, host, port }: SyslogTarget, cause: unknown): OperationError {
  const why = cause instanceof Error ? cause.message : cause;
  return new OperationError(`Cannot send to ${transport}://${host}:${port}: ${why}`, {
    remedy: transport === "tls"
      ? "check that the receiver runs and its certificate: --tls-ca FILE names who signs it"
      : "check that the receiver runs, and the firewalls on the way",
    cause,
  });
}

/** One datagram a message (RFC 5426). */
async function openDatagrams(target: SyslogTarget): Promise<SyslogSender> {
  const [{ createSocket }, { lookup }] = await Promise.all([
    import("node:dgram"),
    import("node:dns/promises"),
  ]);
  const { address, family } = await lookup(target.host);
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  socket.on("error", () => {}); // what is not received is not told
  const send = (message: string) =>
    new Promise<void>((resolve, reject) =>
      socket.send(Buffer.from(message), target.port, address, (error) => error ? reject(error) : resolve())
    );
  return {
    async send(messages) {
      for (const message of messages) {
        await send(message).catch((cause) => Promise.reject(failed(target, cause)));
      }
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** A connection that takes frames; it stays an error once it has failed. */
class StreamSender implements SyslogSender {
  readonly #target: SyslogTarget;
  readonly #socket: Socket;
  readonly #closed = Promise.withResolvers<void>();
  #failure: Error | undefined;

  constructor(target: SyslogTarget, socket: Socket) {
    this.#target = target;
    this.#socket = socket;
    socket.on("error", (error) => this.#failure ??= error);
    socket.on("end", () => this.#failure ??= new Error("the receiver has ended the connection"));
    socket.on("close", () => {
      this.#failure ??= new Error("the connection was closed");
      this.#closed.resolve();
    });
    socket.resume(); // a receiver says nothing; its end is to be noticed
  }

  async send(messages: readonly string[]): Promise<void> {
    const bytes = Buffer.concat(messages.map(octetCounted));
    try {
      if (this.#failure !== undefined) throw this.#failure;
      await Promise.race([this.#write(bytes), this.#closed.promise]);
      if (this.#failure !== undefined) throw this.#failure;
    } catch (cause) {
      throw failed(this.#target, cause);
    }
  }

  async close(): Promise<void> {
    this.#socket.end();
    const timeout = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    await this.#closed.promise;
    clearTimeout(timeout);
  }

  #write(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#socket.write(bytes, (error) => error ? reject(error) : resolve())
    );
  }
}

async function connected(target: SyslogTarget): Promise<Socket> {
  const { connect: connectTls } = target.transport === "tls" ? await import("node:tls") : {};
  const { host, port, authorities } = target;
  return await new Promise((resolve, reject) => {
    const socket: Socket = connectTls === undefined ? connectTcp({ host, port }) : connectTls({
      host,
      port,
      minVersion: "TLSv1.2",
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(authorities === undefined ? {} : { ca: [authorities] }),
    });
    const timeout = setTimeout(
      () => socket.destroy(new Error(`no connection within ${CONNECT_MS / 1000} seconds`)),
      CONNECT_MS,
    );
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
    socket.once(connectTls === undefined ? "connect" : "secureConnect", () => {
      clearTimeout(timeout);
      socket.removeListener("error", reject);
      resolve(socket);
    });
    socket.once("close", () => clearTimeout(timeout));
  });
}
