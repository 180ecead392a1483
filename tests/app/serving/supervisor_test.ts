import assert from "node:assert/strict";
import { StoppedEarly, Supervisor } from "../../../src/app/serving/supervisor.ts";
import type { FromWorker, ToWorker } from "../../../src/app/serving/worker_messages.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { operationErrorOf } from "../../support/rejects.ts";

/** A worker that does what the test tells it. */
class FakeWorker extends EventTarget {
  readonly heard: ToWorker[] = [];
  terminated = false;

  postMessage(message: ToWorker): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

const LISTENING = { kind: "listening", address: "127.0.0.1", port: 1700, trouble: null } as const;

function setUp() {
  const time = new FakeTime(0);
  const workers: FakeWorker[] = [];
  const notes: string[] = [];
  const supervisor = new Supervisor({ folder: "state", address: "127.0.0.1", port: null }, {
    clock: time,
    timer: time,
    note: (text) => notes.push(text),
    createWorker: () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as Worker;
    },
  });
  return { time, workers, notes, supervisor };
}

async function started() {
  const bench = setUp();
  const listening = bench.supervisor.start();
  bench.workers[0]!.say(LISTENING);
  await listening;
  return bench;
}

/** How long the worker that has just failed is waited for. */
async function restart(
  { time, workers }: Awaited<ReturnType<typeof started>>,
  message = "broken",
): Promise<number> {
  workers.at(-1)!.say({ kind: "failed", message });
  const [wait] = time.waits;
  const count = workers.length;
  await time.advance(wait! - 1);
  assert.equal(workers.length, count);
  await time.advance(1);
  assert.equal(workers.length, count + 1);
  return wait!;
}

Deno.test("a supervisor tells the worker what to serve, and resolves when it listens", async () => {
  const { supervisor, workers } = setUp();
  const listening = supervisor.start();
  const served = { kind: "start", folder: "state", address: "127.0.0.1", port: null };
  assert.deepEqual(workers[0]!.heard, [{ ...served, makesFolder: true }]);
  workers[0]!.say({ ...LISTENING, trouble: "sealed" });
  assert.equal((await listening).trouble, "sealed");
});

Deno.test("a host that is stopped before it listens is not waited for, whether its worker begins or has just failed", async () => {
  for (const failing of [false, true]) {
    const { supervisor, workers, time } = setUp();
    const starting = supervisor.start().then(() => undefined, (error: unknown) => error);
    if (failing) workers[0]!.say({ kind: "failed", message: "broken" });
    const stopping = supervisor.stop();
    if (!failing) workers[0]!.say({ kind: "stopped" });
    await stopping;
    assert(await starting instanceof StoppedEarly);
    assert(workers[0]!.terminated);
    await time.advance(60_000);
    assert.equal(workers.length, 1);
  }
});

Deno.test("a worker that cannot start is ended, and the caller is told why", async () => {
  const { supervisor, workers, time } = setUp();
  const refused = operationErrorOf(() => supervisor.start());
  workers[0]!.say({ kind: "refused", message: "in use", remedy: "stop it", code: HResult.notAHost });
  const { message, remedy, code } = await refused;
  assert.deepEqual({ message, remedy, code }, {
    message: "in use",
    remedy: "stop it",
    code: HResult.notAHost,
  });
  assert(workers[0]!.terminated);
  assert.deepEqual(time.waits, []);
});

Deno.test("a worker that fails is ended, and another is started, each time after a longer wait", async () => {
  const bench = await started();
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) waits.push(await restart(bench));
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assert(bench.workers.slice(0, -1).every(({ terminated }) => terminated));
  assert.match(bench.notes[0]!, /failed and is started again in 0\.5 s: broken/);
});

Deno.test("a host that has listened makes no folder in place of one that is gone", async () => {
  const bench = await started();
  await restart(bench);
  assert.deepEqual(
    bench.workers.map(({ heard }) => heard.map((one) => "makesFolder" in one && one.makesFolder)),
    [
      [true],
      [false],
    ],
  );
});

Deno.test("a worker that served for more than a minute starts the waits over", async () => {
  const bench = await started();
  assert.deepEqual([await restart(bench), await restart(bench)], [500, 1000]);
  await bench.time.advance(60_001);
  assert.equal(await restart(bench), 500);
});

Deno.test("a failure that is told twice, or by a worker that was replaced, starts one worker", async () => {
  const bench = await started();
  const [first] = bench.workers;
  first!.say({ kind: "failed", message: "once" });
  first!.say({ kind: "failed", message: "twice" });
  assert.equal(bench.time.waits.length, 1);
  await bench.time.advance(500);
  first!.say({ kind: "failed", message: "late" });
  assert.equal(bench.workers.length, 2);
  assert.deepEqual(bench.time.waits, []);
});

Deno.test("an error that escapes the worker does not end the process, and another worker is started", async () => {
  const bench = await started();
  const escaped = new ErrorEvent("error", { message: "escaped", cancelable: true });
  bench.workers[0]!.dispatchEvent(escaped);
  assert(escaped.defaultPrevented);
  await bench.time.advance(500);
  assert.equal(bench.workers.length, 2);
});

Deno.test("a restart that is refused is tried again, and a host that listens again is told of", async () => {
  const bench = await started();
  await restart(bench);
  bench.workers[1]!.say({ kind: "refused", message: "the port is in use", remedy: null, code: null });
  await bench.time.advance(1000);
  bench.workers[2]!.say(LISTENING);
  assert.match(bench.notes.at(-1)!, /listens again on 127\.0\.0\.1 port 1700/);
});

Deno.test("stop() lets the worker finish, then ends it", async () => {
  const { supervisor, workers, time } = await started();
  const stopped = supervisor.stop();
  assert.deepEqual(workers[0]!.heard.at(-1), { kind: "stop" });
  await settled();
  assert(!workers[0]!.terminated);
  workers[0]!.say({ kind: "stopped" });
  await stopped;
  assert(workers[0]!.terminated);
  assert.deepEqual(time.waits, []);
});

Deno.test("stop() ends a worker that does not answer after 20 seconds", async () => {
  const { supervisor, workers, time } = await started();
  const stopped = supervisor.stop();
  assert.deepEqual(time.waits, [20_000]);
  await time.advance(20_000);
  await stopped;
  assert(workers[0]!.terminated);
});

Deno.test("stop() while a restart is waited for starts no other worker and leaves no timer", async () => {
  const bench = await started();
  bench.workers[0]!.say({ kind: "failed", message: "broken" });
  await bench.supervisor.stop();
  await settled();
  assert.deepEqual(bench.time.waits, []);
  assert.equal(bench.workers.length, 1);
});

Deno.test("a worker that fails while it stops is not replaced", async () => {
  const { supervisor, workers, time } = await started();
  const stopped = supervisor.stop();
  workers[0]!.say({ kind: "failed", message: "broken" });
  await stopped;
  await time.advance(60_000);
  assert.equal(workers.length, 1);
});

Deno.test("a worker that asks for another is let finish first, and no failure is told", async () => {
  const { supervisor, workers, notes, time } = await started();
  workers[0]!.say({ kind: "renew" });
  assert.deepEqual(workers[0]!.heard.at(-1), { kind: "stop" });
  await settled();
  assert.deepEqual([workers.length, workers[0]!.terminated], [1, false]);
  workers[0]!.say({ kind: "stopped" });
  await settled();
  assert.deepEqual([workers.length, workers[0]!.terminated], [2, true]);
  assert.equal(workers[1]!.heard[0]!.kind, "start");
  workers[1]!.say(LISTENING);
  assert.deepEqual(notes, ["the host listens again on 127.0.0.1 port 1700"]);
  assert.deepEqual(time.waits, []);
  const stopped = supervisor.stop();
  workers[1]!.say({ kind: "stopped" });
  await stopped;
});

Deno.test("a worker that fails or hangs while it makes room for another is replaced all the same, by one", async () => {
  for (const hangs of [false, true]) {
    const { workers, time } = await started();
    workers[0]!.say({ kind: "renew" });
    if (hangs) await time.advance(20_000);
    else workers[0]!.say({ kind: "failed", message: "broken" });
    await settled();
    await time.advance(60_000);
    assert.deepEqual([workers.length, workers[0]!.terminated], [2, true]);
  }
});

Deno.test("stop() while a worker makes room for another starts none", async () => {
  const { supervisor, workers, time } = await started();
  workers[0]!.say({ kind: "renew" });
  const stopped = supervisor.stop();
  workers[0]!.say({ kind: "stopped" });
  await stopped;
  await time.advance(60_000);
  assert.equal(workers.length, 1);
  assert.deepEqual(time.waits, []);
});

Deno.test("a free port that was taken is kept by the workers that follow", async () => {
  const time = new FakeTime(0);
  const workers: FakeWorker[] = [];
  const supervisor = new Supervisor({ folder: "state", address: "127.0.0.1", port: 0 }, {
    clock: time,
    timer: time,
    note: () => {},
    createWorker: () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as Worker;
    },
  });
  const listening = supervisor.start();
  workers[0]!.say(LISTENING);
  await listening;
  workers[0]!.say({ kind: "failed", message: "broken" });
  await time.advance(500);
  const [start] = workers[1]!.heard;
  assert(start?.kind === "start");
  assert.equal(start.port, 1700);
});
