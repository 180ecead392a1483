/**
 * `deno task bench:machines [MACHINES] [--json]`: how long pages of the list of machines take, in each order and with filters, and the
 * longest that anybody else waited for a turn of the loop meanwhile; beside it, in the same run, what the plain way takes: a snapshot,
 * filtered and sorted in one go, which is one stall as long. Each figure is the median of the rounds; of the waits the worst is there too.
 * What a busy computer and the collection of garbage do by themselves is said first: the waits while nobody asks for anything.
 */
import { systemClock, systemStopwatch, systemTimer } from "../../src/adapters/system/system.ts";
import { MachineList } from "../../src/machines/machine_list.ts";
import { MACHINE_SORTS, type MachineSort } from "../../src/machines/names.ts";
import { machineTest } from "../../src/machines/filter.ts";
import { sortKey, surroundingsOf } from "../../src/machines/surroundings.ts";
import type { MachineTable } from "../../src/table/machine_table.ts";
import type { MachineRecord } from "../../src/table/record.ts";
import { sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { tableOf } from "../support/samples/tables.ts";

const ROUNDS = 5;
const LIMIT = 100;
const [machines = 500_000] = Deno.args.filter((text) => /^\d+$/.test(text)).map(Number);
const products = [sampleProduct(), serverProduct];
const now = Date.now();
const table = filledTable();
const { hardware: key } = table.records()[machines >> 1]!;

interface Figures {
  readonly open: number;
  readonly next: number;
  readonly middle: number;
  readonly around: number;
  readonly longestWait: number;
  readonly plain: number;
}

/** How long somebody else waits for a turn at most. */
class Waits {
  #last = performance.now();
  #longest = 0;
  readonly #interval = setInterval(() => {
    const now = performance.now();
    this.#longest = Math.max(this.#longest, now - this.#last);
    this.#last = now;
  });

  stop(): number {
    clearInterval(this.#interval);
    return this.#longest;
  }
}

const wishes: { what: string; sort: MachineSort; filter: string }[] = [
  ...MACHINE_SORTS.map((sort) => ({ what: `by ${sort}`, sort, filter: "" })),
  { what: "a word, by lastSeen", sort: "lastSeen", filter: "desk-12" },
  { what: "a word, by name", sort: "name", filter: "desk-12" },
  { what: "state:grace kind:virtual, by name", sort: "name", filter: "state:grace kind:virtual" },
  { what: "duplicate:yes, by machineId", sort: "machineId", filter: "duplicate:yes" },
];
await measure(wishes[1]!); // warms up
const idle: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const waits = new Waits();
  await systemTimer.wait(500);
  idle.push(waits.stop());
}
const rows = [];
for (const wish of wishes) {
  const figures: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) figures.push(await measure(wish));
  const median = (name: keyof Figures) => rounded(figures.map((one) => one[name]).sort((a, b) => a - b)[2]!);
  rows.push({
    what: wish.what,
    open: median("open"),
    next: median("next"),
    middle: median("middle"),
    around: median("around"),
    longestWait: median("longestWait"),
    worstWait: rounded(Math.max(...figures.map(({ longestWait }) => longestWait))),
    plain: median("plain"),
  });
}
if (Deno.args.includes("--json")) console.log(JSON.stringify({ machines, milliseconds: rows }));
else {
  console.log(`waits while nobody asks, in as many rounds: ${idle.map(rounded).join(", ")}`);
  console.log(`${machines} machines, ${LIMIT} to a page, milliseconds`);
  console.table(rows);
}

async function measure({ sort, filter }: { sort: MachineSort; filter: string }): Promise<Figures> {
  const list = new MachineList({ machines: () => table, products: () => products }, {
    clock: systemClock,
    timer: systemTimer,
    stopwatch: systemStopwatch,
    seed: () => 12345,
  });
  const wish = { sort, descending: sort === "lastSeen", filter, limit: LIMIT, around: undefined };
  const waits = new Waits();
  try {
    const [open, first] = await timed(() => list.page({ ...wish, offset: 0 }));
    const [next] = await timed(() => list.page({ ...wish, offset: LIMIT }));
    const [middle] = await timed(() => list.page({ ...wish, offset: first.total >> 1 }));
    const [around] = await timed(() => list.page({ ...wish, offset: 0, around: { key, lead: 50 } }));
    const longestWait = waits.stop();
    const [plain] = await timed(() => Promise.resolve(plainPage(sort, filter)));
    return { open, next, middle, around, longestWait, plain };
  } finally {
    waits.stop();
    list.close();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

function plainPage(sort: MachineSort, filter: string): MachineRecord[] {
  const around = surroundingsOf(table, products, now);
  const test = machineTest(filter, around) ?? (() => true);
  const keyOf = sortKey(sort, around);
  return table.records().filter(test).sort((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    return one < other ? -1 : one > other ? 1 : 0;
  }).slice(0, LIMIT);
}

function filledTable(): MachineTable {
  const random = new SeededRandom(1);
  const filled = tableOf();
  for (let i = 0; i < machines; i++) {
    const hardware = random.bytes(16).toHex();
    const n = Number(`0x${hardware.slice(0, 8)}`);
    filled.put({
      machineId: i % 1000 === 1 ? "c".repeat(32) : random.bytes(16).toHex(),
      hardware,
      name: `desk-${n % machines}.example.com`,
      productId: products[n % products.length]!.id,
      virtual: n % 4 === 0,
      ephemeral: n % 16 === 1,
      counted: n % 4 !== 0,
      licenceState: n % 6,
      minutesLeft: n % 40_000,
      result: n % 3 === 0 ? 0xC004F038 : 0,
      firstSeen: now - 2 * machines,
      lastSeen: now - machines + i,
    });
  }
  return filled;
}

function rounded(milliseconds: number): number {
  return Number(milliseconds.toFixed(1));
}
