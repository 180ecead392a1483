import assert from "node:assert/strict";
import type { EventSource } from "../../src/api/event_source.ts";
import type { EventEntry, EventsPage } from "../../src/api/types.ts";
import { followEvents, newestEvents, pagesAfter } from "../../src/cli/events/reading_events.ts";
import { SignInRefused } from "../../src/api/sign_in_refused.ts";
import { EventId } from "../../src/policy/events.ts";
import { OperationError } from "../../src/policy/operation_error.ts";

const entry = (n: number): EventEntry => ({
  source: "journal",
  n,
  product: null,
  event: { id: EventId.hostStarted, time: n, version: "1" },
});

/** A log of events 1 to `last`, whose pages hold at most three and of which each second one is empty, as a search for what is rare gives. */
class SparseLog implements EventSource {
  failures: Error[] = [];
  onChanged: () => void = () => {};
  #empty = false;

  constructor(public last: number) {}

  computer = () => Promise.resolve("kms-1");
  verify = () => Promise.reject(new Error("not asked"));
  changed = () => Promise.resolve(this.onChanged());
  [Symbol.asyncDispose] = () => Promise.resolve();

  page(
    { before, after, limit = 100 }: { before?: string; after?: string; limit?: number },
  ): Promise<EventsPage> {
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    this.#empty = !this.#empty;
    const size = this.#empty ? 0 : Math.min(3, limit);
    const place = (text: string) => text === "start" ? 0 : text === "end" ? this.last : Number(text);
    const from = after === undefined ? Math.max(0, place(before ?? "end") - size) : place(after);
    const to = after === undefined ? place(before ?? "end") : Math.min(this.last, from + size);
    return Promise.resolve({
      events: Array.from({ length: to - from }, (_, i) => entry(from + i + 1)),
      before: String(from),
      after: String(to),
      atEnd: after === undefined ? from === 0 : to === this.last,
      unreadable: 1,
    });
  }
}

const numbers = (events: readonly EventEntry[]) => events.map(({ n }) => n);

Deno.test("the newest events are gathered over pages that are empty or short", async () => {
  const { events, after, all, unreadable } = await newestEvents(new SparseLog(20), {}, 7);
  assert.deepEqual([numbers(events), after, all], [[14, 15, 16, 17, 18, 19, 20], "20", false]);
  assert(unreadable > 3);
  const few = await newestEvents(new SparseLog(5), {}, 100);
  assert.deepEqual([numbers(few.events), few.all], [[1, 2, 3, 4, 5], true]);
  assert.deepEqual((await newestEvents(new SparseLog(0), {}, 5)).events, []);
});

Deno.test("pages to the end give every event once", async () => {
  const pages = await Array.fromAsync(pagesAfter(new SparseLog(11), {}, "2"));
  assert.deepEqual(pages.flatMap(({ events }) => numbers(events)), [3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

Deno.test("events are followed over a failure of the source, from where they were", async () => {
  const log = new SparseLog(4);
  const stopping = new AbortController();
  log.onChanged = () => {
    if (log.last === 8) return stopping.abort();
    log.last += 2;
    if (log.last === 6) log.failures.push(new OperationError("away"));
  };
  const seen: number[] = [];
  for await (const { events } of followEvents(log, {}, "3", stopping.signal)) seen.push(...numbers(events));
  assert.deepEqual(seen, [4, 5, 6, 7, 8]);
});

Deno.test("a source that fails again and again, or lets nobody in any more, is followed no longer", async () => {
  const follow = (...failures: Error[]) => {
    const log = new SparseLog(4);
    log.failures = failures;
    const { signal } = new AbortController();
    return Array.fromAsync(followEvents(log, {}, "3", signal));
  };
  await assert.rejects(follow(new OperationError("away"), new OperationError("gone")), /gone/);
  await assert.rejects(follow(new SignInRefused("wrong password")), /wrong password/);
});
