import { encodeRequest } from "../../src/protocol/request.ts";
import { REPLY_BYTES } from "../../src/protocol/reply.ts";

export interface Target {
  readonly port: number;
  readonly productId: Uint8Array;
}

/** Short connections: connect, one exchange, close; so many at a time. How many a second there were. */
export async function exchangesASecond(target: Target, exchanges: number, clients: number): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, async () => {
    while (next < exchanges) await exchange(target.port, requestOf(next++, target.productId));
  }));
  return exchanges / ((performance.now() - began) / 1000);
}

/** Connections at a steady rate for some seconds, at most so many at a time. How many a second there were. */
export async function steadyLoad(
  target: Target,
  { rate, seconds, clients }: { rate: number; seconds: number; clients: number },
): Promise<number> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  let sent = 0;
  let done = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (elapsed() < seconds) {
      if (sent >= elapsed() * rate) await new Promise((resolve) => setTimeout(resolve, 2));
      else {
        await exchange(target.port, requestOf(sent++, target.productId));
        done += 1;
      }
    }
  }));
  return done / elapsed();
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

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
