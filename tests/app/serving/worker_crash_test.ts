import assert from "node:assert/strict";
import { systemClock, systemTimer } from "../../../src/adapters/system/system.ts";
import { connectApi } from "../../../src/adapters/network/api_endpoint.ts";
import { Supervisor } from "../../../src/app/serving/supervisor.ts";

const HOST_WORKER = new URL("../../../src/app/serving/host_worker.ts", import.meta.url);
const CRASHING_WORKER = new URL("../../support/children/crashing_worker.ts", import.meta.url);

for (const escape of ["throw", "reject"]) {
  Deno.test(`a worker in which a bug lets an error escape (${escape}) is ended and another serves the folder`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "kms-crash-" });
    const notes: string[] = [];
    const again = Promise.withResolvers<void>();
    const workers = [new URL(`#${escape}`, CRASHING_WORKER), HOST_WORKER];
    const supervisor = new Supervisor({ folder, address: "127.0.0.1", port: 0 }, {
      clock: systemClock,
      timer: systemTimer,
      note(text) {
        notes.push(text);
        if (text.includes("listens again")) again.resolve();
      },
      createWorker: () => new Worker(workers.shift() ?? HOST_WORKER, { type: "module" }),
    });
    try {
      await supervisor.start();
      await again.promise;
      assert.match(
        notes[0] ?? "",
        /^the host failed and is started again in 0\.5 s: Error: (thrown|rejected) by a bug/,
      );
      const api = await connectApi(folder);
      assert.equal((await api!.send("/v1/status", { method: "GET" })).status, 200);
      api!.close();
    } finally {
      await supervisor.stop();
      await Deno.remove(folder, { recursive: true });
    }
  });
}
