import assert from "node:assert/strict";
import fc from "fast-check";
import { EventId } from "../../../src/policy/events.ts";
import {
  FEED_LIMIT,
  fold,
  type HostView,
  INITIAL_HOST,
  type StreamChange,
} from "../../../tui/model/host_view.ts";
import { clean } from "../../../tui/text.ts";
import { change } from "../arbitraries.ts";
import { sampleLine, sampleRequest } from "../samples.ts";

const changes = fc.array(change, { maxLength: 12 });

function foldAll(all: readonly StreamChange[]): HostView {
  return all.reduce(fold, INITIAL_HOST);
}

function line(names: readonly string[], left = 0): StreamChange {
  return { kind: "line", line: sampleLine(names.map((name) => sampleRequest({ name })), {}, left) };
}

function namesOf({ feed }: HostView): string[] {
  return feed.map((entry) =>
    entry.kind === "event" && entry.event.id === EventId.requestProcessed ? entry.event.name : entry.kind
  );
}

Deno.test("fold() keeps a bounded feed, whatever happens and in whatever order", () => {
  fc.assert(fc.property(changes, (all) => {
    assert.ok(foldAll(all).feed.length <= FEED_LIMIT);
  }));
});

Deno.test("fold() keeps the newest first: each entry has a number above that of the next", () => {
  fc.assert(fc.property(changes, (all) => {
    const serials = foldAll(all).feed.map(({ serial }) => serial);
    assert.deepEqual(serials, [...new Set(serials)].sort((a, b) => b - a));
  }));
});

Deno.test("fold() lets no text into the state that clean() would change", () => {
  fc.assert(fc.property(changes, (all) => {
    JSON.stringify(foldAll(all), (name, value) => {
      assert.equal(name, clean(name));
      if (typeof value === "string") assert.equal(value, clean(value));
      return value;
    });
  }));
});

Deno.test("fold() never changes a state that it was given", () => {
  fc.assert(fc.property(changes, change, (all, next) => {
    const state = foldAll(all);
    const before = structuredClone(state);
    fold(state, next);
    assert.deepEqual(state, before);
  }));
});

Deno.test("fold() puts the last event of the last line at the top", () => {
  assert.deepEqual(namesOf(foldAll([line(["a", "b"]), line(["c", "d"])])), ["d", "c", "b", "a"]);
});

Deno.test("fold() keeps the newest of more events than the feed holds", () => {
  const names = Array.from({ length: FEED_LIMIT + 50 }, (_, i) => `ws-${i}`);
  const state = foldAll([line(["old"]), line(names)]);
  assert.deepEqual(namesOf(state), names.slice(50).reverse());
});

Deno.test("fold() says how many events the host left out, after those that it told", () => {
  assert.deepEqual(namesOf(foldAll([line(["a"], 7)])), ["left", "a"]);
});

Deno.test("fold() says that something may be missing when the stream is back", () => {
  const lost: StreamChange = { kind: "lost", reason: "gone", retrySeconds: 1 };
  const state = foldAll([line(["a"]), lost, { kind: "retrying" }, line(["b"])]);
  assert.deepEqual(namesOf(state), ["b", "gap", "a"]);
  assert.deepEqual(state.connection, { kind: "live" });
});

Deno.test("fold() misses nothing when the first try fails and the second does not", () => {
  const lost: StreamChange = { kind: "lost", reason: "gone", retrySeconds: 1 };
  assert.deepEqual(namesOf(foldAll([lost, line(["a"])])), ["a"]);
});

Deno.test("fold() keeps what was last seen of a host that is lost", () => {
  const state = foldAll([line(["a"]), { kind: "lost", reason: "gone\n", retrySeconds: 4 }]);
  assert.deepEqual(state.connection, { kind: "lost", reason: "gone\ufffd", retrySeconds: 4 });
  assert.equal(state.status?.count, 18);
  assert.deepEqual(fold(state, { kind: "retrying" }).connection, {
    kind: "lost",
    reason: "gone\ufffd",
    retrySeconds: null,
  });
});
