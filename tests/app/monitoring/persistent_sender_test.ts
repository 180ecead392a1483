import assert from "node:assert/strict";
import type { SyslogSender } from "../../../src/adapters/network/syslog_sender.ts";
import { persistentSender } from "../../../src/app/monitoring/persistent_sender.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { operationErrorOf } from "../../support/rejects.ts";

/** A receiver that can go away. */
class Receiver {
  there = true;
  readonly got: string[] = [];
  closed = 0;

  open = (): Promise<SyslogSender> => {
    if (!this.there) return Promise.reject(new OperationError("nobody listens"));
    return Promise.resolve({
      send: (messages) => {
        if (!this.there) return Promise.reject(new OperationError("it has gone"));
        this.got.push(...messages);
        return Promise.resolve();
      },
      close: () => Promise.resolve(void (this.closed += 1)),
    });
  };
}

function scene() {
  const [receiver, timer, stopping] = [new Receiver(), new FakeTime(0), new AbortController()];
  const notes: string[] = [];
  const options = { timer, note: (text: string) => notes.push(text), signal: stopping.signal };
  return { receiver, timer, stopping, notes, options };
}

Deno.test("a receiver that goes away is waited for, longer and longer, and gets what it missed", async () => {
  const { receiver, timer, notes, options } = scene();
  const sender = await persistentSender(receiver.open, options);
  await sender.send(["one"]);
  receiver.there = false;
  const sent = sender.send(["two", "three"]);
  for (const wait of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    await settled();
    assert.deepEqual(timer.waits, [wait]);
    await timer.advance(wait);
  }
  receiver.there = true;
  await timer.advance(30_000);
  await sent;
  assert.deepEqual(receiver.got, ["one", "two", "three"]);
  assert.deepEqual(notes, ["it has gone; it is tried again", "the receiver takes events again"]);
  await sender.close();
  assert.equal(receiver.closed, 2);
});

Deno.test("a receiver that is not there at the beginning is an error at once", async () => {
  const { receiver, options } = scene();
  receiver.there = false;
  assert.match(
    (await operationErrorOf(() => persistentSender(receiver.open, options))).message,
    /nobody listens/,
  );
});

Deno.test("who ends it while it waits is told that the rest was not sent", async () => {
  const { receiver, stopping, options } = scene();
  const sender = await persistentSender(receiver.open, options);
  receiver.there = false;
  const sent = operationErrorOf(() => sender.send(["one"]));
  await settled();
  stopping.abort();
  assert.match((await sent).message, /nobody listens|it has gone/);
  await sender.close();
});
