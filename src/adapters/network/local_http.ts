import type { ApiResponse } from "../../api/client.ts";
import { VERSION_HEADER } from "../../api/paths.ts";
import { concat } from "../../protocol/bytes.ts";
import { VERSION } from "../../version.ts";

/** A request to a host on this computer. */
export interface LocalRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What of a connection is used here. */
export type ByteStream = Pick<Deno.Conn, "read" | "write" | "close">;

/** An answer is read in pieces of so many bytes. */
const PIECE_BYTES = 64 * 1024;
const END_OF_HEAD = "\r\n\r\n";
const encoder = new TextEncoder();
const latin1 = new TextDecoder("latin1");

/**
 * One request to our own server, over a connection that it takes for itself. It is HTTP/1.0, in which the answer lasts until the connection
 * ends (RFC 1945, 7.2.2): that takes no library, and Deno's takes longer to load than most commands to run, and 5 MB. Rejects with an
 * Error where no whole answer comes.
 */
export async function askOnce(stream: ByteStream, request: LocalRequest): Promise<ApiResponse> {
  try {
    await writeAll(stream, encoder.encode(requestText(request)));
    return responseOf(await textOf(piecesOf(stream)));
  } finally {
    stream.close();
  }
}

/**
 * The same where what comes is a stream, which lasts until the host ends or `signal` is aborted: then it ends, or throws. Rejects with an
 * Error where no head comes. A refusal has no body, and is read whole.
 */
export async function askForStream(
  stream: ByteStream,
  request: LocalRequest,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const closed = new AbortController();
  closed.signal.addEventListener("abort", () => stream.close(), { once: true });
  signal.addEventListener("abort", () => closed.abort(), { signal: closed.signal });
  if (signal.aborted) closed.abort();
  try {
    await writeAll(stream, encoder.encode(requestText(request)));
    const pieces = piecesOf(stream);
    const { head, rest } = await beginningOf(pieces);
    const { ok, status, ours } = headOf(head);
    const body = restOf(rest, pieces, closed);
    if (!ok) return responseOf(head + END_OF_HEAD + await textOf(body));
    return { ok, status, ours, body, json: () => Promise.reject(new Error("a stream is no JSON")) };
  } catch (error) {
    closed.abort();
    throw error;
  }
}

function requestText({ method, path, body = "", headers = {} }: LocalRequest): string {
  const length = body === "" ? {} : { "Content-Length": String(encoder.encode(body).length) };
  const fields = Object.entries({ Host: "localhost", ...headers, ...length });
  return `${method} ${path} HTTP/1.0\r\n${
    fields.map((field) => `${field.join(": ")}\r\n`).join("")
  }\r\n${body}`;
}

async function writeAll(stream: ByteStream, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await stream.write(bytes.subarray(at));
}

/** What comes until the other end ends. Each piece is good until the next. */
async function* piecesOf(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(PIECE_BYTES);
  for (let length; (length = await stream.read(piece)) !== null;) yield piece.subarray(0, length);
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for await (const piece of pieces) texts.push(decoder.decode(piece, { stream: true }));
  return texts.join("") + decoder.decode();
}

/** The head of an answer, and what has come of the body with it. */
async function beginningOf(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ readonly head: string; readonly rest: Uint8Array }> {
  for (let come = new Uint8Array(); come.length <= PIECE_BYTES;) {
    const { value, done } = await pieces.next();
    if (done) break;
    come = concat(come, value);
    const end = latin1.decode(come).indexOf(END_OF_HEAD);
    if (end < 0) continue;
    return { head: latin1.decode(come.subarray(0, end)), rest: come.subarray(end + END_OF_HEAD.length) };
  }
  throw unanswered();
}

/** The rest of an answer; the connection is closed after it, or when it is left. */
async function* restOf(
  first: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
  closed: AbortController,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    yield* pieces;
  } finally {
    closed.abort();
  }
}

function responseOf(text: string): ApiResponse {
  const end = text.indexOf(END_OF_HEAD);
  if (end < 0) throw unanswered();
  const head = text.slice(0, end);
  const body = text.slice(end + END_OF_HEAD.length);
  const length = fieldOf("content-length", head);
  if (length !== undefined && encoder.encode(body).length !== Number(length)) {
    throw new Error("the host ended the connection within its answer");
  }
  return { ...headOf(head), body: null, json: async () => await JSON.parse(body) };
}

/** Throws an Error where it is no head. */
function headOf(head: string): Pick<ApiResponse, "ok" | "status"> & { readonly ours: boolean } {
  const [, code] = /^HTTP\/1\.[01] (\d{3})(?:[ \r]|$)/.exec(head) ?? [];
  if (code === undefined) throw unanswered();
  const status = Number(code);
  return { ok: status >= 200 && status < 300, status, ours: fieldOf(VERSION_HEADER, head) === VERSION };
}

function unanswered(): Error {
  return new Error("the host ended the connection before it answered");
}

/** The value of a header field. */
function fieldOf(name: string, head: string): string | undefined {
  return new RegExp(`\\r\\n${name}: *([^\\r]*)`, "i").exec(head)?.[1];
}
