import type { ApiResponse } from "../../api/client.ts";
import { VERSION_HEADER } from "../../api/paths.ts";
import { VERSION } from "../../version.ts";

/** A request to a host on this computer. */
export interface LocalRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What of a connection is used here. */
export type ByteStream = Pick<Deno.Conn, "read" | "write" | "close">;

/** An answer is read in pieces of so many bytes. */
const PIECE_BYTES = 64 * 1024;
const encoder = new TextEncoder();

/**
 * One request to our own server, over a connection that it takes for itself. It is HTTP/1.0, in which the answer lasts until the connection
 * ends (RFC 1945, 7.2.2): that takes no library, and Deno's takes longer to load than most commands to run. Rejects with an Error
 * where no whole answer comes.
 */
export async function askOnce(stream: ByteStream, request: LocalRequest): Promise<ApiResponse> {
  try {
    await writeAll(stream, encoder.encode(requestText(request)));
    return responseOf(await readAll(stream));
  } finally {
    stream.close();
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

async function readAll(stream: ByteStream): Promise<string> {
  const decoder = new TextDecoder();
  const piece = new Uint8Array(PIECE_BYTES);
  const texts: string[] = [];
  for (;;) {
    const length = await stream.read(piece);
    if (length === null) return texts.join("") + decoder.decode();
    texts.push(decoder.decode(piece.subarray(0, length), { stream: true }));
  }
}

function responseOf(text: string): ApiResponse {
  const end = text.indexOf("\r\n\r\n");
  const [, code] = /^HTTP\/1\.[01] (\d{3})[ \r]/.exec(text) ?? [];
  if (code === undefined || end < 0) throw new Error("the host ended the connection before it answered");
  const status = Number(code);
  const body = text.slice(end + 4);
  const head = text.slice(0, end);
  const length = fieldOf("content-length", head);
  if (length !== undefined && encoder.encode(body).length !== Number(length)) {
    throw new Error("the host ended the connection within its answer");
  }
  const ours = fieldOf(VERSION_HEADER, head) === VERSION;
  return {
    ok: status >= 200 && status < 300,
    status,
    ours,
    body: null,
    json: async () => await JSON.parse(body),
  };
}

/** The value of a header field. */
function fieldOf(name: string, head: string): string | undefined {
  return new RegExp(`\\r\\n${name}: *([^\\r]*)`, "i").exec(head)?.[1];
}
