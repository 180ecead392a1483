import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { TcpListener } from "../../../src/adapters/network/tcp.ts";
import { systemTimer } from "../../../src/adapters/system/system.ts";
import { serveConnection } from "../../../src/host/connection.ts";
import { Deadlines } from "../../../src/host/deadlines.ts";
import { answerFrame } from "../../../src/host/service.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { CONNECTION_LIFE_MS } from "../../../src/protocol/frame.ts";
import type { Connection } from "../../../src/ports.ts";
import { activatedHost, type TestHost } from "../../support/roles/test_host.ts";
import { forgedFrame, resultIn } from "../abuse/frames.ts";
import { answersOf, asked, opened } from "../abuse/sockets.ts";

const LIMITS = { most: 200, mostOfAddress: 100 };
const [STRANGER, HONEST, HASTY] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];
/** What is closed already is told of within this, or the host never closes it. */
const DEADLINE_MS = 3000;

/** A listener of few connections in this process; the time of its connections passes only where it is told to. */
export async function amongFew(): Promise<string> {
  const made = await activatedHost();
  await using listening = new Listening(made);
  const { port } = listening;
  const frame = (n: number) => forgedFrame(made.publisher.productId("Lone"), n, made.time.now());

  await Promise.all(Array.from({ length: 100 }, () => reset(port)));
  const waiting = await opened(port, HONEST);
  const abusers = [
    ...await Promise.all(Array.from({ length: 250 }, () => opened(port, STRANGER))),
    ...await Promise.all(Array.from({ length: 40 }, (_, n) => slow(port, frame(n)))),
  ];
  await listening.taken(STRANGER, abusers.length);
  waiting.write(frame(100));
  assert.equal(resultIn(await answersOf(waiting, 1)), HResult.activated);
  for (let n = 0; n < 20; n++) {
    assert.deepEqual(await asked(port, n % 2 === 0 ? HONEST : STRANGER, [frame(n)]), [HResult.activated]);
  }
  await answeredByteByByte(port, frame(200));
  await answeredAfterHalfClose(port, frame(201));

  await made.time.advance(CONNECTION_LIFE_MS);
  await listening.emptied();
  for (const socket of [waiting, ...abusers]) socket.destroy();
  assert.deepEqual(await asked(port, HONEST, [frame(0)]), [HResult.activated]);
  return `${abusers.length} idle or slow connections where ${LIMITS.mostOfAddress} are allowed, 100 resets: 23 honest requests answered`;
}

class Listening implements AsyncDisposable {
  readonly #listener: TcpListener;
  readonly #running: Promise<void>;
  readonly #taken: string[] = [];
  #open = 0;

  constructor({ host, time }: TestHost) {
    this.#listener = TcpListener.listen("127.0.0.1", 0, systemTimer, LIMITS);
    const deadlines = new Deadlines({ timer: time, stopwatch: time }, CONNECTION_LIFE_MS);
    const serve = async (connection: Connection) => {
      this.#open += 1;
      this.#taken.push(connection.remoteAddress);
      await serveConnection(connection, (frame, address) => answerFrame(host, frame, address), deadlines);
      this.#open -= 1;
    };
    this.#running = this.#listener.run(serve);
  }

  get port(): number {
    return this.#listener.address.port;
  }

  /** Resolves when the host has accepted so many connections of an address. */
  async taken(address: string, connections: number): Promise<void> {
    const count = () => this.#taken.filter((one) => one === address).length;
    await soon(() => count() === connections);
    assert.equal(count(), connections);
  }

  /** Resolves when the host has closed all connections. */
  async emptied(): Promise<void> {
    await soon(() => this.#open === 0);
    assert.equal(this.#open, 0, `${this.#open} connections are open when their time is over`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    void this.#listener.close();
    await this.#running;
  }
}

/** Resolves when it is so, or at the deadline. */
async function soon(isSo: () => boolean): Promise<void> {
  const until = performance.now() + DEADLINE_MS;
  while (!isSo() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** One that sends all but the last byte. */
async function slow(port: number, frame: Uint8Array): Promise<Socket> {
  const socket = await opened(port, STRANGER);
  socket.write(frame.subarray(0, -1));
  return socket;
}

async function reset(port: number): Promise<void> {
  (await opened(port, HASTY)).resetAndDestroy();
}

async function answeredByteByByte(port: number, frame: Uint8Array): Promise<void> {
  const socket = await opened(port, HONEST);
  for (const byte of frame) await new Promise((resolve) => socket.write(Uint8Array.of(byte), resolve));
  assert.equal(resultIn(await answersOf(socket, 1)), HResult.activated, "one byte a segment");
  socket.destroy();
}

/** Who has said all that it wants to say may say so, and is answered. */
async function answeredAfterHalfClose(port: number, frame: Uint8Array): Promise<void> {
  const socket = await opened(port, HONEST);
  socket.end(frame);
  assert.equal(resultIn(await answersOf(socket, 1)), HResult.activated, "half-closed");
  socket.destroy();
}
