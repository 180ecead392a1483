import assert from "node:assert/strict";
import { askOnce, type LocalRequest } from "../../../src/adapters/network/local_http.ts";

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
