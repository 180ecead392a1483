import assert from "node:assert/strict";
import fc from "fast-check";
import { machineTest } from "../../src/machines/filter.ts";
import { type ListWish, MachineList } from "../../src/machines/machine_list.ts";
import { MACHINE_SORTS, type MachineSort } from "../../src/machines/names.ts";
import { listed, sortKey, surroundingsOf } from "../../src/machines/surroundings.ts";
import type { MachineTable } from "../../src/table/machine_table.ts";
import { machineKey, type MachineRecord, RETENTION_MS } from "../../src/table/record.ts";
import type { Stopwatch } from "../../src/ports.ts";
import { START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { hexId, machineRecord } from "../support/samples/machine_records.ts";
import { sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { tableOf } from "../support/samples/tables.ts";

const PRODUCTS = [sampleProduct(), serverProduct];
const SECOND = 1000;

function listOf(table: MachineTable, time: FakeTime, stopwatch: Stopwatch = time): MachineList {
  const source = { machines: () => table, products: () => PRODUCTS };
  return new MachineList(source, { clock: time, timer: time, stopwatch, seed: () => 42 });
}

const WISH: ListWish = {
  sort: "lastSeen",
  descending: true,
  filter: "",
  limit: 100,
  offset: 0,
  around: undefined,
};

const numbers = (length: number) => Array.from({ length }, (_, i) => i);
const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

/** Times mostly forward; one that is set back begins another run in the table. */
const records = fc.array(
  fc.record({
    n: fc.nat(60),
    machineId: fc.nat(40).map(hexId),
    name: fc.constantFrom("desk", "Desk-1", "lab", "=x", "büro"),
    productId: fc.constantFrom(PRODUCTS[0]!.id, PRODUCTS[1]!.id, hexId(9)),
    virtual: fc.boolean(),
    ephemeral: fc.boolean(),
    counted: fc.boolean(),
    licenceState: fc.nat(5),
    minutesLeft: fc.constantFrom(0, 5, 30_000),
    result: fc.constantFrom(0, 0xC004F038),
    lastSeen: fc.integer({ min: -3, max: 30 }).map((days) => START + days * 86_400_000),
  }),
  { maxLength: 120 },
);
const wishes = fc.array(
  fc.record({
    sort: fc.constantFrom(...MACHINE_SORTS),
    descending: fc.boolean(),
    filter: fc.constantFrom("", "desk", "kind:virtual", "duplicate:yes counted:yes", "state:grace"),
    limit: fc.integer({ min: 1, max: 20 }),
    offset: fc.nat(130),
    lead: fc.nat(19),
    wanted: fc.option(fc.nat(200)),
  }),
  { minLength: 1, maxLength: 8 },
);

Deno.test("machines that change faster than they are looked at are an error with a remedy, and listed once they rest", async () => {
  const table = tableOf(numbers(40_000).map((n) => machineRecord(n, { lastSeen: START })));
  const time = new FakeTime(START);
  let lively = true;
  let elapsed = 0;
  const list = new MachineList({ machines: () => table, products: () => PRODUCTS }, {
    clock: time,
    seed: () => 42,
    stopwatch: { elapsed: () => elapsed += SECOND }, // each slice has its turn
    timer: {
      wait() {
        const changed = lively ? numbers(33_000) : [];
        for (const n of changed) table.put(machineRecord(n, { lastSeen: START + elapsed }));
        return Promise.resolve();
      },
    },
  });
  const { message, remedy } = await operationErrorOf(() => list.page(WISH));
  assert.match(message, /change faster/);
  assert.match(remedy ?? "", /ask again/);
  lively = false;
  assert.equal((await list.page(WISH)).total, 40_000);
  list.close();
});

Deno.test("each page is that of all records, filtered and sorted in one go", async () => {
  const now = START + 29.5 * 86_400_000;
  await fc.assert(
    fc.asyncProperty(records, wishes, async (all, wishes) => {
      const table = tableOf(all.map(({ n, ...changes }) => machineRecord(n, changes)));
      const list = listOf(table, new FakeTime(now));
      const held = table.records().filter(({ lastSeen }) => lastSeen + RETENTION_MS > now);
      for (const { wanted, lead, ...wish } of wishes) {
        const key = wanted === null ? undefined : machineKey(held[wanted] ?? machineRecord(99));
        const around = key === undefined ? undefined : { key, lead: Math.min(lead, wish.limit - 1) };
        const page = await list.page({ ...wish, around });
        const expected = plainly(held, table, wish, now);
        const { known, counted } = table.totals(now);
        const position = expected.findIndex((machine) => machineKey(machine) === key);
        const offset = position < 0
          ? Math.min(wish.offset, expected.length)
          : Math.max(0, position - around!.lead);
        assert.deepEqual(page, {
          time: now,
          known,
          counted,
          total: expected.length,
          offset,
          position: position < 0 ? null : position,
          rows: expected.slice(offset, offset + wish.limit).map((machine) =>
            listed(machine, surroundingsOf(table, PRODUCTS, now))
          ),
        });
      }
      list.close();
    }),
    { numRuns: 60 },
  );
});

function plainly(
  held: readonly MachineRecord[],
  table: MachineTable,
  { sort, descending, filter }: { sort: MachineSort; descending: boolean; filter: string },
  now: number,
): MachineRecord[] {
  const around = surroundingsOf(table, PRODUCTS, now);
  const keyOf = sortKey(sort, around);
  const sorted = held.filter(machineTest(filter, around) ?? (() => true))
    .toSorted((a, b) =>
      comparing(keyOf(a), keyOf(b)) || a.lastSeen - b.lastSeen || comparing(machineKey(a), machineKey(b))
    );
  return descending ? sorted.toReversed() : sorted;
}

function comparing<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

Deno.test("a row tells what is in the record and what follows from it", async () => {
  const time = new FakeTime(START + 60_000);
  const twin = machineRecord(2, { machineId: machineRecord(1).machineId, counted: false, virtual: true });
  const refused = machineRecord(3, {
    result: 0xC004F038,
    licenceState: 3,
    minutesLeft: 10,
    productId: hexId(5),
  });
  const page = await listOf(tableOf([machineRecord(1), twin, refused]), time).page({ ...WISH, sort: "name" });
  const [third, second, first] = page.rows;
  const { validityMinutes, name } = PRODUCTS[0]!;
  assert.deepEqual(first, {
    ...machineRecord(1),
    key: machineRecord(1).hardware,
    product: name,
    kind: "physical",
    licenceState: 1,
    minutesLeft: validityMinutes - 1,
    reported: { licenceState: 2, minutesLeft: 40_000 },
    leaves: START + RETENTION_MS,
    duplicate: true,
  });
  assert.deepEqual([second?.kind, second?.leaves, second?.duplicate], ["virtual", null, true]);
  assert.deepEqual([third?.product, third?.licenceState, third?.minutesLeft, third?.duplicate], [
    null,
    3,
    9,
    false,
  ]);
});

Deno.test("one look at the records serves for a second, and what came meanwhile is on the next", async () => {
  const time = new FakeTime(START);
  const table = tableOf([machineRecord(1)]);
  const list = listOf(table, time);
  assert.equal((await list.page(WISH)).total, 1);
  table.put(machineRecord(2));
  await time.advance(SECOND - 1);
  assert.equal((await list.page({ ...WISH, sort: "name" })).total, 1);
  await time.advance(1);
  assert.equal((await list.page(WISH)).total, 2);
});

Deno.test("what took long serves for longer, so that no question takes more than a tenth of the loop", async () => {
  const time = new FakeTime(START);
  const table = tableOf(numbers(5000).map((n) => machineRecord(n)));
  const list = listOf(table, time, ticking(time, 25));
  assert.equal((await list.page({ ...WISH, sort: "name" })).total, 5000);
  table.put(machineRecord(5001));
  await time.advance(2 * SECOND);
  assert.equal((await list.page({ ...WISH, sort: "name" })).total, 5000);
  await time.advance(15 * SECOND);
  assert.equal((await list.page({ ...WISH, sort: "name" })).total, 5001);
});

Deno.test("work is done in stretches with turns for others between, one question after another", async () => {
  const time = new FakeTime(START);
  const turns: string[] = [];
  const table = tableOf(numbers(20_000).map((n) => machineRecord(n)));
  const list = new MachineList({ machines: () => table, products: () => PRODUCTS }, {
    clock: time,
    stopwatch: ticking(time, 2),
    seed: () => 1,
    timer: {
      wait(milliseconds, signal) {
        if (milliseconds === 0) turns.push("turn");
        return time.wait(milliseconds, signal);
      },
    },
  });
  const questions = ["name", "machineId"] as const;
  await Promise.all(
    questions.map((sort) => list.page({ ...WISH, sort }).then(() => turns.push(`answer by ${sort}`))),
  );
  const first = turns.indexOf("answer by name");
  const second = turns.indexOf("answer by machineId");
  assert(first > 5, `only ${first} turns were given for 20,000 machines`);
  assert(second - first > 5, "the second question was worked on before the first was answered");
});

/** A stopwatch that says at each look that so many milliseconds more have gone by. */
function ticking(time: FakeTime, milliseconds: number): Stopwatch {
  let ticks = 0;
  return { elapsed: () => time.elapsed() + ticks++ * milliseconds };
}

Deno.test("a refused filter, and a state that is not at hand, do not keep the next question from its answer", async () => {
  const table = tableOf([machineRecord(1)]);
  const list = listOf(table, new FakeTime(START));
  const refused = operationErrorOf(() => list.page({ ...WISH, filter: "colour:red" }));
  const page = list.page(WISH);
  assert.match((await refused).message, /no term colour:/);
  assert.equal((await page).total, 1);
});

Deno.test("where most records change while a question is answered, the answer is of a later look", async () => {
  const time = new FakeTime(START);
  const MANY = 40_000;
  const table = tableOf(numbers(MANY).map((n) => machineRecord(n, { lastSeen: START + n })));
  let changed = false;
  const timer = {
    wait(milliseconds: number, signal?: AbortSignal) {
      if (milliseconds > 0) return time.wait(milliseconds, signal);
      if (!changed) { for (const n of numbers(MANY)) table.put(machineRecord(n, { name: `renamed-${n}` })); }
      changed = true;
      return Promise.resolve();
    },
  };
  const list = new MachineList({ machines: () => table, products: () => PRODUCTS }, {
    clock: time,
    stopwatch: ticking(time, 2),
    seed: () => 1,
    timer,
  });
  const page = await list.page({ ...WISH, sort: "name", descending: false });
  assert(changed);
  assert.deepEqual([page.total, page.rows[0]?.name], [MANY, "renamed-0"]);
  list.close();
});

Deno.test("machines are found by their name, in capital or small letters, the latest seen first", async () => {
  const table = tableOf([
    machineRecord(1, { name: "desk", lastSeen: START }),
    machineRecord(2, { name: "desk-2", lastSeen: START + 1 }),
    machineRecord(3, { name: "DESK", lastSeen: START + 2 }),
  ]);
  const list = listOf(table, new FakeTime(START + 3));
  assert.deepEqual((await list.named("Desk", 5)).map(({ name }) => name), ["DESK", "desk"]);
  assert.deepEqual((await list.named("Desk", 1)).map(({ name }) => name), ["DESK"]);
  assert.deepEqual(await list.named("des", 5), []);
});

Deno.test("the machine that a page is around stays on it while others come in front", async () => {
  const time = new FakeTime(START);
  const table = tableOf(numbers(50).map((n) => machineRecord(n, { lastSeen: START + n })));
  const list = listOf(table, time);
  const around = { key: machineRecord(20).hardware, lead: 3 };
  const before = await list.page({ ...WISH, limit: 10, around });
  assert.deepEqual([before.position, before.offset], [29, 26]);
  table.put(machineRecord(3, { lastSeen: START + 100 }));
  table.put(machineRecord(60, { lastSeen: START + 101 }));
  await time.advance(SECOND);
  const after = await list.page({ ...WISH, limit: 10, around });
  assert.deepEqual([after.position, after.offset], [31, 28]);
  assert.deepEqual(keys(after.rows), keys(before.rows));
});

Deno.test("without a question for half a minute nothing is held, and a list that is closed waits for nothing", async () => {
  const time = new FakeTime(START);
  const list = listOf(tableOf([machineRecord(1)]), time);
  await list.page(WISH);
  await time.advance(0);
  assert.deepEqual(time.waits, [30 * SECOND]);
  await list.page(WISH);
  await time.advance(0);
  assert.deepEqual(time.waits, [30 * SECOND]);
  list.close();
  await time.advance(0);
  assert.deepEqual(time.waits, []);
  const late = list.page(WISH);
  list.close();
  await late;
  await time.advance(0);
  assert.deepEqual(time.waits, []);
});
