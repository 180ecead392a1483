import assert from "node:assert/strict";
import { tell } from "../../../tui/lines/tell.ts";
import { SCREEN_NAMES } from "../../../tui/screens/mod.ts";
import { SignInRefused } from "../../../src/api/sign_in_refused.ts";
import { FakeHost } from "../fake_host.ts";
import { FakeWait, settled } from "../fake_watch.ts";
import { sampleLine, sampleRequest } from "../samples.ts";

/** A dashboard in lines in the hands of a test. */
class Told implements AsyncDisposable {
  readonly host = new FakeHost();
  readonly time = new FakeWait();
  readonly printed: string[] = [];
  readonly ending = new AbortController();
  readonly #typed = new TransformStream<string, string>();
  readonly #writer = this.#typed.writable.getWriter();
  readonly done = tell({
    host: this.host,
    title: "KMS\u001bdemo",
    typed: this.#typed.readable,
    print: (lines) => this.printed.push(...lines),
    signal: this.ending.signal,
  }, this.time.wait);

  /** What is printed after a line is typed. Waits are over at once. */
  async type(line: string): Promise<string[]> {
    const before = this.printed.length;
    void this.#writer.write(line);
    await this.later();
    return this.printed.slice(before);
  }

  async later(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) {
      await settled();
      await this.time.elapse();
    }
  }

  end(): Promise<void> {
    return this.#writer.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ending.abort();
    await this.done;
    await settled();
    assert.equal(this.host.stream.open, 0);
  }
}

Deno.test("lines say what the host is and what happens, and nothing moves the cursor", async () => {
  await using told = new Told();
  told.host.stream.send(sampleLine());
  await told.later();
  told.host.stream.send(sampleLine([sampleRequest({ name: "ws\u001b[2J" })]));
  await told.later();
  assert.match(told.printed[0]!, /^KMS\ufffddemo, in lines/);
  assert.match(told.printed.at(-1)!, /ws\ufffd\[2J$/);
});

Deno.test("a burst of events is a few lines a second", async () => {
  await using told = new Told();
  told.host.stream.send(sampleLine());
  await told.later();
  const before = told.printed.length;
  for (let i = 0; i < 50; i++) told.host.stream.send(sampleLine([sampleRequest({ name: `ws-${i}` })]));
  await settled();
  await told.later();
  const lines = told.printed.slice(before);
  assert.ok(lines.length <= 8, lines.join("\n"));
  assert.match(lines.at(-1)!, /^and \d+ more events$/);
});

Deno.test("a number tells that screen, an empty line tells it again, ? what can be typed", async () => {
  await using told = new Told();
  told.host.stream.send(sampleLine());
  await told.later();
  for (const [i] of SCREEN_NAMES.entries()) {
    const lines = await told.type(`${i + 1}`);
    assert.match(lines[0]!, new RegExp(`^Screen ${i + 1}, `));
    assert.ok(lines.every((line) => !/[█░─│]/u.test(line)), lines.join("\n"));
    assert.equal((await told.type(""))[0], lines[0]);
  }
  assert.ok((await told.type("?")).some((line) => line.startsWith("1: Overview")));
  assert.deepEqual(await told.type("foo\u0007"), ["There is no foo\ufffd here: ? tells what can be typed"]);
});

for (
  const [how, leave] of Object.entries<(told: Told) => unknown>({
    "q": (told) => told.type("q"),
    "the end of what is typed": (told) => told.end(),
    "its signal": (told) => told.ending.abort(),
  })
) {
  Deno.test(`${how} leaves the lines and lets go of the stream`, async () => {
    await using told = new Told();
    told.host.stream.send(sampleLine());
    await told.later();
    leave(told);
    await told.done;
    await settled();
  });
}

Deno.test("a sign-in that is refused is told, and does not end what can be asked", async () => {
  await using told = new Told();
  told.host.stream.send(sampleLine());
  await told.later();
  told.host.stream.fail(new SignInRefused("no"));
  await told.later();
  assert.match(told.printed.at(-1)!, /refuses the sign-in/);
  assert.match((await told.type("1"))[0]!, /^Screen 1/);
});
