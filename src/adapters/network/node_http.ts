import type { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Node's request as the platform's; undefined where it can be none, as with TRACE. Of its body nothing is read before it is asked for. */
export function requestOf(message: IncomingMessage): Request | undefined {
  const { method = "GET", url = "/", headers } = message;
  const body = method === "GET" || method === "HEAD" ? null : bodyOf(message);
  const given = Object.entries(headers).filter((entry): entry is [string, string] =>
    typeof entry[1] === "string"
  );
  try {
    return new Request(
      new URL(url, "https://kms"),
      { method, headers: given, body, duplex: "half" } as RequestInit,
    );
  } catch {
    return undefined;
  }
}

/** A stream over the body that leaves the connection open when it is cancelled: the answer is still to be sent. */
function bodyOf(message: IncomingMessage): ReadableStream<Uint8Array> {
  let taken = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!taken) take(message, controller);
      taken = true;
      message.resume();
    },
    cancel() {
      message.removeAllListeners("data");
      message.removeAllListeners("end");
      message.pause();
    },
  }, { highWaterMark: 0 });
}

function take(message: IncomingMessage, controller: ReadableStreamDefaultController<Uint8Array>): void {
  message.on("data", (chunk: Buffer) => {
    message.pause();
    controller.enqueue(new Uint8Array(chunk));
  });
  message.on("end", () => controller.close());
  message.on("error", (error) => controller.error(error));
}

/** Sends the platform's response as Node's and closes the connection. A stream ends when the other side goes away. Never rejects. */
export async function sendResponse(response: Response, to: ServerResponse): Promise<void> {
  to.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    "cache-control": "no-store",
    connection: "close",
  });
  const reader = response.body?.getReader();
  if (reader === undefined) return void to.end();
  const stop = () => void reader.cancel().catch(() => {});
  to.on("close", stop);
  to.on("error", stop);
  try {
    await pump(reader, to);
  } catch {
    to.destroy();
  }
}

async function pump(reader: ReadableStreamDefaultReader<Uint8Array>, to: ServerResponse): Promise<void> {
  while (true) {
    const { value, done } = await reader.read();
    if (done || to.destroyed) break;
    if (!to.write(value)) await drained(to);
  }
  to.end();
}

/** Resolves when more may be written, or nothing more will be. */
function drained(to: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    to.once("drain", resolve);
    to.once("close", resolve);
  });
}
