import { render } from "ink";
import assert from "node:assert/strict";
import { SignInRefused } from "../../src/api/sign_in_refused.ts";
import { Dashboard } from "../../tui/dashboard.tsx";
import { themeFor } from "../../tui/theme.ts";
import { FakeTerminal } from "../support/terminal/fake_terminal.ts";
import { FakeHost } from "./fake_host.ts";
import { FakeWait, settled } from "./fake_watch.ts";
import { sampleLine, sampleRequest } from "./samples.ts";

/** A dashboard on a fake terminal, with its stream and its waits in the hands of the test. */
class Board implements Disposable {
  readonly terminal = new FakeTerminal(80, 24);
  readonly host = new FakeHost();
  readonly stream = this.host.stream;
  readonly time = new FakeWait();
  quits = 0;
  readonly #instance = render(
    <Dashboard
      title="KMS demo"
      host={this.host}
      wait={this.time.wait}
      theme={themeFor(false)}
      onQuit={() => this.quits++}
    />,
    { ...this.terminal.streams(), debug: true, exitOnCtrlC: false, patchConsole: false },
  );

  /** The frame with a text, once all waits that lead to it are over. */
  async shows(text: string): Promise<string> {
    for (let waits = 0; !this.terminal.frame().includes(text); waits++) {
      assert.ok(waits < 10, `no ${text} on\n${this.terminal.frame()}`);
      await settled();
      await this.time.elapse();
    }
    return this.terminal.frame();
  }

  [Symbol.dispose](): void {
    this.#instance.unmount();
  }
}

Deno.test("the dashboard waits for the host, then shows what it says", async () => {
  using board = new Board();
  await board.shows("Waiting for the host…");
  board.stream.send(sampleLine([sampleRequest({ name: "ws-01" })]));
  const frame = await board.shows("ws-01");
  assert.match(frame, /listening on 0\.0\.0\.0 port 1688/);
  assert.ok(!frame.includes("Waiting"));
});

Deno.test("the dashboard gathers what comes quickly into one frame", async () => {
  using board = new Board();
  board.stream.send(sampleLine());
  await board.shows("listening");
  board.stream.send(sampleLine()); // drawn at once, where the pause after the last frame is over
  await settled();
  const before = board.terminal.written.length;
  for (let i = 0; i < 40; i++) board.stream.send(sampleLine([sampleRequest({ name: `ws-${i}` })]));
  await settled();
  assert.equal(board.terminal.written.length, before);
  await board.time.elapse();
  const frame = await board.shows("ws-39");
  assert.equal(board.terminal.written.length, before + 1);
  assert.match(frame, /ws-38/);
});

Deno.test("the dashboard says that the host is lost and goes on when it is back", async () => {
  using board = new Board();
  board.stream.send(sampleLine());
  board.stream.fail(new Error("connection reset\u001b[2J"));
  await board.shows("Trying again… (connection reset\ufffd[2J)");
  board.stream.send(sampleLine([sampleRequest({ name: "ws-02" })]));
  const frame = await board.shows("ws-02");
  assert.match(frame, /connected again; what happened meanwhile is not shown/);
  assert.ok(!frame.includes("connection reset"));
});

Deno.test("the dashboard says that the sign-in is refused, and what leaves it", async () => {
  using board = new Board();
  board.stream.send(sampleLine());
  board.stream.end();
  board.stream.fail(new SignInRefused("The user name or the password is wrong"));
  assert.match(await board.shows("password is wrong or was changed"), /user was removed/);
  assert.equal(board.stream.opened, 2);
});

Deno.test("the dashboard follows the size of the terminal, down to one that is too small", async () => {
  using board = new Board();
  board.stream.send(sampleLine());
  await board.shows("Sample Server");
  board.terminal.resize(40, 24);
  assert.ok(!(await board.shows("terminal too small")).includes("Sample Server"));
  board.terminal.resize(1, 1);
  await board.shows("…");
  board.terminal.resize(132, 40);
  const frame = await board.shows("Sample Server");
  assert.equal(frame.split("\n").length, 40);
});

Deno.test("q and Ctrl-C quit, together with other keys and on a terminal that is too small, too", async () => {
  using board = new Board();
  await board.shows("Waiting");
  for (const keys of ["q", "Q", "xq", "\u0003", "x\u0003"]) {
    const before = board.quits;
    board.terminal.press(keys);
    await settled();
    assert.equal(board.quits, before + 1, JSON.stringify(keys));
  }
  board.terminal.resize(20, 5);
  board.terminal.press("q");
  await settled();
  assert.equal(board.quits, 6);
});

Deno.test("what is pasted is never taken for keys", async () => {
  using board = new Board();
  await board.shows("Waiting");
  board.terminal.press("\u001b[200~3q\u0003\r\u001b[201~");
  await board.shows("what you pasted is left out");
  assert.equal(board.quits, 0);
  assert.match(board.terminal.frame(), /\[1 Overview\]/);
});

Deno.test("other keys do nothing", async () => {
  using board = new Board();
  await board.shows("Waiting");
  board.terminal.press("x\r\u001b[A\u0011c");
  await settled();
  assert.equal(board.quits, 0);
});

Deno.test("the dashboard lets go of the stream when it goes", async () => {
  const board = new Board();
  board.stream.send(sampleLine());
  await board.shows("listening");
  board[Symbol.dispose]();
  await settled();
  assert.equal(board.stream.open, 0);
});
