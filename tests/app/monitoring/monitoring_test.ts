import assert from "node:assert/strict";
import { Measures } from "../../../src/app/monitoring/measures.ts";
import { Monitoring } from "../../../src/app/monitoring/monitoring.ts";
import { LOCAL_CALLER } from "../../../src/api/caller.ts";
import { activatedHost } from "../../support/roles/test_host.ts";

Deno.test("an address that cannot be listened on at the start is tried again, and that is said once", async () => {
  const { host, time } = await activatedHost();
  const notes: string[] = [];
  const monitoring = () =>
    new Monitoring(host, {
      folder: "/nowhere",
      measures: new Measures(time),
      listening: () => true,
      note: (text) => notes.push(text),
    });
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  taken.close();
  const before = monitoring();
  await before.handlers.changeMetrics({ enabled: true, address: "127.0.0.1", port }, LOCAL_CALLER);
  const stopped = before.stop();
  await time.advance(4000);
  await stopped;

  const inTheWay = Deno.listen({ hostname: "127.0.0.1", port });
  const after = monitoring();
  await after.start();
  await time.advance(60_000);
  inTheWay.close();
  assert.equal((await after.handlers.metrics({}, LOCAL_CALLER)).listening, null);
  await time.advance(60_000);
  while (notes.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.match(notes[0]!, /^no metrics: .*in use/);
  assert.equal(notes[1], `metrics on http://127.0.0.1:${port}/metrics`);
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  assert.deepEqual([answer.status, await answer.text()], [200, "ready\n"]);
  const done = after.stop();
  await time.advance(4000);
  await done;
  await host.stop();
});
