import fc from "fast-check";
import assert from "node:assert/strict";
import type { EventsPage } from "../../../../src/api/types.ts";
import {
  entriesOf,
  type LogWindow,
  MOST_HELD,
  newestOnly,
  type Slid,
  withNewer,
  withOlder,
} from "../../../../tui/screens/activity/log_window.ts";
import { entryOf } from "./log.ts";

const ALL = () => true;
const LENGTH = 5000;

/** Events `from` to `to` of the log. */
function page(from: number, to: number): EventsPage {
  const events = Array.from({ length: to - from }, (_, i) => entryOf(from + i));
  return { events, before: `${from}`, after: `${to}`, atEnd: from === 0, unreadable: 0 };
}

function numbersOf(window: LogWindow): number[] {
  return entriesOf(window).map(({ n }) => n);
}

const step = fc.record({
  older: fc.boolean(),
  size: fc.integer({ min: 1, max: 200 }),
  shown: fc.nat({ max: 100 }),
});

Deno.test("a window grows at either end without a gap, and what is on the screen stays, by as many rows lower as is said", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    let window = newestOnly(page(2000, 2100), ALL);
    for (const { older, size, shown } of steps) {
      const before = numbersOf(window);
      const row = Math.min(Math.floor(shown * before.length / 100), before.length - 1);
      const [newest, oldest] = [before[0]!, before.at(-1)!];
      const slid: Slid = older
        ? withOlder(window, page(Math.max(0, oldest - size), oldest), ALL, row)
        : withNewer(window, page(newest + 1, Math.min(LENGTH, newest + 1 + size)), ALL, row + 1);
      window = slid.window;
      const after = numbersOf(window);
      assert.equal(after[row + slid.shift], before[row]);
      assert.deepEqual(after, after.map((_, i) => after[0]! - i));
      assert.ok(after.length <= MOST_HELD + before.length);
    }
  }));
});

Deno.test("what is not on the screen goes where there are too many, and the window says that its end is not the log's", () => {
  let window = newestOnly(page(LENGTH - 100, LENGTH), ALL);
  assert.ok(window.atNewest && !window.whole);
  for (let to = LENGTH - 100; to > LENGTH - 900; to -= 100) {
    window = withOlder(window, page(to - 100, to), ALL, entriesOf(window).length - 10).window;
  }
  assert.equal(entriesOf(window).length, MOST_HELD);
  assert.ok(!window.atNewest);
  let begin = newestOnly(page(0, 100), ALL);
  assert.ok(begin.whole);
  for (let from = 100; from < 900; from += 100) {
    begin = withNewer(begin, page(from, from + 100), ALL, 10).window;
  }
  assert.equal(entriesOf(begin).length, MOST_HELD);
  assert.ok(!begin.whole);
});

Deno.test("small stretches are joined, so that their number stays small", () => {
  let window = newestOnly(page(1000, 1001), ALL);
  for (let n = 1001; n < 1300; n++) window = withNewer(window, page(n, n + 1), ALL, 1).window;
  assert.ok(window.stretches.length <= 6, `${window.stretches.length} stretches`);
});

Deno.test("events that are not wanted are left out, and the cursors go over them", () => {
  const window = newestOnly(page(10, 20), () => false);
  assert.deepEqual(withOlder(window, page(0, 10), () => false, 0).window, {
    stretches: [{ entries: [], before: "0", after: "20" }],
    whole: true,
    atNewest: true,
  });
});
