import assert from "node:assert/strict";
import fc from "fast-check";
import { machineKey, type MachineRecord, RETENTION_MS } from "../../src/table/record.ts";
import type { MachineSnapshot } from "../../src/table/snapshot.ts";
import { DAY } from "../support/counting.ts";
import { hexId } from "../support/samples/machine_records.ts";
import { anyRecord } from "./samples.ts";
import { TableModel } from "./table_model.ts";
import { tableOf } from "../support/samples/tables.ts";

const IDS = 6;
const times = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map((days) => days * DAY),
  fc.constantFrom(0, RETENTION_MS, RETENTION_MS - 1, RETENTION_MS + 1, 400 * DAY),
);
const actions = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      record: anyRecord(fc.nat(IDS), times, fc.nat(2)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("clock" as const), now: times }) },
  fc.record({ kind: fc.constant("forget" as const), before: times, now: times }),
  fc.record({ kind: fc.constant("makeRoom" as const), limit: fc.nat(20), now: times }),
  fc.record({ kind: fc.constant("forgetAfter" as const), latest: times, now: times }),
  fc.record({ kind: fc.constant("clear" as const) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("open" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("close" as const) }) },
);
type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never;

/** The table and its model side by side, with snapshots that are open. */
class Pair {
  readonly table = tableOf();
  readonly model = new TableModel();
  readonly opened: { snapshot: MachineSnapshot; expected: Map<string, MachineRecord> }[] = [];
  #now = 0;

  act(action: Action): void {
    const { table, model } = this;
    if ("now" in action) this.#now = action.now;
    switch (action.kind) {
      case "put":
        table.put(action.record);
        return model.put(action.record);
      case "forget": {
        const { before, now } = action;
        assert.equal(table.forgettable(before, now), model.forgettable(before, now).length);
        table.forget(before, now);
        return model.forget(before, now);
      }
      case "makeRoom":
        table.makeRoom(action.limit, action.now);
        return model.makeRoom(action.limit, action.now);
      case "forgetAfter":
        table.totals(action.now);
        table.forgetAfter(action.latest);
        return model.forgetAfter(action.latest, action.now);
      case "clear":
        table.clear();
        return model.records.clear();
      case "open":
        return void this.opened.push({ snapshot: table.snapshot(), expected: new Map(model.records) });
      case "close":
        return this.opened.shift()?.snapshot.close();
      case "clock":
        return;
    }
  }

  compare(): void {
    const { table, model } = this;
    const now = this.#now;
    assert.deepEqual(byKey(table.records()), model.records);
    const present = model.present(now);
    assert.deepEqual(byKey(table.present(now)), byKey(present));
    assert.deepEqual(table.totals(now), {
      known: present.length,
      counted: present.filter(({ counted }) => counted).length,
      ephemeral: present.filter(({ ephemeral }) => ephemeral).length,
    });
    assert.equal(table.duplicates(now), model.duplicates(now));
    for (const record of model.records.values()) this.#compareOne(record, now);
    for (const { snapshot, expected } of this.opened) assert.deepEqual(byKey(seen(snapshot)), expected);
  }

  #compareOne(record: MachineRecord, now: number): void {
    const found = this.table.find(machineKey(record), now);
    const isPresent = this.model.present(now).includes(record);
    assert.deepEqual(found, isPresent ? record : undefined);
    const { virtual, counted, firstSeen } = record;
    const known = isPresent ? { virtual, counted, firstSeen, isSame: true } : undefined;
    assert.deepEqual(this.table.look(record, now), known);
    const raw = { ...record, machineId: bytes(record.machineId), hardware: bytes(record.hardware) };
    assert.deepEqual(this.table.lookRaw(raw, record, now), known);
    if (known === undefined || machineKey(record) !== record.hardware) return;
    const other = { ...record, machineId: hexId(99) };
    assert.deepEqual(this.table.look(other, now), { ...known, isSame: false });
  }
}

const bytes = (hex: string) => Uint8Array.fromHex(hex);
const byKey = (records: Iterable<MachineRecord>) =>
  new Map(Array.from(records, (record) => [machineKey(record), record]));

function* seen(snapshot: MachineSnapshot): Generator<MachineRecord> {
  for (let slot = 0; slot < snapshot.end; slot++) {
    const record = snapshot.see(slot)?.record();
    if (record !== undefined) yield record;
  }
}

Deno.test("MachineTable does what a map of records would do, and its snapshots show what there was", () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 40 }), (all) => {
      const pair = new Pair();
      for (const action of all) {
        pair.act(action);
        pair.compare();
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("MachineTable stays right, and gives room, when the clock is set back again and again", () => {
  const [table, model] = [tableOf(), new TableModel()];
  for (let n = 0; n < 300; n++) {
    const [record] = fc.sample(anyRecord(fc.constant(n), fc.constant(RETENTION_MS - n % 290 * 1000)), {
      numRuns: 1,
      seed: n,
    });
    table.put(record!);
    model.put(record!);
  }
  const now = 2 * RETENTION_MS - 150_000;
  assert.deepEqual(byKey(table.present(now)), byKey(model.present(now)));
  assert(table.totals(now).known > 50);
  for (let limit = 290; limit > 100; limit -= 10) {
    table.makeRoom(limit, now);
    model.makeRoom(limit, now);
    assert.deepEqual(byKey(table.records()), model.records);
  }
});
