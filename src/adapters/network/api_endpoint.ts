import { plainLine } from "../../policy/plain_line.ts";
import { toBase64Url } from "../../protocol/bytes.ts";
import type { SendRequest } from "../../api/client.ts";
import { holdsOwn } from "../disk/folder_owner.ts";
import { isHeld } from "../disk/state_folder.ts";
import { askForStream, askOnce, type LocalRequest } from "./local_http.ts";

/** Where the management API of a state folder listens: a socket in the folder; loopback and a token where there are no sockets. */
const SOCKET = "api.sock";
const TOKEN_FILE = "api.json";
/** A longer path does not fit the address of a Unix socket (108 bytes, 104 on macOS). */
const LONGEST_SOCKET_PATH = 100;

interface LoopbackEndpoint {
  readonly port: number;
  readonly token: string;
}

/** Serves the management API of a folder that this process holds. */
export async function serveApi(
  folder: string,
  answer: (request: Request) => Promise<Response>,
): Promise<{ close(): Promise<void> }> {
  return usesSocket(folder) ? await serveOnSocket(folder, answer) : await serveOnLoopback(folder, answer);
}

/**
 * How to reach the host that runs on a folder; undefined where none does: what a host that was killed has left there may lead to another
 * program. Rejects with OperationError where another user may answer.
 */
export async function connectApi(folder: string): Promise<{ send: SendRequest; close(): void } | undefined> {
  if (!holdsOwn(folder, usesSocket(folder) ? SOCKET : TOKEN_FILE)) return undefined;
  if (!isHeld(folder)) return undefined;
  return usesSocket(folder) ? await connectSocket(folder) : await connectLoopback(folder);
}

function usesSocket(folder: string): boolean {
  return Deno.build.os !== "windows" &&
    new TextEncoder().encode(`${folder}/${SOCKET}`).length <= LONGEST_SOCKET_PATH;
}

const onError = (error: unknown) => {
  console.error(
    plainLine(`kms: the management API failed: ${error instanceof Error ? error.message : error}`),
  );
  return Response.json({ error: { code: null, message: "The host failed to answer", remedy: null } }, {
    status: 500,
  });
};

async function serveOnSocket(folder: string, answer: (request: Request) => Promise<Response>) {
  const path = `${folder}/${SOCKET}`;
  await Deno.remove(path).catch(() => {}); // left by a process that was killed: the folder's lock is ours
  const server = Deno.serve({ path, transport: "unix", onListen: () => {}, onError }, answer);
  await Deno.chmod(path, 0o600);
  return {
    async close() {
      await server.shutdown();
      await Deno.remove(path).catch(() => {});
    },
  };
}

async function connectSocket(folder: string) {
  const path = `${folder}/${SOCKET}`;
  const connections = await Connections.open(() => Deno.connect({ transport: "unix", path }));
  if (connections === undefined) return undefined; // no socket, or one that nobody listens at any more
  return connections.sender({});
}

/** One connection for each request. The first is made at once, for whether anybody listens. */
class Connections {
  readonly #connect: () => Promise<Deno.Conn>;
  #first: Deno.Conn | undefined;

  private constructor(connect: () => Promise<Deno.Conn>, first: Deno.Conn) {
    this.#connect = connect;
    this.#first = first;
  }

  /** Undefined where nobody listens. */
  static async open(connect: () => Promise<Deno.Conn>): Promise<Connections | undefined> {
    const first = await connect().catch(() => undefined);
    return first && new Connections(connect, first);
  }

  /** Sends each request with these header fields. */
  sender(headers: LocalRequest["headers"]): { send: SendRequest; close(): void } {
    return {
      send: async (path, { signal, ...init }) => {
        const [connection, request] = [await this.#next(), { path, ...init, headers }];
        return await (signal === undefined
          ? askOnce(connection, request)
          : askForStream(connection, request, signal));
      },
      close: () => this.#first?.close(),
    };
  }

  async #next(): Promise<Deno.Conn> {
    const first = this.#first;
    this.#first = undefined;
    return first ?? await this.#connect();
  }
}

async function serveOnLoopback(folder: string, answer: (request: Request) => Promise<Response>) {
  const { equalSecrets } = await import("../../crypto/hash.ts"); // a command that only asks does not load it
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const expected = new TextEncoder().encode(`Bearer ${token}`);
  const guarded = (request: Request) => {
    const given = new TextEncoder().encode(request.headers.get("authorization") ?? "");
    return equalSecrets(given, expected)
      ? answer(request)
      : Promise.resolve(new Response(null, { status: 401 }));
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {}, onError }, guarded);
  const path = `${folder}/${TOKEN_FILE}`;
  await Deno.remove(path).catch(() => {});
  const endpoint: LoopbackEndpoint = { port: server.addr.port, token };
  await Deno.writeTextFile(path, JSON.stringify(endpoint), { createNew: true, mode: 0o600 });
  return {
    async close() {
      await Deno.remove(path).catch(() => {});
      await server.shutdown();
    },
  };
}

async function connectLoopback(folder: string) {
  const endpoint = await readEndpoint(`${folder}/${TOKEN_FILE}`);
  if (endpoint === undefined) return undefined;
  const { port, token } = endpoint;
  const connections = await Connections.open(() => Deno.connect({ hostname: "127.0.0.1", port }));
  if (connections === undefined) return undefined;
  return connections.sender({ authorization: `Bearer ${token}` });
}

async function readEndpoint(path: string): Promise<LoopbackEndpoint | undefined> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(path));
    if (typeof value !== "object" || value === null || !("port" in value) || !("token" in value)) {
      return undefined;
    }
    const { port, token } = value;
    return typeof port === "number" && typeof token === "string" ? { port, token } : undefined;
  } catch {
    return undefined;
  }
}
