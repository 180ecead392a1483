import assert from "node:assert/strict";
import { type Notice, testNotice } from "../../src/health/notice.ts";
import { Notifier } from "../../src/health/notifier.ts";
import { START } from "../support/counting.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";

const notice = (text: string): Notice => ({ ...testNotice("kms", START), text });

/** A notifier whose deliveries fail while `fault` is set. */
class Scene {
  readonly time = new FakeTime(START);
  readonly arrived: string[] = [];
  readonly notes: string[] = [];
  tries = 0;
  fault: string | undefined;
  /** While set, deliveries do not end. */
  stuck: Promise<void> | undefined;
  readonly notifier = new Notifier({
    clock: this.time,
    timer: this.time,
    note: (text) => this.notes.push(text),
    deliver: async ({ text }) => {
      this.tries += 1;
      await this.stuck;
      if (this.fault !== undefined) throw new Error(this.fault);
      this.arrived.push(text);
    },
  });
}

Deno.test("Notifier brings notices in their order, and whoever tells waits for none", async () => {
  const scene = new Scene();
  scene.notifier.tell(notice("one"));
  scene.notifier.tell(notice("two"));
  assert.deepEqual(scene.arrived, []);
  await settled();
  assert.deepEqual(scene.arrived, ["one", "two"]);
});

Deno.test("Notifier tries again with longer and longer waits, and keeps the order", async () => {
  const scene = new Scene();
  scene.fault = "connection refused";
  scene.notifier.tell(notice("one"));
  scene.notifier.tell(notice("two"));
  await settled();
  assert.deepEqual([scene.tries, scene.time.waits], [1, [5000]]);
  await scene.time.advance(5000);
  assert.deepEqual([scene.tries, scene.time.waits], [2, [30_000]]);
  assert.deepEqual(scene.notifier.failure, { time: START + 5000, reason: "connection refused", lost: 0 });
  scene.fault = undefined;
  await scene.time.advance(30_000);
  assert.deepEqual(scene.arrived, ["one", "two"]);
  assert.equal(scene.notifier.failure, undefined);
  assert.deepEqual(scene.notes, ["a notice of an alert does not arrive: connection refused"]);
});

Deno.test("Notifier gives a notice up after its last try, says so, and goes on with the next", async () => {
  const scene = new Scene();
  scene.fault = "refused";
  scene.notifier.tell(notice("one"));
  scene.notifier.tell(notice("two"));
  await settled();
  for (const minutes of [1, 1, 2, 10, 30]) await scene.time.advance(minutes * 60_000);
  assert.equal(scene.notifier.failure?.lost, 1);
  assert.equal(scene.tries, 7, "six for the first, and the first of the second");
  scene.fault = undefined;
  await scene.time.advance(60_000);
  assert.deepEqual(scene.arrived, ["two"]);
});

Deno.test("Notifier keeps a hundred notices, and of more the newest", async () => {
  const scene = new Scene();
  scene.fault = "refused";
  for (let n = 1; n <= 103; n++) scene.notifier.tell(notice(`${n}`));
  await settled();
  assert.equal(scene.notifier.failure?.lost, 3);
  scene.fault = undefined;
  for (let n = 0; n < 3; n++) await scene.time.advance(3_600_000);
  assert.equal(scene.arrived.length, 100);
  assert.deepEqual([scene.arrived[0], scene.arrived.at(-1)], ["4", "103"]);
});

Deno.test("Notifier gives what waits one more try when the host stops, and does not wait for it for ever", async () => {
  const scene = new Scene();
  scene.fault = "refused";
  scene.notifier.tell(notice("one"));
  scene.notifier.tell(notice("two"));
  await settled();
  scene.fault = undefined;
  await scene.notifier.stop();
  assert.deepEqual(scene.arrived, ["one", "two"]);

  const hanging = new Scene();
  const { promise, resolve } = Promise.withResolvers<void>();
  hanging.stuck = promise;
  hanging.notifier.tell(notice("one"));
  const stopped = hanging.notifier.stop();
  await hanging.time.advance(4000);
  await stopped;
  resolve();
  await settled();
});

Deno.test("Notifier's test rejects with why a notice does not arrive", async () => {
  const scene = new Scene();
  scene.fault = "404 Not Found";
  await assert.rejects(scene.notifier.test(notice("test")), /404 Not Found/);
  scene.fault = undefined;
  await scene.notifier.test(notice("test"));
  assert.deepEqual(scene.arrived, ["test"]);
});
