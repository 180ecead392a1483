import type { MachineRecord, MachineTable } from "../policy/machines.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { machineTest } from "./filter.ts";
import { inSlices, type SlicePorts } from "./in_slices.ts";
import type { MachineSort } from "./names.ts";
import { listed, type ListedMachine, sortKey, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { MachineView } from "./view.ts";

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

/** The records as they were at a time, and what was made of them since. */
interface Held {
  readonly records: readonly MachineRecord[];
  readonly inOrder: boolean;
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

  /** Rejects with OperationError for a filter that cannot be understood, and where the state is not at hand. */
  page(wish: ListWish): Promise<ListPage> {
    return this.#alone(() => this.#page(wish));
  }

  /** Those that have this name, in capital or small letters, the latest seen first; `most` of them. */
  named(name: string, most: number): Promise<MachineRecord[]> {
    return this.#alone(async () => {
      const held = this.#current();
      const wanted = name.toLowerCase();
      const test = (machine: MachineRecord) => machine.name.toLowerCase() === wanted;
      const view = MachineView.of(held.records, { test, keyOf: undefined, seed: 0 });
      const found = await this.#carryOut(held, view);
      const all = await this.#carryOut(held, found.page(found.length - most, found.length));
      return all.toReversed();
    });
  }

  /** Gives free what is held, and waits for nothing. */
  close(): void {
    this.#closed = true;
    this.#idle.abort();
    this.#held = undefined;
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
    if (this.#closed || !signal.aborted) this.#held = undefined;
  }

  async #page({ sort, descending, filter, limit, offset, around }: ListWish): Promise<ListPage> {
    const held = this.#current();
    const view = await this.#view(held, sort, filter);
    const total = view.length;
    const place = around === undefined ? undefined : await this.#carryOut(held, view.placeOf(around.key));
    const position = place === undefined ? null : descending ? total - 1 - place : place;
    const begin = position === null ? Math.min(offset, total) : Math.max(0, position - around!.lead);
    const end = Math.min(begin + limit, total);
    const [from, to] = descending ? [total - end, total - begin] : [begin, end];
    const found = await this.#carryOut(held, view.page(from, to));
    const rows = (descending ? found.toReversed() : found).map((machine) => listed(machine, held.around));
    const { records: { length: known }, counted, around: { now: time } } = held;
    return { time, known, counted, total, offset: begin, position, rows };
  }

  async #view(held: Held, sort: MachineSort, filter: string): Promise<MachineView> {
    const name = `${sort} ${filter}`;
    const known = held.views.get(name);
    held.views.delete(name);
    const keyOf = sort === "lastSeen" && held.inOrder ? undefined : sortKey(sort, held.around);
    const view = known ?? await this.#carryOut(
      held,
      MachineView.of(held.records, {
        test: machineTest(filter, held.around),
        keyOf,
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

  #current(): Held {
    const table = this.#source.machines();
    const { stopwatch, clock } = this.#ports;
    const made = stopwatch.elapsed();
    const held = this.#held;
    if (held !== undefined && made - held.made < lifetime(held)) return held;
    const now = clock.now();
    const inOrder = table.inOrder(now);
    const records = table.present(now);
    const { counted } = table.totals(now);
    const around = surroundingsOf(table, this.#source.products(), now);
    const cost = stopwatch.elapsed() - made;
    return this.#held = { records, inOrder, counted, around, views: new Map(), made, cost };
  }
}

function lifetime({ cost }: Held): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, SHARE * cost));
}
