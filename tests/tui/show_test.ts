import assert from "node:assert/strict";
import { systemStopwatch } from "../../src/adapters/system/system.ts";
import type { WatchLine } from "../../src/api/types.ts";
import { type DashboardOptions, show } from "../../tui/show.tsx";
import type { Stopping } from "../../tui/stopping.ts";
import { FakeTerminal } from "../support/terminal/fake_terminal.ts";
import { until } from "../support/until.ts";
import { FakeHost } from "./fake_host.ts";
import { type FakeWatch, settled } from "./fake_watch.ts";
import { sampleLine } from "./samples.ts";

const ENTER = "\u001b[?1049h";
const LEAVE = "\u001b[?1049l";
const ERASE = "\u001b[J";
const SHOW_CURSOR = "\u001b[?25h";

/** A whole dashboard on a fake terminal. */
function showing(more: Pick<DashboardOptions, "signal" | "stopping"> = {}) {
  const terminal = new FakeTerminal(80, 24);
  const host = new FakeHost();
  const { stream } = host;
  const done = show(
    { host, title: "KMS\u0007demo", colour: false, elapsed: systemStopwatch.elapsed, ...more },
    terminal.streams(),
  );
  stream.send(sampleLine());
  return { terminal, stream, done, drawn: terminal.frameWith((frame) => frame.includes("Sample Server")) };
}

async function assertRestored(terminal: FakeTerminal, stream: FakeWatch): Promise<void> {
  const written = terminal.written.join("");
  const left = written.lastIndexOf(LEAVE);
  assert.ok(left > written.lastIndexOf(ENTER) && written.includes(ENTER), "on the alternate screen");
  assert.ok(written.lastIndexOf(SHOW_CURSOR) > written.lastIndexOf("\u001b[?25l"), "the cursor is hidden");
  assert.ok(!written.slice(left).includes("Sample"), "drawn on the main screen");
  assert.ok(!written.slice(written.lastIndexOf(ERASE), left).includes("Sample"), "rows left when it is left");
  assert.equal(terminal.raw, false);
  await settled();
  assert.equal(stream.open, 0);
}

for (const [name, keys] of [["q", "q"], ["Ctrl-C", "\u0003"]] as const) {
  Deno.test(`show() ends on ${name} and gives the terminal back`, async () => {
    const { terminal, stream, done, drawn } = showing();
    assert.match(await drawn, /KMS\ufffddemo/);
    assert.equal(terminal.raw, true);
    terminal.press(keys);
    await done;
    await assertRestored(terminal, stream);
  });
}

Deno.test("show() ends when its signal is aborted and gives the terminal back", async () => {
  const ending = new AbortController();
  const { terminal, stream, done, drawn } = showing({ signal: ending.signal });
  await drawn;
  ending.abort();
  await done;
  await assertRestored(terminal, stream);
});

Deno.test("show() ends when its terminal is closed, and what fails after that is no fault", async () => {
  const { terminal, stream, done, drawn } = showing();
  await drawn;
  terminal.stdout.emit("error", new Error("write EIO"));
  await done;
  terminal.stdout.emit("error", new Error("write EPIPE"));
  terminal.stdin.emit("error", new Error("read EIO"));
  await settled();
  assert.equal(stream.open, 0);
});

Deno.test("show() gives the terminal back while the process is stopped, by Ctrl-Z or by whoever asks, once at a time", async () => {
  const stopping = new FakeStopping();
  const { terminal, stream, done, drawn } = showing({ stopping });
  await drawn;
  for (const ask of [() => terminal.press("\u001a"), () => stopping.ask()]) {
    ask();
    await settled();
    stopping.ask();
    await settled();
    assert.equal(stopping.open, 1);
    assert.equal(terminal.raw, false);
    assert.ok(isAside(terminal), "on the alternate screen while it is stopped");
    stopping.goOn();
    await until(() => Promise.resolve(terminal.raw));
    assert.ok(!isAside(terminal), "not on the alternate screen afterwards");
  }
  terminal.press("q");
  await done;
  await assertRestored(terminal, stream);
  stopping.ask();
  assert.equal(stopping.open, 0);
});

function isAside(terminal: FakeTerminal): boolean {
  const written = terminal.written.join("");
  return written.lastIndexOf(LEAVE) > written.lastIndexOf(ENTER);
}

/** A process in the hands of a test. */
class FakeStopping implements Stopping {
  open = 0;
  ask = () => {};
  goOn = () => {};

  async stop(): Promise<void> {
    this.open += 1;
    await new Promise<void>((resolve) => this.goOn = resolve);
    this.open -= 1;
  }

  whenAsked(ask: () => void): () => void {
    this.ask = ask;
    return () => this.ask = () => {};
  }
}

Deno.test("show() writes nothing when its signal is aborted already", async () => {
  const { terminal, done } = showing({ signal: AbortSignal.abort() });
  await done;
  assert.deepEqual(terminal.written, []);
});

Deno.test("show() rejects with what a component throws and gives the terminal back", async () => {
  const { terminal, stream, done, drawn } = showing();
  await drawn;
  stream.send({ ...sampleLine(), status: { ...sampleLine().status, products: 5 } } as unknown as WatchLine);
  await assert.rejects(done, TypeError);
  await assertRestored(terminal, stream);
});

Deno.test("show() rejects with what the reducer throws and gives the terminal back", async () => {
  const { terminal, stream, done, drawn } = showing();
  await drawn;
  stream.send({ ...sampleLine(), events: null } as unknown as WatchLine);
  await assert.rejects(done, TypeError);
  await assertRestored(terminal, stream);
});

Deno.test("show() rejects with an error that nobody caught and gives the terminal back", async () => {
  const { terminal, stream, done, drawn } = showing();
  await drawn;
  const fault = new Error("thrown by a timer");
  reportError(fault);
  await assert.rejects(done, (error) => error === fault);
  await assertRestored(terminal, stream);
});

Deno.test("show() rejects with a rejection that nobody caught and gives the terminal back", async () => {
  const { terminal, stream, done, drawn } = showing();
  await drawn;
  Promise.reject("a bare text");
  await assert.rejects(done, (error) => error === "a bare text");
  await assertRestored(terminal, stream);
});

Deno.test("show() listens to the faults of the process only while it runs", async () => {
  const { terminal, done, drawn } = showing();
  await drawn;
  terminal.press("q");
  await done;
  const reported = new Promise<Event>((resolve) => {
    globalThis.addEventListener("error", (event) => (event.preventDefault(), resolve(event)), { once: true });
  });
  const event = new ErrorEvent("error", { error: new Error("later"), cancelable: true });
  globalThis.dispatchEvent(event);
  assert.equal(await reported, event);
});
