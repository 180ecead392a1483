import assert from "node:assert/strict";
import { postJson } from "../../../src/adapters/network/webhook.ts";

async function withServer(
  answer: (request: Request) => Response | Promise<Response>,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  try {
    await work(`http://127.0.0.1:${server.addr.port}/hook?token=s3cret`);
  } finally {
    await server.shutdown();
  }
}

Deno.test("postJson() posts JSON, and a status of 200 to 299 is success", async () => {
  const got: unknown[] = [];
  await withServer(async (request) => {
    got.push([
      request.method,
      new URL(request.url).search,
      request.headers.get("content-type"),
      await request.json(),
    ]);
    return new Response(null, { status: 204 });
  }, (url) => postJson(url, { text: "ä" }));
  assert.deepEqual(got, [["POST", "?token=s3cret", "application/json", { text: "ä" }]]);
});

Deno.test("postJson() refuses any other status, and goes where it was sent to nowhere else", async () => {
  for (const status of [301, 307, 404, 500]) {
    const answer = () => new Response("no", { status, headers: { location: "/elsewhere" } });
    await withServer(
      answer,
      (url) => assert.rejects(postJson(url, {}), new RegExp(`the webhook answers ${status}`)),
    );
  }
});

Deno.test("postJson() says why nothing answers, and never shows the address", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const places = ["127.0.0.1", "user:s3cret@127.0.0.1", "USER:s3cret@localhost"];
  for (const place of places) {
    await assert.rejects(postJson(`http://${place}:${port}/hook/s3cret?token=s3cret`, {}), ({ message }) => {
      assert.match(message, /^the webhook cannot be reached: .*refused/i);
      assert.doesNotMatch(message, /s3cret/);
      return true;
    });
  }
});
