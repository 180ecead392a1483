import { stackOf } from "../system/error_stack.ts";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Timer } from "../../ports.ts";
import { ConnectionLimit } from "./connection_limit.ts";
import { addressOf, closeServer, listenAt } from "./node_server.ts";

/** How long a connection may take in all: a request is a few hundred bytes, and its answer is at hand. */
const CONNECTION_MS = 10_000;
/** How long what is under way may go on after the listener was closed. */
const DRAIN_MS = 500;

export interface ProbeAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface ProbeServerOptions {
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly timer: Timer;
  /** What a path is answered with; undefined where there is nothing at it. */
  readonly answer: (path: string) => ProbeAnswer | undefined;
  /** Told of an answer that failed. */
  readonly note: (text: string) => void;
}

/** Plain HTTP for whoever only looks: GET and HEAD, one request on each connection, no body, little time. */
export class ProbeServer {
  readonly #server: Server;
  readonly #options: ProbeServerOptions;
  readonly #limit = new ConnectionLimit();

  private constructor(options: ProbeServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on("connection", (socket: Socket) => this.#take(socket));
    this.#server.on("clientError", (_: Error, socket: Socket) => socket.destroy());
  }

  /** Rejects with OperationError where the address cannot be had. */
  static async listen(options: ProbeServerOptions): Promise<ProbeServer> {
    const server = new ProbeServer(options);
    await server.#listen();
    return server;
  }

  get address(): { readonly address: string; readonly port: number } {
    return addressOf(this.#server);
  }

  /** Takes no more connections from now on; resolves when those under way are closed. */
  async close(): Promise<void> {
    const { timer } = this.#options;
    await closeServer(this.#server, { limit: this.#limit, timer, drainMs: DRAIN_MS });
  }

  #listen(): Promise<void> {
    const { note } = this.#options;
    return listenAt(this.#server, this.#options, {
      remedy: "choose another: kms metrics enable --listen ADDR:PORT",
      onError: (error) => note(`metrics: ${error.message}`),
    });
  }

  #take(socket: Socket): void {
    socket.on("error", () => {}); // whoever is cut off hears of it on the other side
    const open = this.#limit.add(socket.remoteAddress ?? "", () => socket.destroy());
    if (open === undefined) return void socket.destroy();
    const closed = new AbortController();
    this.#options.timer.wait(CONNECTION_MS, closed.signal).then(() => socket.destroy());
    socket.on("close", () => {
      closed.abort();
      open.release();
    });
  }

  #serve({ method = "", url = "" }: IncomingMessage, response: ServerResponse): void {
    response.on("error", () => {});
    const { status, type, body } = this.#answer(method, url);
    response.writeHead(status, {
      "content-type": type,
      "content-length": String(new TextEncoder().encode(body).length),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(status === 405 ? { allow: "GET, HEAD" } : {}),
      connection: "close",
    });
    response.end(method === "HEAD" ? undefined : body);
  }

  /** An answer that fails is a bug: it is told here, and the other side hears no more than that. */
  #answer(method: string, url: string): ProbeAnswer {
    if (method !== "GET" && method !== "HEAD") return plain(405, "GET and HEAD only");
    try {
      return this.#options.answer(url.split("?", 1)[0]!) ?? plain(404, "there is nothing here");
    } catch (error) {
      this.#options.note(
        `metrics: cannot answer ${url.slice(0, 100)}: ${stackOf(error)}`,
      );
      return plain(500, "the host failed to answer");
    }
  }
}

function plain(status: number, text: string): ProbeAnswer {
  return { status, type: "text/plain; charset=utf-8", body: `${text}\n` };
}
