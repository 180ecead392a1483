import assert from "node:assert/strict";
import { LOCAL_CALLER } from "../../src/api/caller.ts";
import type { Handlers } from "../../src/api/routes.ts";
import { answerApi } from "../../src/api/server.ts";

Deno.test("of a body that is too long no more is read than the bound, and it is answered with 400", async () => {
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 100_000;
      controller.enqueue(new Uint8Array(100_000).fill(0x20));
      if (given === 10_000_000) controller.close();
    },
  });
  const request = new Request("http://localhost/v1/licence", { method: "PUT", body });
  const services = { handlers: {} as Handlers, watch: async function* () {} };
  const response = await answerApi(services, request, LOCAL_CALLER);
  assert.equal(response.status, 400);
  assert.match((await response.json()).error.message, /at most 2000000 bytes/);
  assert.ok(given < 2_500_000, `${given} bytes were read`);
});
