import assert from "node:assert/strict";
import { askForStream, askOnce, type LocalRequest } from "../../../src/adapters/network/local_http.ts";

const ASKED: LocalRequest = { method: "GET", path: "/v1/status" };
const bytes = (text: string) => new TextEncoder().encode(text);

/** What a real server of Deno's makes of a request, and what comes back of its answer. */
async function served(request: LocalRequest, answer: (request: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  try {
    return await askOnce(await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port }), request);
  } finally {
    await server.shutdown();
  }
}

/** The other end says this and ends its stream, a byte at a time. */
function saying(text: string) {
  const left = [...bytes(text)];
  let closed = 0;
  return {
    write: (part: Uint8Array) => Promise.resolve(part.length),
    read(into: Uint8Array) {
      if (left.length === 0) return Promise.resolve(null);
      into[0] = left.shift()!;
      return Promise.resolve(1);
    },
    close: () => void (closed += 1),
    closed: () => closed,
  };
}

Deno.test("askOnce() brings method, path, fields and body to a server, and its answer back", async () => {
  const request = {
    method: "PUT",
    path: "/v1/key?x=%20",
    body: JSON.stringify("päß 🖥"),
    headers: { authorization: "Bearer x" },
  };
  const answer = await served(request, async (got) =>
    Response.json([
      got.method,
      new URL(got.url).pathname + new URL(got.url).search,
      got.headers.get("authorization"),
      await got.json(),
    ], { status: 418 }));
  assert.deepEqual([answer.ok, answer.status, answer.body], [false, 418, null]);
  assert.deepEqual(await answer.json(), ["PUT", "/v1/key?x=%20", "Bearer x", "päß 🖥"]);
});

Deno.test("askOnce() reads an answer of many megabytes, with a length and without", async () => {
  const text = JSON.stringify("🖥ü".repeat(700_000));
  const whole = await served(ASKED, () => new Response(text));
  assert.equal(await whole.json(), JSON.parse(text));
  const streamed = await served(ASKED, () => new Response(ReadableStream.from([bytes(text), bytes(" ")])));
  assert.equal(await streamed.json(), JSON.parse(text));
});

Deno.test("askOnce() reads an answer that comes byte by byte, within characters and lines too", async () => {
  const stream = saying('HTTP/1.0 200 OK\r\nContent-Length: 8\r\n\r\n"grüß"');
  const answer = await askOnce(stream, ASKED);
  assert.deepEqual([answer.ok, await answer.json(), stream.closed()], [true, "grüß", 1]);
});

for (
  const [name, said] of [
    ["nothing", ""],
    ["half a head", "HTTP/1.0 200 OK\r\ncontent-le"],
    ["something else", "220 mail.example ESMTP\r\n\r\n"],
    ["less than it announced", 'HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\n"grü'],
    ["more than it announced", 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n"grüß"'],
  ] as const
) {
  Deno.test(`askOnce() rejects, and closes, where the other end says ${name}`, async () => {
    const stream = saying(said);
    await assert.rejects(askOnce(stream, ASKED), /the host ended the connection/);
    assert.equal(stream.closed(), 1);
  });
}

Deno.test("askOnce() rejects where the answer is no JSON, once it is looked at", async () => {
  const answer = await askOnce(saying("HTTP/1.0 200 OK\r\n\r\n{"), ASKED);
  await assert.rejects(answer.json(), SyntaxError);
});

Deno.test("askOnce() closes where the other end is gone", async () => {
  const stream = saying("");
  stream.write = () => Promise.reject(new Deno.errors.BrokenPipe("broken"));
  await assert.rejects(askOnce(stream, ASKED), /broken/);
  assert.equal(stream.closed(), 1);
});

const WATCHED: LocalRequest = { method: "GET", path: "/v1/watch" };

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const pieces = await Array.fromAsync(body!, (piece) => piece.slice());
  return new TextDecoder().decode(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
}

Deno.test("askForStream() gives the body as it comes, however it is cut, and closes at its end", async () => {
  const stream = saying("HTTP/1.1 200 OK\r\nkms-version: 0.0.0\r\n\r\nline\r\n\r\ngrüß\n");
  const answer = await askForStream(stream, WATCHED, new AbortController().signal);
  assert.deepEqual([answer.ok, answer.status, answer.ours, stream.closed()], [true, 200, false, 0]);
  assert.equal(await textOf(answer.body), "line\r\n\r\ngrüß\n");
  assert.equal(stream.closed(), 1);
});

Deno.test("askForStream() reads a refusal whole", async () => {
  const stream = saying('HTTP/1.1 401 No\r\ncontent-length: 4\r\n\r\n"no"');
  const answer = await askForStream(stream, WATCHED, new AbortController().signal);
  assert.deepEqual([answer.ok, answer.status, answer.body, await answer.json()], [false, 401, null, "no"]);
  assert.equal(stream.closed(), 1);
});

Deno.test("askForStream() rejects, and closes, where no head comes", async () => {
  for (const said of ["", "HTTP/1.0 200 OK\r\n", "220 mail.example ESMTP\r\n\r\n", "x".repeat(70_000)]) {
    const stream = saying(said);
    await assert.rejects(
      askForStream(stream, WATCHED, new AbortController().signal),
      /the host ended the connection before it answered/,
    );
    assert.equal(stream.closed(), 1);
  }
});

Deno.test("a stream from a real server lasts until its signal is aborted, or it is left", async () => {
  const cancelled: (() => void)[] = [];
  const ends = [1, 2].map(() => new Promise<void>((resolve) => void cancelled.push(resolve)));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    const cancel = cancelled.shift();
    return new Response(ReadableStream.from(untilLeft(cancel!)));
  });
  const open = async (signal: AbortSignal) =>
    await askForStream(
      await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port }),
      WATCHED,
      signal,
    );
  const ending = new AbortController();
  const aborted = await open(ending.signal);
  await assert.rejects(async () => {
    for await (const piece of aborted.body!) if (piece.length > 0) ending.abort();
  });
  const left = await open(new AbortController().signal);
  for await (const piece of left.body!) if (piece.length > 0) break;
  await Promise.all(ends);
  await server.shutdown();
});

/** A line every hundredth of a second, until nobody reads any more. */
async function* untilLeft(onEnd: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      yield bytes("line\n");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    onEnd();
  }
}
