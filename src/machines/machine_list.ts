import type { MachineTable } from "../table/machine_table.ts";
import { leaveTime, type MachineRecord } from "../table/record.ts";
import { SnapshotSpent } from "../table/snapshot.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { machineTest } from "./filter.ts";
import { inSlices, type SlicePorts } from "./in_slices.ts";
import type { MachineSort } from "./names.ts";
import { listed, type ListedMachine, sortKey, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { type Listed, MachineView, slotsOf } from "./view.ts";

/** What the list is of. `machines` may throw what it refuses with. */
export interface MachineSource {
  machines(): MachineTable;
  products(): readonly Product[];
}

export interface ListPorts extends SlicePorts {
  readonly clock: { now(): number };
  /** A whole number that nobody can foresee. */
  seed(): number;
}

export interface ListWish {
  readonly sort: MachineSort;
  readonly descending: boolean;
  readonly filter: string;
  readonly limit: number;
  /** Where the page begins. */
  readonly offset: number;
  /** Key of a machine that is to be on the page, with so many rows before it: then the offset does not matter. */
  readonly around: { readonly key: string; readonly lead: number } | undefined;
}

export interface ListPage {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly known: number;
  readonly counted: number;
  readonly total: number;
  readonly offset: number;
  readonly position: number | null;
  readonly rows: ListedMachine[];
}

/** The records of those that are present, as they were at a time, and what was made of them since. */
interface Held extends Listed {
  readonly counted: number;
  readonly around: Surroundings;
  /** By order and filter, the one used last at the end. */
  readonly views: Map<string, MachineView>;
  /** By the stopwatch. */
  readonly made: number;
  /** Milliseconds that all of it took. */
  cost: number;
}

/** So long one look at the records serves all pages, at least and at most; in between as long as takes a tenth of the loop. */
const LEAST_MS = 1000;
const MOST_MS = 15_000;
const SHARE = 10;
/** Without a question they are given free after this. */
const IDLE_MS = 30_000;
const MOST_VIEWS = 4;
/** Records that may change before another look is taken: kept as they were, they take a few MB. */
const MOST_CHANGES = 32_768;
/** Looks for one question, where the records change faster than it is answered. */
const MOST_LOOKS = 3;

/**
 * Pages of a host's machines for whoever looks through them. Work goes in slices, one question after another, so that nobody who
 * activates waits for it; what was found is kept for some seconds, the longer the more it took.
 */
export class MachineList {
  readonly #source: MachineSource;
  readonly #ports: ListPorts;
  #held: Held | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle = new AbortController();
  #closed = false;

  constructor(source: MachineSource, ports: ListPorts) {
    this.#source = source;
    this.#ports = ports;
  }

  /** Rejects with OperationError for a filter that cannot be understood, where the state is not at hand, and where too much changes meanwhile. */
  page(wish: ListWish): Promise<ListPage> {
    return this.#alone(() => this.#look((held) => this.#page(held, wish)));
  }

  /** Those that have this name, in capital or small letters, the latest seen first; `most` of them. */
  named(name: string, most: number): Promise<MachineRecord[]> {
    return this.#alone(() => this.#look((held) => this.#named(held, name, most)));
  }

  /** Gives free what is held, and waits for nothing. */
  close(): void {
    this.#closed = true;
    this.#idle.abort();
  }

  /** One question after another: of several at once each would take a stretch of every turn of the loop. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    this.#idle.abort();
    const idle = this.#idle = new AbortController();
    const done = this.#last.then(work);
    this.#last = done.catch(() => {}).then(() => void this.#forgetLater(idle.signal));
    return done;
  }

  async #forgetLater(signal: AbortSignal): Promise<void> {
    if (!this.#closed) await this.#ports.timer.wait(IDLE_MS, signal);
    if (this.#closed || !signal.aborted) this.#forget();
  }

  #forget(): void {
    this.#held?.snapshot.close();
    this.#held = undefined;
  }

  async #look<T>(answer: (held: Held) => Promise<T>): Promise<T> {
    for (let looks = 1;; looks++) {
      try {
        return await answer(await this.#current());
      } catch (error) {
        if (!(error instanceof SnapshotSpent)) throw error;
        if (looks === MOST_LOOKS) throw tooLively(error);
      }
    }
  }

  async #named(held: Held, name: string, most: number): Promise<MachineRecord[]> {
    const wanted = name.toLowerCase();
    const wish = {
      test: (machine: MachineRecord) => machine.name.toLowerCase() === wanted,
      keyOf: sortKey("lastSeen", held.around),
      seed: this.#ports.seed(),
    };
    const found = await this.#carryOut(held, MachineView.of(held, wish));
    const latest = Math.max(0, found.length - most);
    return (await this.#carryOut(held, found.page(latest, found.length))).toReversed();
  }

  async #page(
    held: Held,
    { sort, descending, filter, limit, offset, around }: ListWish,
  ): Promise<ListPage> {
    const view = await this.#view(held, sort, filter);
    const total = view.length;
    const place = around === undefined ? undefined : await this.#carryOut(held, view.placeOf(around.key));
    const position = place === undefined ? null : descending ? total - 1 - place : place;
    const begin = position === null ? Math.min(offset, total) : Math.max(0, position - around!.lead);
    const end = Math.min(begin + limit, total);
    const [from, to] = descending ? [total - end, total - begin] : [begin, end];
    const found = await this.#carryOut(held, view.page(from, to));
    const rows = (descending ? found.toReversed() : found).map((machine) => listed(machine, held.around));
    const { slots: { length: known }, counted, around: { now: time } } = held;
    return { time, known, counted, total, offset: begin, position, rows };
  }

  async #view(held: Held, sort: MachineSort, filter: string): Promise<MachineView> {
    const name = `${sort} ${filter}`;
    const known = held.views.get(name);
    held.views.delete(name);
    const view = known ?? await this.#carryOut(
      held,
      MachineView.of(held, {
        test: machineTest(filter, held.around),
        keyOf: sortKey(sort, held.around),
        seed: this.#ports.seed(),
      }),
    );
    held.views.set(name, view);
    for (const oldest of [...held.views.keys()].slice(0, -MOST_VIEWS)) held.views.delete(oldest);
    return view;
  }

  #carryOut<T>(held: Held, work: Generator<void, T>): Promise<T> {
    return inSlices(this.#ports, work, (milliseconds) => held.cost += milliseconds);
  }

  async #current(): Promise<Held> {
    const table = this.#source.machines();
    const { stopwatch, clock } = this.#ports;
    const made = stopwatch.elapsed();
    const held = this.#held;
    if (held !== undefined && !held.snapshot.isSpent && made - held.made < lifetime(held)) return held;
    this.#forget();
    const now = clock.now();
    const { counted } = table.totals(now);
    const around = surroundingsOf(table, this.#source.products(), now);
    const snapshot = table.snapshot(MOST_CHANGES);
    let cost = 0;
    try {
      const isPresent = (machine: MachineRecord) => leaveTime(machine) > now;
      const slots = await inSlices(this.#ports, slotsOf(snapshot, isPresent), (spent) => cost += spent);
      return this.#held = { snapshot, slots, counted, around, views: new Map(), made, cost };
    } catch (error) {
      snapshot.close();
      throw error;
    }
  }
}

function tooLively(cause: SnapshotSpent): OperationError {
  return new OperationError("Cannot list the machines: they change faster than they are looked at", {
    remedy:
      "ask again when fewer computers ask the host; the order of last contact, without a filter, is found soonest",
    cause,
  });
}

function lifetime({ cost }: Held): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, SHARE * cost));
}
