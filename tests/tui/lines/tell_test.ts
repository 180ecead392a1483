import assert from "node:assert/strict";
import type { Output } from "../../../src/api/routes.ts";
import { settingsView } from "../../../src/app/handlers/settings_view.ts";
import { tell } from "../../../tui/lines/tell.ts";
import { SCREEN_NAMES } from "../../../tui/screens/mod.ts";
import { SignInRefused } from "../../../src/api/sign_in_refused.ts";
import { FakeHost } from "../fake_host.ts";
import { FakeWait, settled } from "../fake_watch.ts";
import { sampleLine, sampleRequest } from "../samples.ts";

/** Answers the calls that the overview and the settings make beside the one that matters. */
function refuse({ answers }: FakeHost): void {
  for (const route of ["activity", "events", "dns", "notify", "caller", "metrics"] as const) {
    answers[route] = (): Promise<never> => Promise.reject(new Error("none of that here"));
  }
}

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
    this.typeOnly(line);
    await this.later();
    return this.printed.slice(before);
  }

  /** No wait is over. */
  typeOnly(line: string): void {
    void this.#writer.write(line);
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

Deno.test("what is typed waits until it is said how the host stands, or that it is away", async () => {
  for (const stands of [true, false]) {
    await using told = new Told();
    assert.deepEqual(await told.type("1"), []);
    if (stands) told.host.stream.send(sampleLine());
    else told.host.stream.fail(new Error("reset"));
    await told.later();
    const [, first, ...rest] = told.printed;
    assert.match(first!, stands ? /, host on / : /^No connection;/);
    assert.ok(rest.includes("Screen 1, Overview"));
  }
});

Deno.test("a line is told when its calls are answered, and the next is taken after that", async () => {
  await using told = new Told();
  const answer = Promise.withResolvers<Output<"settings">>();
  told.host.answers.settings = () => answer.promise;
  refuse(told.host);
  told.host.stream.send(sampleLine());
  told.typeOnly("4");
  told.typeOnly("down 2");
  await settled();
  assert.ok(!told.printed.includes("Screen 4, Settings"));
  answer.resolve(settingsView(undefined, () => null));
  await told.later();
  assert.equal(told.printed.at(-1), "selected: activation interval, 120 minutes");
});

Deno.test("after a change the screen is told as the host stands since then", async () => {
  await using told = new Told();
  const { answers, stream } = told.host;
  answers.settings = () => settingsView(undefined, () => null);
  answers.changeSetting = () => ({ pending: null });
  refuse(told.host);
  stream.send(sampleLine());
  for (const line of ["4", "down 2", "open"]) await told.type(line);
  const before = told.printed.length;
  told.typeOnly("45");
  for (let turn = 0; turn < 3; turn++) await settled();
  assert.equal(told.printed.length, before);
  const line = sampleLine();
  const settings = { ...line.status.settings, activationInterval: 45 };
  stream.send({ ...line, status: { ...line.status, settings } });
  await told.later();
  const lines = told.printed.slice(before).filter((text) => text.startsWith("selected: "));
  assert.deepEqual(lines, ["selected: activation interval, 45 minutes"]);
});
