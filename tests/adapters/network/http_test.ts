import assert from "node:assert/strict";
import { httpActivationService } from "../../../src/adapters/network/activation_service.ts";
import { boundedText } from "../../../src/protocol/bounded_text.ts";
import { servePosts } from "../../../src/adapters/network/http_server.ts";

/** A service that answers every request alike. */
function answering(answer: (request: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  return { url: `http://127.0.0.1:${server.addr.port}`, close: () => server.shutdown() };
}

Deno.test("a call is a POST of JSON below the service's URL, whether that ends in a slash or not", async () => {
  const seen: unknown[] = [];
  const service = answering(async (request) => {
    seen.push([request.method, new URL(request.url).pathname, await request.json()]);
    return Response.json({ done: true }, { status: 403 });
  });
  for (const url of [`${service.url}/va1`, `${service.url}/va1//`]) {
    const answer = await httpActivationService.post(url, "/v1/challenge", { a: 1 });
    assert.deepEqual(answer, { status: 403, body: { done: true } });
  }
  await service.close();
  assert.deepEqual(seen, Array(2).fill(["POST", "/va1/v1/challenge", { a: 1 }]));
});

Deno.test("an answer that is no JSON is none, a redirect is not followed, and nobody there rejects", async () => {
  const page = answering(() => new Response("<html>"));
  assert.deepEqual(await httpActivationService.post(page.url, "/", {}), { status: 200, body: undefined });
  const redirect = answering(() => Response.redirect(page.url, 307));
  await assert.rejects(() => httpActivationService.post(redirect.url, "/", {}));
  await Promise.all([page.close(), redirect.close()]);
  await assert.rejects(() => httpActivationService.post(page.url, "/", {}));
});

Deno.test("an answer without end is given up at two million bytes", async () => {
  const ended = Promise.withResolvers<void>();
  const service = answering(() => {
    const chunk = new Uint8Array(100_000);
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(chunk),
      cancel: () => ended.resolve(),
    });
    return new Response(endless);
  });
  await assert.rejects(() => httpActivationService.post(service.url, "/", {}), /longer than 2000000 bytes/);
  await ended.promise;
  await service.close();
});

Deno.test("boundedText() reads up to the limit and no further", async () => {
  const chunks = () => ReadableStream.from(["büro", "-07"].map((text) => new TextEncoder().encode(text)));
  assert.equal(await boundedText(chunks(), 8), "büro-07");
  assert.equal(await boundedText(chunks(), 7), undefined);
  assert.equal(await boundedText(null, 0), "");
});

Deno.test("a service whose answer fails says no more than that to its caller", async () => {
  const printed: string[] = [];
  const { error } = console;
  console.error = (text: string) => void printed.push(text);
  const service = servePosts(
    "127.0.0.1",
    0,
    () => Promise.reject(new Error("the folder /srv/secret is in use")),
  );
  const response = await fetch(`http://127.0.0.1:${service.port}/`, { method: "POST", body: "{}" });
  const body = await response.text();
  await service.close();
  console.error = error;
  assert.equal(response.status, 500);
  assert(!body.includes("secret"));
  assert.deepEqual(printed, ["kms: the service failed: the folder /srv/secret is in use"]);
});
