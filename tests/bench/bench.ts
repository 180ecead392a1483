/**
 * `deno task bench [--json]`: how many activations a second the host carries, as a ratio to a reference (reference_worker.ts) that is
 * measured turn by turn in the same run. Each figure is the median of the rounds.
 */
import { startDemoHost } from "./demo_host.ts";
import { exchangesASecond, median } from "./load.ts";

const ROUNDS = 5;
const CLIENTS = 100;
const EXCHANGES = 4000;

const host = await startDemoHost();
const reference = await startReference();
const figures: { host: number; reference: number }[] = [];
try {
  await measured(host.port); // both warm up
  await measured(reference.port);
  for (let round = 0; round < ROUNDS; round++) {
    figures.push({
      reference: await measured(reference.port),
      host: await measured(host.port),
    });
  }
} finally {
  await host.stop();
  reference.worker.terminate();
}
print();

function measured(port: number): Promise<number> {
  return exchangesASecond({ port, productId: host.productId }, EXCHANGES, CLIENTS);
}

async function startReference(): Promise<{ worker: Worker; port: number }> {
  const worker = new Worker(new URL("./reference_worker.ts", import.meta.url), { type: "module" });
  const port = await new Promise<number>((resolve) => worker.onmessage = (event) => resolve(event.data.port));
  return { worker, port };
}

function print(): void {
  const row = {
    what: `activations a second, short connections, ${CLIENTS} clients`,
    host: Math.round(median(figures.map((figure) => figure.host))),
    reference: Math.round(median(figures.map((figure) => figure.reference))),
    ratio: Number(median(figures.map((figure) => figure.host / figure.reference)).toFixed(2)),
  };
  if (Deno.args.includes("--json")) console.log(JSON.stringify(row));
  else console.table([row]);
}
