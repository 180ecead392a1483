import type { Input } from "../../../../src/api/routes.ts";
import type { EventEntry, EventsPage } from "../../../../src/api/types.ts";
import { eventTest } from "../../../../src/events/filter.ts";
import { Driven } from "../../driving.tsx";
import { NOON, sampleLine, sampleRequest } from "../../samples.ts";

/** An event log in the hands of a test: event `n` is of machine `ws-n`, one a second. A cursor is the number of events before it. */
export class FakeLog {
  length: number;

  constructor(length: number) {
    this.length = length;
  }

  /** As the management API gives pages. */
  page({ before, after, limit = 100, ...filter }: Input<"events">): EventsPage {
    const test = eventTest(filter);
    const found: EventEntry[] = [];
    if (after !== undefined) {
      let at = after === "start" ? 0 : Number(after);
      const from = at;
      for (; at < this.length && found.length < limit; at++) {
        if (test(entryOf(at).event)) found.push(entryOf(at));
      }
      return { events: found, before: `${from}`, after: `${at}`, atEnd: at === this.length, unreadable: 0 };
    }
    let at = before === undefined || before === "end" ? this.length : Number(before);
    const to = at;
    for (; at > 0 && found.length < limit; at--) {
      if (test(entryOf(at - 1).event)) found.unshift(entryOf(at - 1));
    }
    return { events: found, before: `${at}`, after: `${to}`, atEnd: at === 0, unreadable: 0 };
  }
}

export function entryOf(n: number): EventEntry {
  const event = sampleRequest({ name: `ws-${n}`, time: NOON - 1000 + n });
  return { source: "journal", n, product: "Sample Client", event };
}

/** The activity screen over a log. */
export class Watched extends Driven {
  readonly log: FakeLog;
  #answered = 0;
  #time = NOON;

  constructor(length: number, size = { columns: 80, rows: 24 }) {
    super(size);
    this.log = new FakeLog(length);
    this.tick();
    this.press("2").answerAll();
  }

  /** Some seconds go by, in which `count` events happen; the host's answers are left out. */
  tick(count = 0, seconds = 1): this {
    this.log.length += count;
    this.#time += seconds * 1000;
    return this.stream({ kind: "line", line: sampleLine([], { time: this.#time }, count) });
  }

  /** Answers all calls for pages, those too that the answers lead to; tells how many there were. */
  answerAll(): number {
    let count = 0;
    for (; this.#answered < this.orders.length; this.#answered++) {
      const { screen, effect } = this.orders[this.#answered]!;
      if (screen !== "activity" || effect.route !== "events") continue;
      count++;
      const { route, tag, input } = effect;
      this.take({
        kind: "outcome",
        screen,
        outcome: { kind: "answered", route, tag, output: this.log.page(input) },
      });
    }
    return count;
  }

  /** Numbers of the events that are held, newest first. */
  held(): number[] {
    const { stretches } = this.model.screens.activity.window;
    return stretches.flatMap(({ entries }) => entries.map(({ n }) => n));
  }

  /** Names of the machines on the screen; that of the selected one behind `>`. */
  rows(): string[] {
    return this.frame().split("\n").flatMap((row) => {
      const name = /:\d\d .* (ws-\d+)$/.exec(row)?.[1];
      return name === undefined ? [] : [row.startsWith(" >") ? `>${name}` : name];
    });
  }
}
