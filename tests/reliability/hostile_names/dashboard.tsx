import assert from "node:assert/strict";
import fc from "fast-check";
import { renderToString } from "ink";
import { safeParse } from "valibot";
import { type RouteName, ROUTES } from "../../../src/api/routes.ts";
import { Frame } from "../../../tui/frame.tsx";
import { changes, feedLines } from "../../../tui/lines/news.ts";
import { screenLines } from "../../../tui/lines/screen_lines.tsx";
import { INITIAL_HOST } from "../../../tui/model/host_view.ts";
import { Store } from "../../../tui/runtime/store.ts";
import { SCREEN_NAMES } from "../../../tui/screens/mod.ts";
import { widthOf } from "../../../tui/text.ts";
import { arbitraryOf } from "../../support/schema_arbitrary.ts";
import { hostileText, watchLine } from "../../tui/arbitraries.ts";
import { FakeHost } from "../../tui/fake_host.ts";
import { FakeWait, settled } from "../../tui/fake_watch.ts";
import { assertShown } from "./checks.ts";
import { HOSTILE } from "./texts.ts";

const SIZE = { columns: 80, rows: 24 };
/** What opens more of a screen. */
const KEYS = ["enter", "down", "end", "escape", "right", "left", "/", "f", "s", "tab"];
const TEXT = fc.oneof(fc.constantFrom(...HOSTILE), hostileText);

/** Every screen, drawn and told in lines, of a host whose answers do harm, while keys are pressed at random. Resolves with how many frames. */
export async function drawHostileAnswers(seed: number, runs: number): Promise<number> {
  fittingAnswers(seed);
  let frames = 0;
  for (const [i, name] of SCREEN_NAMES.entries()) {
    const keys = fc.array(fc.constantFrom(...KEYS), { maxLength: 5 });
    const property = fc.asyncProperty(fc.gen(), watchLine, keys, async (next, line, pressed) => {
      const host = new HostileHost(next);
      const store = new Store({ host, wait: new FakeWait().wait, onQuit() {} }, SIZE);
      const done = store.run();
      host.stream.send(line);
      await settled();
      for (const key of [`${i + 1}`, ...pressed]) {
        store.dispatch({ kind: "pressed", press: { name: key, text: key.length === 1 ? key : "" } });
        await store.idle();
        checkFrame(store, name);
        frames += 1;
      }
      store.stop();
      await done;
    });
    await fc.assert(property, { numRuns: runs, seed: seed + i });
  }
  return frames;
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

function outputOf(route: RouteName): fc.Arbitrary<unknown> {
  return arbitraryOf(ROUTES[route].output, TEXT);
}

function checkFrame({ model }: Store, screen: string): void {
  const { columns, rows } = model.size;
  const frame = renderToString(<Frame title="KMS" model={model} />, { columns }).split("\n");
  assert.ok(frame.length <= rows, `${frame.length} rows in a frame of ${screen}`);
  for (const line of frame) {
    assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns in a frame of ${screen}: ${line}`);
  }
  const { feed, status } = model.host;
  const told = [
    ...screenLines(model),
    ...changes(INITIAL_HOST, model.host),
    ...feedLines(feed, status?.products ?? []),
  ];
  for (const line of [...frame, ...told]) {
    assert.ok(!line.includes("\n"), `more than a line on ${screen}: ${JSON.stringify(line)}`);
    assertShown(` ${line}`, `the dashboard's ${screen}`); // a line may begin with a name
  }
}

/** Otherwise nothing would reach a screen. */
function fittingAnswers(seed: number): void {
  for (const route of Object.keys(ROUTES) as RouteName[]) {
    for (const value of fc.sample(outputOf(route), { seed, numRuns: 3 })) {
      const { success, issues } = safeParse(ROUTES[route].output, value);
      assert.ok(success, `${route}: ${JSON.stringify(issues?.[0]?.path?.map(({ key }) => key))}`);
    }
  }
}
