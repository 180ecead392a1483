import type { Rows } from "./rows.ts";
import { NONE } from "./slot_index.ts";

/** Slots in the order of their times. */
interface Run {
  first: number;
  last: number;
}

/** So many runs at most: a clock that was set back oftener within 30 days makes the order slow, not wrong. */
const MOST_RUNS = 100;

/**
 * Slots by the times at which their records leave, then by when they were seen, then by their keys: the order does not depend on how the
 * records came in. Times mostly rise, so a slot is added at the end of a run; one more run is begun for
 * each time that the clock was set back. So what leaves first is always at the front of a run. A slot is in one order at most.
 */
export class LeaveOrder {
  readonly #rows: Rows;
  readonly #mark: number;
  readonly #runs: Run[] = [];
  #size = 0;

  /** `mark`: 0 or 100, another for each order over the same rows; it tells in a row which order its slot is in. */
  constructor(rows: Rows, mark: 0 | 100) {
    this.#rows = rows;
    this.#mark = mark;
  }

  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    const run = this.#rows.run(slot);
    return run > this.#mark && run <= this.#mark + MOST_RUNS;
  }

  /** Whether a record has left by `now`. */
  hasLeft(now: number): boolean {
    for (let i = 0; i < this.#runs.length; i++) {
      const { first } = this.#runs[i]!;
      if (first !== NONE && this.#rows.leaveTime(first) <= now) return true;
    }
    return false;
  }

  /** The slot whose record leaves first; NONE where there is none. */
  first(): number {
    let found = NONE;
    for (const { first } of this.#runs) {
      if (first !== NONE && (found === NONE || this.#compare(first, found) < 0)) found = first;
    }
    return found;
  }

  /** When the last record leaves; -Infinity where there is none. */
  latest(): number {
    let latest = -Infinity;
    for (const { last } of this.#runs) {
      if (last !== NONE) latest = Math.max(latest, this.#rows.leaveTime(last));
    }
    return latest;
  }

  add(slot: number): void {
    const number = this.#runFor(slot);
    let before = this.#runs[number]!.last;
    while (before !== NONE && this.#compare(before, slot) > 0) { // seen at the same time, or there are too many runs
      before = this.#rows.link(before, "previous");
    }
    this.#insert(slot, number, before);
  }

  remove(slot: number): void {
    const rows = this.#rows;
    const run = this.#runs[rows.run(slot) - this.#mark - 1]!;
    const next = rows.link(slot, "next");
    const previous = rows.link(slot, "previous");
    if (next === NONE) run.last = previous;
    else rows.setLink(next, "previous", previous);
    if (previous === NONE) run.first = next;
    else rows.setLink(previous, "next", next);
    this.#size -= 1;
  }

  /** Those that leave by `time`, run after run, the first to leave first. The slot that was given last may be removed. */
  *slotsUntil(time: number): Generator<number> {
    for (const { first } of this.#runs) {
      for (let slot = first; slot !== NONE && this.#rows.leaveTime(slot) <= time;) {
        const next = this.#rows.link(slot, "next");
        yield slot;
        slot = next;
      }
    }
  }

  /** Those that leave after `time`, the first to leave first in each run. */
  slotsAfter(time: number): number[] {
    const slots: number[] = [];
    for (const { last } of this.#runs) {
      for (let slot = last; slot !== NONE && this.#rows.leaveTime(slot) > time;) {
        slots.push(slot);
        slot = this.#rows.link(slot, "previous");
      }
    }
    return slots.reverse();
  }

  /** The run with the last end that is not behind the slot's times; else a new one. */
  #runFor(slot: number): number {
    let best = NONE;
    for (let i = 0; i < this.#runs.length; i++) {
      const { last } = this.#runs[i]!;
      if (last !== NONE && this.#compareTimes(last, slot) > 0) continue;
      if (best === NONE || this.#endsLater(last, this.#runs[best]!.last)) best = i;
    }
    if (best !== NONE) return best;
    if (this.#runs.length === MOST_RUNS) return MOST_RUNS - 1;
    return this.#runs.push({ first: NONE, last: NONE }) - 1;
  }

  #endsLater(last: number, other: number): boolean {
    return last !== NONE && (other === NONE || this.#compareTimes(last, other) > 0);
  }

  #compare(slot: number, other: number): number {
    return this.#compareTimes(slot, other) || this.#rows.compareKeys(slot, other);
  }

  #compareTimes(slot: number, other: number): number {
    const rows = this.#rows;
    return rows.leaveTime(slot) - rows.leaveTime(other) || rows.lastSeen(slot) - rows.lastSeen(other);
  }

  #insert(slot: number, number: number, before: number): void {
    const rows = this.#rows;
    const run = this.#runs[number]!;
    const next = before === NONE ? run.first : rows.link(before, "next");
    rows.setRun(slot, this.#mark + number + 1);
    rows.setLink(slot, "previous", before);
    rows.setLink(slot, "next", next);
    if (before === NONE) run.first = slot;
    else rows.setLink(before, "next", slot);
    if (next === NONE) run.last = slot;
    else rows.setLink(next, "previous", slot);
    this.#size += 1;
  }
}
