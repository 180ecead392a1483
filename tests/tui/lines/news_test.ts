import assert from "node:assert/strict";
import type { HostEvent } from "../../../src/policy/events.ts";
import { changes, feedLines } from "../../../tui/lines/news.ts";
import { fold, type HostView, INITIAL_HOST, type StreamChange } from "../../../tui/model/host_view.ts";
import { otherEvents, sampleLine, sampleRequest, type sampleStatus } from "../samples.ts";

type Status = Parameters<typeof sampleStatus>[0];

function line(changes: Status = {}, events: HostEvent[] = [], left = 0): StreamChange {
  return { kind: "line", line: sampleLine(events, changes, left) };
}

function after(...steps: readonly StreamChange[]): HostView {
  return steps.reduce(fold, INITIAL_HOST);
}

/** What the last of the steps makes to be told. */
function told(...steps: readonly StreamChange[]): string[] {
  return changes(after(...steps.slice(0, -1)), after(...steps));
}

const ALERT = {
  condition: "diskLow",
  title: "Little room on the disk",
  severity: "warning" as const,
  since: null,
  text: "9 % are free.",
  remedy: "make room.",
};

Deno.test("the first that is told is the whole standing", () => {
  const lines = told(line({ alerts: [ALERT] }));
  assert.match(lines[0]!, /, host on .*, listening on 0\.0\.0\.0 port 1688$/);
  assert.ok(
    lines.some((text) => /^Sample Client: counted \d+, needed 25, \d+ missing$/.test(text)),
    lines.join("\n"),
  );
  assert.equal(lines.at(-1), "Alert, warning: Little room on the disk: 9 % are free. To mend it: make room.");
});

Deno.test("then only what has changed is told", () => {
  assert.deepEqual(told(line(), line()), []);
  assert.deepEqual(told(line(), line({ alerts: [ALERT] })).length, 1);
  assert.deepEqual(told(line({ alerts: [ALERT] }), line()), ["Alert over: Little room on the disk"]);
  const trouble = { reason: "the disk is full", remedy: "make room" };
  assert.deepEqual(told(line(), line({ trouble })), [
    "Signing nothing: the disk is full",
    "To mend it: make room",
  ]);
});

Deno.test("a product is told of when it begins to be activated, not at each count", () => {
  assert.deepEqual(told(line({ count: 20 }), line({ count: 21 })), []);
  assert.deepEqual(told(line({ count: 24 }), line({ count: 25 })), [
    "Sample Client: counted 25, needed 25, activated from 25 on",
  ]);
});

Deno.test("a lost connection is told once, and that it is back", () => {
  const lost: StreamChange = { kind: "lost", reason: "reset", retrySeconds: 1 };
  assert.deepEqual(told(line(), lost), ["No connection; it is tried again and again (reset)"]);
  assert.deepEqual(told(line(), lost, { kind: "retrying" }), []);
  assert.deepEqual(told(line(), lost, { ...lost, reason: "refused" }), []);
  assert.match(told(line(), lost, line())[0]!, /^Connected again/);
});

Deno.test("of many events three are told, and how many there were", () => {
  const requests = Array.from({ length: 10 }, (_, i) => sampleRequest({ name: `ws-${i}` }));
  const { feed, status } = after(line({}, requests, 90));
  const lines = feedLines(feed.toReversed(), status!.products);
  assert.equal(lines.length, 4);
  assert.match(lines[0]!, /^\d\d:\d\d:\d\d .*, ws-0$/);
  assert.equal(lines[3], "and 97 more events");
});

Deno.test("every other event has a line of its own, but for alerts, whose change of standing is told", () => {
  const events = otherEvents(0);
  for (const event of events) {
    const { feed, status } = after(line({}, [event]));
    const lines = feedLines(feed.toReversed(), status!.products);
    assert.ok(lines.length <= 1 && !lines[0]?.includes("undefined"));
  }
});
