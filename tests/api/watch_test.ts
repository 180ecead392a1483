import assert from "node:assert/strict";
import { ApiConsole } from "../../src/api/client.ts";
import type { WatchLine } from "../../src/api/types.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { sampleHostStatus, sampleWatchLine } from "../support/samples/sample_status.ts";
import { StubApi } from "../support/roles/stub_api.ts";

/** A stream that gives a line whenever it is asked, and says when it has ended. */
function endless() {
  const ended = Promise.withResolvers<void>();
  const watch = async function* (signal: AbortSignal): AsyncGenerator<WatchLine> {
    try {
      for (let count = 0; !signal.aborted; count++) {
        yield sampleWatchLine({ status: sampleHostStatus({ count }) });
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      ended.resolve();
    }
  };
  return { watch, ended: ended.promise };
}

Deno.test("a client reads the lines of the stream in their order, and ends it by its signal without an error", async () => {
  const api = new StubApi();
  const { watch, ended } = endless();
  api.watch = watch;
  const ending = new AbortController();
  const counts: number[] = [];
  for await (const { status } of api.console().watch(ending.signal)) {
    counts.push(status.count);
    if (counts.length === 5) ending.abort();
  }
  await ended;
  assert.deepEqual(counts.slice(0, 5), [0, 1, 2, 3, 4]);
});

Deno.test("a reader that leaves ends the stream at the host", async () => {
  const api = new StubApi();
  const { watch, ended } = endless();
  api.watch = watch;
  const response = await api.ask("GET", "/v1/watch");
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  const reader = response.body!.getReader();
  assert.equal((await reader.read()).done, false);
  await reader.cancel();
  await ended;
});

Deno.test("a stream that the host ends ends for the client too", async () => {
  const api = new StubApi();
  api.watch = async function* () {
    yield sampleWatchLine();
  };
  const lines = await Array.fromAsync(api.console().watch(new AbortController().signal));
  assert.deepEqual(lines, [sampleWatchLine()]);
});

Deno.test("lines are read whole however the stream is cut, names in any script included", async () => {
  const line = sampleWatchLine({ status: sampleHostStatus({ computer: "büro-東京" }) });
  const bytes = new TextEncoder().encode(JSON.stringify(line) + "\n");
  const send = () =>
    Promise.resolve(new Response(ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte)))));
  const lines = await Array.fromAsync(new ApiConsole(send, () => {}).watch(new AbortController().signal));
  assert.deepEqual(lines, [line]);
});

Deno.test("a line of another shape, or none at all, is refused", async () => {
  for (const text of ["{}\n", "not JSON\n"]) {
    const console = new ApiConsole(() => Promise.resolve(new Response(text)), () => {});
    const read = () => Array.fromAsync(console.watch(new AbortController().signal));
    await assert.rejects(read, /Cannot decode host's change/);
  }
});

Deno.test("a watch that is refused says why", async () => {
  const refused = Response.json({ error: { code: null, message: "Not now", remedy: null } }, { status: 409 });
  const console = new ApiConsole(() => Promise.resolve(refused), () => {});
  const error = await operationErrorOf(() => Array.fromAsync(console.watch(new AbortController().signal)));
  assert(error instanceof OperationError);
  assert.equal(error.message, "Not now");
});
