import assert from "node:assert/strict";
import fc from "fast-check";
import { renderToString } from "ink";
import { safeParse } from "valibot";
import { type RouteName, ROUTES } from "../../src/api/routes.ts";
import { Frame } from "../../tui/frame.tsx";
import { changes, feedLines } from "../../tui/lines/news.ts";
import { screenLines } from "../../tui/lines/screen_lines.tsx";
import { INITIAL_HOST } from "../../tui/model/host_view.ts";
import { Store } from "../../tui/runtime/store.ts";
import { SCREEN_NAMES } from "../../tui/screens/mod.ts";
import { widthOf } from "../../tui/text.ts";
import { arbitraryOf } from "../support/schema_arbitrary.ts";
import { hostileText, watchLine } from "./arbitraries.ts";
import { FakeHost } from "./fake_host.ts";
import { FakeWait, settled } from "./fake_watch.ts";

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const SIZE = { columns: 80, rows: 24 };
/** What opens more of a screen. */
const KEYS = ["enter", "down", "end", "escape", "right", "left", "/", "f", "s", "tab"];

function outputOf(route: RouteName): fc.Arbitrary<unknown> {
  return arbitraryOf(ROUTES[route].output, hostileText);
}

/** A host whose every answer is one that its schema lets through, and full of texts that do harm. */
class HostileHost extends FakeHost {
  readonly #next: fc.GeneratorValue;

  constructor(next: fc.GeneratorValue) {
    super();
    this.#next = next;
  }

  override call<Name extends RouteName>(route: Name): Promise<never> {
    return Promise.resolve(this.#next(outputOf, route) as never);
  }
}

function check(store: Store): void {
  const { model } = store;
  const { columns, rows } = model.size;
  const frame = renderToString(<Frame title="KMS" model={model} />, { columns }).split("\n");
  assert.ok(frame.length <= rows, `${frame.length} rows`);
  for (const line of frame) assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns: ${line}`);
  const { feed, status } = model.host;
  const lines = [
    ...screenLines(model),
    ...changes(INITIAL_HOST, model.host),
    ...feedLines(feed, status?.products ?? []),
  ];
  for (const line of [...frame, ...lines]) assert.ok(!CONTROL.test(line), JSON.stringify(line));
}

for (const [i, name] of SCREEN_NAMES.entries()) {
  Deno.test(`nothing that a host answers reaches the terminal as it is: ${name}`, async () => {
    const keys = fc.array(fc.constantFrom(...KEYS), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.gen(), watchLine, keys, async (next, line, pressed) => {
        const host = new HostileHost(next);
        const store = new Store({ host, wait: new FakeWait().wait, onQuit() {} }, SIZE);
        const done = store.run();
        host.stream.send(line);
        await settled();
        for (const key of [`${i + 1}`, ...pressed]) {
          store.dispatch({ kind: "pressed", press: { name: key, text: key.length === 1 ? key : "" } });
          await store.idle();
          check(store);
        }
        store.stop();
        await done;
      }),
      { numRuns: 25 },
    );
  });
}

Deno.test("the answers that are made for these tests are ones that the schemas let through", () => {
  for (const route of Object.keys(ROUTES) as RouteName[]) {
    for (const value of fc.sample(outputOf(route), 5)) {
      const { success, issues } = safeParse(ROUTES[route].output, value);
      assert.ok(success, `${route}: ${JSON.stringify(issues?.[0]?.path?.map(({ key }) => key))}`);
    }
  }
});
