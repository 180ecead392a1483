import { request as httpsRequest } from "node:https";
import type { IncomingMessage } from "node:http";
import { Buffer } from "node:buffer";
import { connect, type TLSSocket } from "node:tls";
import type { SendRequest } from "../../api/client.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";

const CONNECT_MS = 10_000;

/** A computer that is connected to. `name` as people write it. */
export interface RemoteEnd {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Resolves where the certificate of that fingerprint (SHA-256, 64 hexadecimal digits) is the right one; rejects otherwise. */
export type CheckFingerprint = (fingerprint: string) => Promise<void>;

/** Sends each request over a connection of its own, and nothing at all before `check` has passed its certificate. */
export function tlsSender(
  end: RemoteEnd,
  check: CheckFingerprint,
  headers: Readonly<Record<string, string>>,
): (...request: Parameters<SendRequest>) => Promise<Response> {
  return async (path, { method, body, signal }) => {
    const socket = await connectChecked(end, check);
    return await exchange(socket, end, { path, method, body, signal, headers });
  };
}

/** Connects, has the certificate checked, and closes again. Rejects with OperationError, or as `check` does. */
export async function checkRemote(end: RemoteEnd, check: CheckFingerprint): Promise<void> {
  (await connectChecked(end, check)).destroy();
}

async function connectChecked(end: RemoteEnd, check: CheckFingerprint): Promise<TLSSocket> {
  const socket = await connected(end);
  try {
    const { fingerprint256 } = socket.getPeerCertificate();
    await check((fingerprint256 ?? "").replaceAll(":", "").toLowerCase());
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/**
 * The certificate is one that nobody vouches for: who it belongs to is told by its fingerprint. A list of authorities of our own, which
 * is empty, keeps Deno from resuming a session that any other server in this process began, with that one's certificate.
 */
function connected(end: RemoteEnd): Promise<TLSSocket> {
  const { host, port } = end;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ca: [], rejectUnauthorized: false, minVersion: "TLSv1.3" });
    const timeout = setTimeout(
      () => fail(new Error(`no answer within ${CONNECT_MS / 1000} seconds`)),
      CONNECT_MS,
    );
    const fail = (cause: Error) => {
      clearTimeout(timeout);
      socket.destroy();
      reject(unreachable(end, cause));
    };
    socket.on("error", fail); // stays: a socket without a listener for errors ends the process
    socket.once("secureConnect", () => {
      clearTimeout(timeout);
      resolve(socket);
    });
  });
}

interface Exchange {
  readonly path: string;
  readonly method: string;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function exchange(socket: TLSSocket, end: RemoteEnd, { path, method, body, signal, headers }: Exchange) {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes === undefined ? {} : { "content-length": String(bytes.length) };
  return new Promise<Response>((resolve, reject) => {
    const closed = () => reject(unreachable(end, new Error("the connection was closed")));
    if (socket.destroyed) return closed(); // while the certificate was checked
    socket.once("close", closed);
    const sent = httpsRequest({
      createConnection: () => socket,
      path,
      method,
      headers: {
        host: end.name,
        connection: "close",
        "content-type": "application/json",
        ...length,
        ...headers,
      },
    }, (message) => resolve(responseOf(message)));
    sent.on("error", (cause) => reject(unreachable(end, cause)));
    signal?.addEventListener("abort", () => socket.destroy(), { once: true });
    sent.end(bytes);
  });
}

function responseOf(message: IncomingMessage): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      message.on("data", (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
      message.on("end", () => controller.close());
      message.on("error", (error) => controller.error(error));
    },
    cancel: () => void message.destroy(),
  });
  return new Response(body, { status: message.statusCode ?? 500 });
}

export function unreachable({ name }: Pick<RemoteEnd, "name">, cause: unknown): OperationError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new OperationError(`${name} does not answer: ${why}`, { code: HResult.serverUnavailable, cause });
}
