import assert from "node:assert/strict";
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
