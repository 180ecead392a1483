import assert from "node:assert/strict";
import { SignInRefused } from "../../../src/api/sign_in_refused.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { changesOf, paced, wait } from "../../../tui/runtime/stream.ts";
import type { StreamChange } from "../../../tui/model/host_view.ts";
import { FakeWait, FakeWatch, settled } from "../fake_watch.ts";
import { sampleLine } from "../samples.ts";

/** Follows a fake stream, waits that the test lets elapse, and what the dashboard is told. */
function following() {
  const stream = new FakeWatch();
  const time = new FakeWait();
  const ending = new AbortController();
  const told: StreamChange[] = [];
  const done = (async () => {
    for await (const change of changesOf(stream.watch, time.wait, ending.signal)) told.push(change);
  })();
  return { stream, time, told, end: () => (ending.abort(), done) };
}

function kindsOf(told: readonly StreamChange[]): string[] {
  return told.map(({ kind }) => kind);
}

Deno.test("changesOf() passes lines on", async () => {
  const { stream, told, end } = following();
  stream.send(sampleLine(), sampleLine());
  await settled();
  assert.deepEqual(kindsOf(told), ["line", "line"]);
  await end();
  assert.equal(stream.open, 0);
});

Deno.test("changesOf() says why the stream was lost, and opens it again after a wait", async () => {
  const { stream, time, told, end } = following();
  stream.send(sampleLine());
  stream.fail(new Error("connection refused"));
  await settled();
  assert.deepEqual(told.at(-1), { kind: "lost", reason: "connection refused", retrySeconds: 1 });
  assert.equal(stream.opened, 1);
  await time.elapse();
  assert.deepEqual(kindsOf(told), ["line", "lost", "retrying"]);
  assert.equal(stream.opened, 2);
  await end();
});

Deno.test("changesOf() does not try a sign-in again that was refused, and tries again where it has to wait", async () => {
  const { stream, time, told, end } = following();
  stream.end();
  const delayed = new OperationError("Too many sign-ins have failed", { code: HResult.accessDenied });
  stream.fail(delayed);
  stream.fail(new SignInRefused("The password is wrong", { code: HResult.accessDenied }));
  for (let i = 0; i < 5; i++) {
    await settled();
    await time.elapse();
  }
  assert.deepEqual(kindsOf(told), ["lost", "retrying", "lost", "retrying", "refused"]);
  assert.equal(stream.opened, 3);
  await end();
});

Deno.test("changesOf() takes an end for a loss", async () => {
  const { stream, told, end } = following();
  stream.end();
  await settled();
  assert.deepEqual(told, [{ kind: "lost", reason: "the host has ended the connection", retrySeconds: 1 }]);
  await end();
});

Deno.test("changesOf() waits longer after each failure, to a limit, and starts anew after a line", async () => {
  const { stream, time, end } = following();
  for (let i = 0; i < 7; i++) {
    stream.fail("no error object");
    await time.elapse();
    await settled();
  }
  assert.deepEqual(time.asked, [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  await time.elapse();
  stream.send(sampleLine());
  stream.end();
  await settled();
  assert.equal(time.asked.at(-1), 1000);
  await end();
});

Deno.test("changesOf() ends during a wait, too, and says nothing more", async () => {
  const { stream, told, end } = following();
  stream.end();
  await settled();
  await end();
  assert.equal(stream.opened, 1);
  assert.deepEqual(kindsOf(told), ["lost"]);
});

Deno.test("changesOf() says nothing about a stream that throws because it was ended", async () => {
  const ending = new AbortController();
  async function* watch(signal: AbortSignal) {
    yield sampleLine();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }
  const told: StreamChange[] = [];
  for await (const change of changesOf(watch, wait, ending.signal)) {
    told.push(change);
    setTimeout(() => ending.abort(), 0);
  }
  assert.deepEqual(kindsOf(told), ["line"]);
});

Deno.test("paced() delivers the first at once and gathers what comes before the pace allows the next", async () => {
  const time = new FakeWait();
  let delivered = 0;
  const tell = paced(() => delivered++, time.wait, new AbortController().signal);
  tell();
  assert.equal(delivered, 1);
  for (let i = 0; i < 50; i++) tell();
  assert.equal(delivered, 1);
  await settled();
  await time.elapse();
  assert.equal(delivered, 2);
  await time.elapse();
  tell();
  assert.equal(delivered, 3);
  assert.ok(time.asked.every((milliseconds) => milliseconds >= 100 && milliseconds <= 250));
});

Deno.test("paced() delivers so many right after each other as the pace says, and no more", async () => {
  const time = new FakeWait();
  let delivered = 0;
  const tell = paced(() => delivered++, time.wait, new AbortController().signal, { least: 80, burst: 2 });
  for (let i = 0; i < 5; i++) tell();
  assert.equal(delivered, 2);
  await settled();
  await time.elapse();
  assert.equal(delivered, 3);
  assert.deepEqual(time.asked, [80, 80, 80]);
});

Deno.test("paced() rests nineteen times as long as the drawing took, where that is longer", async () => {
  const time = new FakeWait();
  let now = 0;
  const draw = (milliseconds: number) => queueMicrotask(() => now += milliseconds); // as React does
  let took = 0;
  const tell = paced(() => draw(took), time.wait, new AbortController().signal, { elapsed: () => now });
  for (took of [5, 40, 300]) {
    tell();
    await settled();
    await time.elapse();
  }
  assert.deepEqual(time.asked, [250, 760, 5700]);
});

Deno.test("wait() resolves at once when it is aborted, before or during", async () => {
  const ending = new AbortController();
  const waiting = wait(1_000_000, ending.signal);
  ending.abort();
  await waiting;
  await wait(1_000_000, ending.signal);
});
