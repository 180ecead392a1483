/**
 * `deno task bench [--json]`: how many activations a second the host carries, as a ratio to a reference (reference_worker.ts) that is
 * measured turn by turn in the same run. Each figure is the median of the rounds.
 */
import { startDemoHost } from "./demo_host.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { REPLY_BYTES } from "../../src/protocol/reply.ts";

const ROUNDS = 5;
const CLIENTS = 100;
const EXCHANGES = 4000;

const host = await startDemoHost();
const reference = await startReference();
const figures: { host: number; reference: number }[] = [];
try {
  await exchangesASecond(host.port, host.productId); // both warm up
  await exchangesASecond(reference.port, host.productId);
  for (let round = 0; round < ROUNDS; round++) {
    figures.push({
      reference: await exchangesASecond(reference.port, host.productId),
      host: await exchangesASecond(host.port, host.productId),
    });
  }
} finally {
  await host.stop();
  reference.worker.terminate();
}
print();

async function startReference(): Promise<{ worker: Worker; port: number }> {
  const worker = new Worker(new URL("./reference_worker.ts", import.meta.url), { type: "module" });
  const port = await new Promise<number>((resolve) => worker.onmessage = (event) => resolve(event.data.port));
  return { worker, port };
}

/** Short connections: connect, one exchange, close; CLIENTS at a time. */
async function exchangesASecond(port: number, productId: Uint8Array): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (next < EXCHANGES) await exchange(port, requestOf(next++, productId));
  }));
  return EXCHANGES / ((performance.now() - began) / 1000);
}

async function exchange(port: number, request: Uint8Array): Promise<void> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  try {
    await connection.write(request);
    const buffer = new Uint8Array(256);
    let size = 0;
    while (size < REPLY_BYTES) {
      const more = await connection.read(buffer.subarray(size));
      if (more === null) throw new Error(`the connection ended after ${size} bytes`);
      size += more;
    }
    const result = new DataView(buffer.buffer).getUint32(4);
    if (result !== 0) throw new Error(`the host answered ${result.toString(16)} instead of activating`);
  } finally {
    connection.close();
  }
}

/** A thousand computers, each known by its number. */
function requestOf(i: number, productId: Uint8Array): Uint8Array {
  const identity = new Uint8Array(16);
  new DataView(identity.buffer).setUint32(0, 1 + (i % 1000));
  return encodeRequest({
    virtual: false,
    renewal: true,
    probe: false,
    ephemeral: false,
    licenceState: 1,
    minutesLeft: 1000,
    clientTime: Math.floor(Date.now() / 1000),
    machineId: identity,
    hardware: identity,
    productId,
    nonce: crypto.getRandomValues(new Uint8Array(16)),
    highestEpoch: 1,
    authorityKeyId: 0,
    name: `computer-${i % 1000}`,
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
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
