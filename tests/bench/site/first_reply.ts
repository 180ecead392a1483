import { REPLY_BYTES } from "../../../src/protocol/reply.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";

const EVERY_MS = 1;
const AT_MOST_MS = 300_000;

/** Asks for an activation until somebody listens at the port and answers with a whole reply that activates. */
export async function firstReply(port: number, productId: string): Promise<void> {
  const request = requestFor(productId);
  const began = performance.now();
  while (performance.now() - began < AT_MOST_MS) {
    const connection = await connect(port);
    if (connection === undefined) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    else return await exchange(connection, request);
  }
  throw new Error(`nobody listens at port ${port}`);
}

async function connect(port: number): Promise<Deno.TcpConn | undefined> {
  try {
    return await Deno.connect({ hostname: "127.0.0.1", port });
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return undefined;
    throw error;
  }
}

async function exchange(connection: Deno.TcpConn, request: Uint8Array): Promise<void> {
  using open = connection;
  await open.write(request);
  const reply = new Uint8Array(REPLY_BYTES);
  for (let size = 0; size < REPLY_BYTES;) {
    const more = await open.read(reply.subarray(size));
    if (more === null) throw new Error(`the connection ended after ${size} bytes`);
    size += more;
  }
  const result = new DataView(reply.buffer).getUint32(4);
  if (result !== 0) throw new Error(`the host answered ${result.toString(16)} instead of activating`);
}

/** The request frame of load.c's first machine. */
export function requestFor(productId: string): Uint8Array<ArrayBuffer> {
  const identity = Uint8Array.fromHex("00000001".repeat(4));
  return encodeRequest({
    virtual: false,
    renewal: false,
    probe: false,
    ephemeral: false,
    licenceState: 0,
    minutesLeft: 0,
    clientTime: Math.floor(Date.now() / 1000),
    machineId: identity,
    hardware: identity,
    productId: Uint8Array.fromHex(productId),
    nonce: crypto.getRandomValues(new Uint8Array(16)),
    highestEpoch: 0,
    authorityKeyId: 0,
    name: "pc-000000.xxxxxxxxxxxxxx",
  });
}
