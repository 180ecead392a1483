import type { Socket } from "node:net";
import { forgedFrame } from "../../reliability/abuse/frames.ts";
import { opened } from "../../reliability/abuse/sockets.ts";

/**
 * PORT PRODUCT-ID COUNT: keeps so many connections to the host, from ten addresses, that say nothing or send slower than they may, and
 * opens others that reset or half-close; whenever the host closes one it comes again. Prints `ready` once all are there.
 */
const [port, productId, count] = [
  Number(Deno.args[0]),
  Uint8Array.fromHex(Deno.args[1]!),
  Number(Deno.args[2]),
];
const addressOf = (n: number) => `127.0.1.${1 + n % 10}`;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const ended = (socket: Socket) =>
  new Promise<void>((resolve) => socket.destroyed ? resolve() : socket.once("close", () => resolve()));

/** In tenths: seven say nothing, one sends a byte every two seconds, one sends all but the last byte, one resets. */
const WAYS = [idle, idle, idle, idle, idle, idle, idle, drip, withhold, reset];

async function idle(socket: Socket): Promise<void> {
  socket.resume();
  await ended(socket);
}

async function drip(socket: Socket): Promise<void> {
  socket.resume();
  for (const byte of forgedFrame(productId, 1, Date.now())) {
    if (socket.destroyed) return;
    socket.write(Uint8Array.of(byte));
    await wait(2000);
  }
}

async function withhold(socket: Socket): Promise<void> {
  socket.write(forgedFrame(productId, 2, Date.now()).subarray(0, -1));
  await idle(socket);
}

async function reset(socket: Socket): Promise<void> {
  await wait(5000);
  socket.resetAndDestroy();
}

let there = 0;
async function abuse(n: number): Promise<never> {
  for (let first = true;; first = false) {
    try {
      const socket = await opened(port, addressOf(n));
      if (first && ++there === count) console.log("ready");
      await WAYS[n % WAYS.length]!(socket);
      socket.destroy();
    } catch {
      await wait(100);
    }
  }
}

for (let n = 0; n < count; n++) {
  void abuse(n);
  if (n % 100 === 99) await wait(20);
}
