import assert from "node:assert/strict";
import { serveConnection } from "../../src/host/connection.ts";
import { Deadlines } from "../../src/host/deadlines.ts";
import { malformed } from "../../src/host/service.ts";
import { concat } from "../../src/protocol/bytes.ts";
import { decodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { CONNECTION_LIFE_MS, MAX_EXCHANGES } from "../../src/protocol/frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { START } from "../support/counting.ts";
import { FakeConnection } from "../support/fakes/fake_connection.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";

/** A frame that says nothing but its number. */
const frameOf = (n: number) => Uint8Array.of(0, 3, 9, 1, n);
const framesOf = (...numbers: number[]) => concat(...numbers.map(frameOf));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const malformedFrame = malformed().frame;

interface Served {
  readonly connection: FakeConnection;
  readonly time: FakeTime;
  /** The numbers of the frames that were asked, in their order. */
  readonly asked: number[];
  readonly done: Promise<void>;
}

/** Answers each frame with its number, the later ones of a connection sooner; `hold` keeps the answers back. */
function serve(hold?: Promise<void>): Served {
  const [connection, time] = [new FakeConnection(), new FakeTime(START)];
  const asked: number[] = [];
  const answer = async (frame: Uint8Array, address: string) => {
    assert.equal(address, "192.0.2.9");
    const n = frame[4]!;
    asked.push(n);
    for (let turn = n; turn < 20; turn++) await Promise.resolve();
    await hold;
    return n === 99 ? malformed() : { frame: Uint8Array.of(n), close: false };
  };
  return {
    connection,
    time,
    asked,
    done: serveConnection(
      connection,
      answer,
      new Deadlines({ timer: time, stopwatch: time }, CONNECTION_LIFE_MS),
    ),
  };
}

Deno.test("serveConnection() answers one exchange after another until the other side ends", async () => {
  const { connection, done, time } = serve();
  for (const n of numbers(3)) {
    connection.send(frameOf(n));
    await settled();
    assert.deepEqual([...connection.received], numbers(n));
  }
  connection.end();
  await done;
  assert.ok(connection.closed);
  await time.advance(CONNECTION_LIFE_MS);
  assert.deepEqual(time.waits, [], "its deadline was still there");
});

Deno.test("serveConnection() closes after 16 exchanges, one at a time or all at once", async () => {
  const one = serve();
  for (const n of numbers(20)) one.connection.send(frameOf(n));
  await one.done;
  const all = serve();
  all.connection.send(framesOf(...numbers(20)));
  await all.done;
  for (const { connection, asked } of [one, all]) {
    assert.deepEqual([...connection.received], numbers(MAX_EXCHANGES));
    assert.deepEqual(asked, numbers(16));
    assert.ok(connection.closed);
  }
});

Deno.test("serveConnection() puts frames together that come one byte at a time", async () => {
  const { connection, done } = serve();
  for (const byte of framesOf(1, 2, 3)) connection.send(Uint8Array.of(byte));
  connection.end();
  await done;
  assert.deepEqual([...connection.received], [1, 2, 3]);
});

Deno.test("serveConnection() answers pipelined frames in their order, however long each takes", async () => {
  const { connection, done } = serve();
  connection.send(framesOf(1, 2, 3, 4, 5)).end();
  await done;
  assert.deepEqual([...connection.received], [1, 2, 3, 4, 5]);
  assert.equal(connection.written.length, 1);
});

Deno.test("serveConnection() answers the frames before a malformed one, then the error, then closes", async () => {
  const tooLong = Uint8Array.of(0x01, 0x00, 1);
  for (const broken of [tooLong, Uint8Array.of(0, 0), Uint8Array.of(0, 1), Uint8Array.of(0xff, 0xff)]) {
    const { connection, done } = serve();
    connection.send(concat(framesOf(1, 2), broken));
    await done;
    assert.deepEqual(connection.received, concat(Uint8Array.of(1, 2), malformedFrame));
    assert.equal(decodeErrorFrame(connection.received.slice(2)), HResult.malformed);
  }
});

Deno.test("serveConnection() sends nothing after an answer that closes", async () => {
  const { connection, done } = serve();
  connection.send(framesOf(1, 99, 2));
  await done;
  assert.deepEqual(connection.received, concat(Uint8Array.of(1), malformedFrame));
});

Deno.test("serveConnection() closes a connection that says nothing after 10 seconds, and not before", async () => {
  const { connection, done, time } = serve();
  await time.advance(CONNECTION_LIFE_MS - 1);
  assert.ok(!connection.closed);
  await time.advance(1);
  await done;
  assert.deepEqual([connection.closed, connection.received.length], [true, 0]);
});

Deno.test("serveConnection() gives a connection 10 seconds in all, not for each exchange", async () => {
  const { connection, done, time } = serve();
  for (const n of numbers(4)) {
    connection.send(frameOf(n));
    await settled();
    await time.advance(2500);
  }
  await done;
  assert.deepEqual([connection.closed, connection.received.length], [true, 4]);
});

Deno.test("serveConnection() ends when its time is over while an answer is still to come", async () => {
  const hold = Promise.withResolvers<void>();
  const { connection, done, time } = serve(hold.promise);
  connection.send(frameOf(1));
  await time.advance(CONNECTION_LIFE_MS);
  hold.resolve();
  await done;
  assert.deepEqual([connection.closed, connection.received.length], [true, 0]);
});

Deno.test("serveConnection() resolves when the other side resets, before, within and after a frame", async () => {
  for (const sent of [[], [frameOf(1).slice(0, 3)], [frameOf(1)]]) {
    const { connection, done, time } = serve();
    connection.send(...sent).reset();
    await done;
    assert.ok(connection.closed);
    await time.advance(CONNECTION_LIFE_MS);
    assert.deepEqual(time.waits, [], "its deadline was still there");
  }
});

Deno.test("serveConnection() answers nothing to a frame that the other side never finished", async () => {
  const { connection, done } = serve();
  connection.send(frameOf(1).slice(0, 4)).end();
  await done;
  assert.deepEqual([connection.closed, connection.received.length], [true, 0]);
});
