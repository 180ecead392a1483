import type { Buffer } from "node:buffer";
import type { AddressInfo, Socket } from "node:net";
import { connect, createServer, type SecureVersion, type TLSSocket } from "node:tls";
import { makeSelfSigned } from "../../../src/adapters/network/self_signed.ts";
import { systemClock, systemRandom } from "../../../src/adapters/system/system.ts";
import { certificateFingerprint } from "../../../src/crypto/tls_identity.ts";

/** A server of somebody else's that writes down what it is sent inside TLS, and hangs up. */
export class RecordingServer implements AsyncDisposable {
  readonly fingerprint: string;
  readonly port: number;
  received = 0;
  /** Connections that have ended, whether their handshake was over or not. */
  #ended = 0;
  #wake = Promise.withResolvers<void>();
  readonly #close: () => Promise<void>;

  private constructor(fingerprint: string, port: number, close: () => Promise<void>) {
    this.fingerprint = fingerprint;
    this.port = port;
    this.#close = close;
  }

  static async listen(): Promise<RecordingServer> {
    const { key, certificate } = await makeSelfSigned("somebody", {
      clock: systemClock,
      random: systemRandom,
    });
    const server = createServer({ key, cert: certificate });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const sockets = new Set<TLSSocket>();
    const closed = async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    };
    const recording = new RecordingServer(
      certificateFingerprint(certificate),
      (server.address() as AddressInfo).port,
      closed,
    );
    server.on("connection", (socket: Socket) => socket.on("close", () => recording.#count()));
    server.on("tlsClientError", (_, socket) => socket.destroy());
    server.on("secureConnection", (socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("data", (chunk: Buffer) => {
        recording.received += chunk.length;
        socket.destroy(); // nobody shall wait for an answer
      });
    });
    return recording;
  }

  /** Resolves when so many connections have come, and have ended: `received` is then all that they sent. */
  async ended(connections: number): Promise<void> {
    while (this.#ended < connections) await this.#wake.promise;
  }

  #count(): void {
    this.#ended += 1;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** A client that sends what it is told to. */
export class RawClient implements Disposable {
  readonly #socket: TLSSocket;
  /** Resolves with all that came, when the connection is closed. */
  readonly closed: Promise<string>;
  #text = "";

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#text += chunk.toString());
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.on("close", () => resolve(this.#text)));
  }

  /** Rejects where the handshake fails. */
  static connect(port: number, maxVersion: SecureVersion = "TLSv1.3"): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, maxVersion });
      const client = new RawClient(socket);
      socket.once("error", reject);
      socket.once("secureConnect", () => resolve(client));
    });
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
