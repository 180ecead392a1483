import assert from "node:assert/strict";
import type { Output } from "../../../src/api/routes.ts";
import { SignInRefused } from "../../../src/api/sign_in_refused.ts";
import { Store } from "../../../tui/runtime/store.ts";
import { FakeHost } from "../fake_host.ts";
import { FakeWait, settled } from "../fake_watch.ts";
import { sampleLine } from "../samples.ts";

Deno.test("one call whose sign-in is refused ends all calls, and the stream with its tries", async () => {
  const host = new FakeHost();
  const store = new Store({ host, wait: new FakeWait().wait, onQuit() {} }, { columns: 80, rows: 24 });
  const running = store.run();
  host.stream.send(sampleLine());
  await settled();
  host.answers.settings = () => Promise.reject(new SignInRefused("the password is wrong"));
  store.dispatch({ kind: "pressed", press: { name: "4", text: "4" } });
  await settled();
  assert.equal(store.model.host.connection.kind, "refused");
  const asked = host.calls.length;
  store.dispatch({ kind: "pressed", press: { name: "3", text: "3" } });
  assert.equal(host.calls.length, asked);
  await running;
  assert.deepEqual({ opened: host.stream.opened, open: host.stream.open }, { opened: 1, open: 0 });
  store.stop();
});

Deno.test("what a person asks for is drawn at once, what the stream gives occasion to ask for at its pace", async () => {
  const { host, time, store, frames, end } = drawing();
  host.answers.settings = () => ({ settings: [] }) as unknown as Output<"settings">;
  host.answers.caller = () => ({ name: "local", role: "administrator" });
  host.stream.send(sampleLine());
  await settled();
  assert.deepEqual(
    [store.model.caller?.name, frames()],
    ["local", 2],
    "started, and the line; not the answer",
  );
  await time.elapse();
  assert.equal(frames(), 3);
  await time.elapse();
  store.dispatch({ kind: "pressed", press: { name: "4", text: "4" } });
  assert.equal(frames(), 4);
  await settled();
  assert.equal(frames(), 5);
  await end();
});

Deno.test("there are ten frames a second at most, however many keys: three at once, then none for 300 milliseconds", async () => {
  const { time, store, frames, end } = drawing();
  assert.equal(frames(), 1);
  for (let n = 0; n < 50; n++) store.dispatch({ kind: "pressed", press: { name: "?", text: "?" } });
  await settled();
  assert.deepEqual([frames(), time.asked], [3, [300, 300, 300]]);
  await time.elapse();
  assert.equal(frames(), 4, "what the others brought about");
  await time.elapse();
  assert.equal(frames(), 4, "nothing new");
  await end();
});

/** A store that runs, and how often it would have had the dashboard drawn. */
function drawing() {
  const host = new FakeHost();
  const time = new FakeWait();
  const store = new Store({ host, wait: time.wait, onQuit() {} }, { columns: 80, rows: 24 });
  let drawn = 0;
  store.subscribe(() => drawn++);
  const running = store.run();
  const end = () => {
    store.stop();
    return running;
  };
  return { host, time, store, frames: () => drawn, end };
}
