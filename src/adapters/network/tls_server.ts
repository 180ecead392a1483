import { stackOf } from "../system/error_stack.ts";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { plainAddress } from "../../policy/remote_address.ts";
import type { Timer } from "../../ports.ts";
import { ConnectionLimit, type HeldConnection } from "./connection_limit.ts";
import { addressOf, closeServer, listenAt } from "./node_server.ts";
import { requestOf, sendResponse } from "./node_http.ts";

/** How long a stranger may take to come to a request whose sender is known. */
const SIGN_IN_MS = 10_000;
/** How long the body of a user's request may then take to come in. */
const BODY_MS = 30_000;
/** How long a request of a user may then take until its answer begins. */
const ANSWER_MS = 120_000;
/** How long what is under way may go on after the listener was closed. */
const DRAIN_MS = 1000;

/** Who has sent a request. */
export interface Sender {
  readonly address: string;
  /** It was found who it is: the connection may take longer, and is not closed to make room. False where too many are. */
  admit(): boolean;
}

export interface TlsServerOptions {
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  readonly timer: Timer;
  readonly answer: (request: Request, sender: Sender) => Promise<Response>;
  /** Told of an answer that failed. */
  readonly note: (text: string) => void;
}

/** A connection with its deadline. */
interface Live {
  readonly admit: () => boolean;
  readonly lift: () => void;
}

/** HTTPS with TLS 1.3 alone; one request on each connection. */
export class TlsServer {
  readonly #server: Server;
  readonly #options: TlsServerOptions;
  readonly #limit = new ConnectionLimit();
  /** By the other side's address and port. */
  readonly #live = new Map<string, Live>();

  private constructor(options: TlsServerOptions) {
    this.#options = options;
    const { key, certificate } = options;
    this.#server = createServer({ key, cert: certificate, minVersion: "TLSv1.3" });
    this.#server.on("connection", (socket: Socket) => this.#take(socket));
    this.#server.on("request", (request, response) => void this.#serve(request, response));
    this.#server.on("clientError", (_: Error, socket: Socket) => socket.destroy());
    this.#server.on("tlsClientError", (_: Error, socket: Socket) => socket.destroy());
  }

  /** Rejects with OperationError where the address cannot be had. */
  static async listen(options: TlsServerOptions): Promise<TlsServer> {
    const server = new TlsServer(options);
    await server.#listen();
    return server;
  }

  get address(): { readonly address: string; readonly port: number } {
    return addressOf(this.#server);
  }

  /** Takes no more connections from now on; resolves when those under way have come to their answer, or were closed. */
  async close(): Promise<void> {
    const { timer } = this.#options;
    await closeServer(this.#server, { limit: this.#limit, timer, drainMs: DRAIN_MS });
  }

  #listen(): Promise<void> {
    const { note } = this.#options;
    return listenAt(this.#server, this.#options, {
      remedy: "choose another: kms admin enable --port N",
      onError: (error) => note(`remote administration: ${error.message}`),
    });
  }

  #take(socket: Socket): void {
    socket.on("error", () => {}); // whoever is cut off hears of it on the other side
    const name = nameOf(socket);
    const open = this.#limit.add(socket.remoteAddress ?? "", () => socket.destroy());
    if (open === undefined) return void socket.destroy();
    const live = this.#withDeadline(open, socket);
    this.#live.set(name, live);
    socket.on("close", () => {
      live.lift();
      open.release();
      if (this.#live.get(name) === live) this.#live.delete(name);
    });
  }

  #withDeadline(open: HeldConnection, socket: Socket): Live {
    let lifted = new AbortController();
    const lift = () => lifted.abort();
    const setDeadline = (milliseconds: number) => {
      lift();
      const { signal } = lifted = new AbortController();
      this.#options.timer.wait(milliseconds, signal).then(() => signal.aborted || socket.destroy());
    };
    const admit = () => {
      const admitted = open.admit();
      if (admitted) setDeadline(ANSWER_MS);
      return admitted;
    };
    setDeadline(SIGN_IN_MS);
    return { admit, lift };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const live = this.#live.get(nameOf(request.socket));
    if (live === undefined) return void request.socket.destroy(); // closed to make room
    let admitted = false;
    const sender = {
      address: plainAddress(request.socket.remoteAddress ?? ""),
      admit: () => {
        admitted = live.admit();
        if (admitted) this.#demandBody(request);
        return admitted;
      },
    };
    const answer = await this.#answer(request, sender);
    if (admitted) {
      live.lift();
      request.resume(); // a rest that nobody reads would never be complete
    }
    await sendResponse(answer, response);
  }

  /** Whatever becomes of the answer: a body that never ends would hold the connection for ever. */
  #demandBody(request: IncomingMessage): void {
    const { socket } = request;
    const closed = new AbortController();
    socket.once("close", () => closed.abort());
    this.#options.timer.wait(BODY_MS, closed.signal).then(() => request.complete || socket.destroy());
  }

  /** An answer that fails is a bug: it is told here, and the other side hears no more than that. */
  async #answer(message: IncomingMessage, sender: Sender): Promise<Response> {
    const request = requestOf(message);
    if (request === undefined) return errorResponse(400, "This is no request to a management API");
    try {
      return await this.#options.answer(request, sender);
    } catch (error) {
      const why = stackOf(error);
      const isGone = message.socket.destroyed; // who goes away in the middle of a request is no bug
      if (!isGone) this.#options.note(`cannot answer a request from ${sender.address}: ${why}`);
      return errorResponse(500, "The host failed to answer");
    }
  }
}

function errorResponse(status: number, message: string): Response {
  return Response.json({ error: { code: null, message, remedy: null } }, { status });
}

function nameOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
