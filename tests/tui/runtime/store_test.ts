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
  const host = new FakeHost();
  const time = new FakeWait();
  host.answers.settings = () => ({ settings: [] }) as unknown as Output<"settings">;
  host.answers.caller = () => ({ name: "local", role: "administrator" });
  const store = new Store({ host, wait: time.wait, onQuit() {} }, { columns: 80, rows: 24 });
  let drawn = 0;
  store.subscribe(() => drawn++);
  const running = store.run();
  host.stream.send(sampleLine());
  await settled();
  assert.deepEqual([store.model.caller?.name, drawn], ["local", 2], "started, and the line; not the answer");
  await time.elapse();
  assert.equal(drawn, 3);
  store.dispatch({ kind: "pressed", press: { name: "4", text: "4" } });
  assert.equal(drawn, 4);
  await settled();
  assert.equal(drawn, 5);
  store.stop();
  await running;
});
