import assert from "node:assert/strict";
import fc from "fast-check";
import type { MachineTable } from "../../src/table/machine_table.ts";
import { machineKey, type MachineRecord, RETENTION_MS } from "../../src/table/record.ts";
import { DAY } from "../support/counting.ts";
import { tableOf } from "../support/samples/tables.ts";

const hexOf = (n: number) => n.toString(16).padStart(32, "0");

function recordOf(changes: Partial<MachineRecord> = {}): MachineRecord {
  return {
    machineId: hexOf(1),
    hardware: hexOf(2),
    name: "computer",
    productId: hexOf(3),
    virtual: false,
    ephemeral: false,
    counted: true,
    licenceState: 1,
    minutesLeft: 0,
    result: 0,
    firstSeen: 0,
    lastSeen: 0,
    ...changes,
  };
}

const identities = fc.integer({ min: 0, max: 5 }).map(hexOf);
/** Mostly forward, as clocks go; now and then set back or far ahead. */
const times = fc.oneof(
  fc.integer({ min: 0, max: 70 * DAY }),
  fc.constantFrom(0, RETENTION_MS, RETENTION_MS - 1, RETENTION_MS + 1, 400 * DAY),
);
const actions = fc.array(
  fc.oneof(
    fc.record({
      machineId: identities,
      hardware: identities,
      ephemeral: fc.boolean(),
      counted: fc.boolean(),
      licenceState: fc.nat(5),
      lastSeen: times,
    }),
    times,
  ),
  { maxLength: 60 },
);

/** The table as one would write it without a thought for speed. */
class NaiveTable {
  #records: MachineRecord[] = [];

  put(record: MachineRecord): void {
    const others = this.#records.filter((other) => machineKey(other) !== machineKey(record));
    this.#records = [...others, record];
  }

  expire(now: number): void {
    this.#records = this.present(now);
  }

  present(now: number): MachineRecord[] {
    return this.#records.filter(({ lastSeen }) => now - lastSeen < RETENTION_MS);
  }
}

function assertSame(table: MachineTable, naive: NaiveTable, now: number): void {
  const present = naive.present(now);
  assert.deepEqual(table.totals(now), {
    known: present.length,
    counted: present.filter(({ counted }) => counted).length,
    ephemeral: present.filter(({ ephemeral }) => ephemeral).length,
  });
  const ofState = (state: number) => present.filter(({ licenceState }) => licenceState === state).length;
  assert.deepEqual(table.licenceStates(now), [0, 1, 2, 3, 4, 5].map(ofState));
  for (const record of present) assert.deepEqual(table.find(machineKey(record), now), record);
  for (let n = 0; n <= 5; n++) {
    const hardwares = present.filter((one) => one.machineId === hexOf(n) && machineKey(one) === one.hardware);
    assert.equal(table.hardwaresOf(hexOf(n), now), hardwares.length);
    for (const one of hardwares) assert.equal(table.isDuplicate(one, now), hardwares.length > 1);
    const all = present.filter(({ machineId }) => machineId === hexOf(n));
    for (const one of all) if (!hardwares.includes(one)) assert(!table.isDuplicate(one, now));
    const found = table.withMachineId(hexOf(n), 20, now);
    assert.deepEqual(new Set(found), new Set(all));
    assert.deepEqual(found, found.toSorted((a, b) => b.lastSeen - a.lastSeen));
    assert.equal(table.withMachineId(hexOf(n), 1, now).length, Math.min(1, all.length));
  }
}

Deno.test("MachineTable gives the totals of a naive array, whichever way the clock goes", () => {
  fc.assert(
    fc.property(actions, times, (all, last) => {
      const [table, naive] = [tableOf(), new NaiveTable()];
      for (const action of all) {
        if (typeof action === "number") {
          table.forget(action, action);
          naive.expire(action);
        } else {
          const record = recordOf(action);
          table.put(record);
          naive.put(record);
          assertSame(table, naive, action.lastSeen);
        }
      }
      assertSame(table, naive, last);
    }),
    { numRuns: 300 },
  );
});

Deno.test("MachineTable tells how many machine IDs are on more than one hardware", () => {
  fc.assert(
    fc.property(actions, (all) => {
      const [table, naive] = [tableOf(), new NaiveTable()];
      for (const action of all) {
        const now = typeof action === "number" ? action : action.lastSeen;
        if (typeof action !== "number") {
          table.put(recordOf(action));
          naive.put(recordOf(action));
        }
        const onHardware = naive.present(now).filter((one) => machineKey(one) === one.hardware);
        const byId = Map.groupBy(onHardware, ({ machineId }) => machineId);
        const duplicates = [...byId.values()].filter(({ length }) => length > 1).length;
        assert.equal(table.duplicates(now), duplicates);
        table.forget(now, now);
        naive.expire(now);
        assert.equal(table.duplicates(now), duplicates);
      }
      table.clear();
      assert.deepEqual([table.duplicates(0), ...table.licenceStates(0)], [0, 0, 0, 0, 0, 0, 0]);
    }),
    { numRuns: 300 },
  );
});

Deno.test("MachineTable made again from its snapshot gives the same totals", () => {
  fc.assert(
    fc.property(actions, times, (all, now) => {
      const table = tableOf();
      for (const action of all) if (typeof action !== "number") table.put(recordOf(action));
      const again = tableOf();
      for (const record of table.records()) again.put(record);
      assert.deepEqual(again.totals(now), table.totals(now));
      assert.equal(table.present(now).length, table.totals(now).known);
      again.forget(now, now);
      assert.equal(again.records().length, table.totals(now).known);
    }),
    { numRuns: 100 },
  );
});

Deno.test("MachineTable lets machines leave though one was seen when the clock was a year ahead", () => {
  const table = tableOf();
  table.put(recordOf({ hardware: hexOf(7), lastSeen: 365 * DAY }));
  table.put(recordOf({ hardware: hexOf(8), lastSeen: 1 * DAY }));
  assert.deepEqual(table.totals(31 * DAY), { known: 1, counted: 1, ephemeral: 0 });
  table.forget(31 * DAY, 31 * DAY);
  assert.deepEqual(table.records().map(({ hardware }) => hardware), [hexOf(7)]);
});

Deno.test("MachineTable's snapshot is not reached by later changes", () => {
  const table = tableOf();
  table.put(recordOf());
  const snapshot = table.records();
  table.put(recordOf({ name: "renamed" }));
  table.put(recordOf({ hardware: hexOf(9) }));
  table.forget(100 * DAY, 100 * DAY);
  assert.deepEqual(snapshot, [recordOf()]);
});

Deno.test("machineKey() is the hardware, the machine ID where there is none, and apart for ephemeral machines", () => {
  const keys = [
    machineKey(recordOf()),
    machineKey(recordOf({ hardware: hexOf(0) })),
    machineKey(recordOf({ ephemeral: true })),
    machineKey(recordOf({ ephemeral: true, hardware: hexOf(0) })),
  ];
  assert.deepEqual(keys, [hexOf(2), `m${hexOf(1)}`, `e${hexOf(1)}`, `e${hexOf(1)}`]);
});

const hardwares = (records: readonly MachineRecord[]) => records.map(({ hardware }) => hardware).sort();

Deno.test("MachineTable takes back whoever has left when the clock is set back, and forgets none before it is told to", () => {
  const table = tableOf();
  table.put(recordOf({ hardware: hexOf(7), lastSeen: 1 * DAY }));
  table.put(recordOf({ hardware: hexOf(8), lastSeen: 2 * DAY, licenceState: 3 }));
  assert.deepEqual(table.totals(400 * DAY), { known: 0, counted: 0, ephemeral: 0 });
  assert.deepEqual(table.licenceStates(400 * DAY), [0, 0, 0, 0, 0, 0]);
  assert.equal(table.forgettable(3 * DAY, 400 * DAY), 0);
  table.forget(3 * DAY, 400 * DAY);
  assert.deepEqual(table.totals(3 * DAY), { known: 2, counted: 2, ephemeral: 0 });
  assert.equal(table.duplicates(3 * DAY), 1);
  assert.deepEqual(table.totals(31.5 * DAY), { known: 1, counted: 1, ephemeral: 0 });
  assert.equal(table.forgettable(31.5 * DAY, 400 * DAY), 1);
  table.forget(31.5 * DAY, 400 * DAY);
  assert.deepEqual(hardwares(table.present(3 * DAY)), [hexOf(8)]);
});

Deno.test("MachineTable makes room of those that have left, the first to leave first, and takes no other", () => {
  const table = tableOf();
  for (let n = 1; n <= 4; n++) table.put(recordOf({ hardware: hexOf(n), lastSeen: n * DAY }));
  table.makeRoom(5, 40 * DAY);
  assert.equal(table.records().length, 4);
  table.makeRoom(4, 32 * DAY);
  assert.deepEqual(hardwares(table.records()), [hexOf(2), hexOf(3), hexOf(4)]);
  table.makeRoom(1, 32 * DAY);
  assert.deepEqual(hardwares(table.records()), [hexOf(3), hexOf(4)]);
});

Deno.test("MachineTable goes by what a record is held from, until no clock has said so much", () => {
  const table = tableOf();
  table.put(recordOf({ hardware: hexOf(7), lastSeen: 1 * DAY, heldFrom: 41 * DAY }));
  table.put(recordOf({ hardware: hexOf(8), lastSeen: 400 * DAY }));
  table.put(recordOf({ hardware: hexOf(9), lastSeen: 1 * DAY }));
  assert.deepEqual(hardwares(table.present(41 * DAY)), [hexOf(7), hexOf(8)]);
  table.forgetAfter(41 * DAY);
  assert.deepEqual(hardwares(table.present(41 * DAY)), [hexOf(7)]);
  table.forgetAfter(40 * DAY);
  assert.deepEqual(table.find(hexOf(7), 30 * DAY), recordOf({ hardware: hexOf(7), lastSeen: 1 * DAY }));
  assert.deepEqual(hardwares(table.present(30 * DAY)), [hexOf(7), hexOf(9)]);
});
