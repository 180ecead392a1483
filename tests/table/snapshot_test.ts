import assert from "node:assert/strict";
import type { MachineTable } from "../../src/table/machine_table.ts";
import { PackedKey } from "../../src/table/packed_record.ts";
import { machineKey, type MachineRecord, NO_HARDWARE } from "../../src/table/record.ts";
import { type MachineSnapshot, SnapshotSpent } from "../../src/table/snapshot.ts";
import { DAY, START } from "../support/counting.ts";
import { hexId, machineRecord } from "../support/samples/machine_records.ts";
import { tableOf } from "../support/samples/tables.ts";

const three = () => tableOf([1, 2, 3].map((n) => machineRecord(n)));
const seen = (snapshot: MachineSnapshot): MachineRecord[] =>
  Array.from({ length: snapshot.end }, (_, slot) => snapshot.see(slot)?.record()).filter((one) =>
    one !== undefined
  );
const names = (snapshot: MachineSnapshot) => seen(snapshot).map(({ name }) => name).sort();
const rename = (table: MachineTable, n: number, name: string) => table.put(machineRecord(n, { name }));

Deno.test("a snapshot shows the records as they were when it was opened, whatever happens to them", () => {
  const table = three();
  const snapshot = table.snapshot();
  rename(table, 1, "renamed");
  rename(table, 2, "renamed to what needs a wider row".padEnd(60, "x"));
  table.put(machineRecord(4));
  table.forget(START + 40 * DAY, START + 40 * DAY);
  table.put(machineRecord(5));
  assert.deepEqual(names(snapshot), ["desk-1", "desk-2", "desk-3"]);
  const later = table.snapshot();
  table.clear();
  table.put(machineRecord(6));
  assert.deepEqual([names(snapshot), names(later)], [["desk-1", "desk-2", "desk-3"], ["desk-5"]]);
});

Deno.test("a row is held against a key: one machine ID on hardware, without any and short-lived is three", () => {
  const machineId = hexId(7);
  const records = [
    machineRecord(1, { machineId, hardware: machineId }),
    machineRecord(2, { machineId, hardware: NO_HARDWARE }),
    machineRecord(3, { machineId, hardware: NO_HARDWARE, ephemeral: true }),
    machineRecord(4),
  ];
  const snapshot = tableOf(records).snapshot();
  for (const record of records) {
    const key = PackedKey.parse(machineKey(record))!;
    const found = Array.from({ length: snapshot.end }, (_, slot) => {
      const row = snapshot.see(slot);
      return row?.hasKey(key) === true ? row.record() : undefined;
    });
    assert.deepEqual(found.filter((one) => one !== undefined), [record]);
  }
  assert.equal(PackedKey.parse("x"), undefined);
});

Deno.test("a snapshot that is closed, or has passed a record, keeps nothing of it", () => {
  const table = three();
  const [closed, passing] = [table.snapshot(), table.snapshot()];
  rename(table, 1, "renamed");
  assert.deepEqual([closed.kept, passing.kept], [1, 1]);
  closed.close();
  const passed: string[] = [];
  for (const { name } of passing.pass()) {
    passed.push(name);
    rename(table, 1, "renamed again");
    rename(table, 3, "renamed too");
  }
  rename(table, 2, "renamed");
  assert.deepEqual(passed, ["desk-1", "desk-2", "desk-3"]);
  assert.deepEqual([closed.kept, passing.kept], [0, 0]);
  assert.throws(() => closed.see(0), SnapshotSpent);
});

Deno.test("a snapshot with a bound shows nothing any more once more than that has changed", () => {
  const table = three();
  const snapshot = table.snapshot(2);
  for (const n of [1, 1, 2]) rename(table, n, "renamed");
  assert.deepEqual([snapshot.isSpent, snapshot.kept, names(snapshot).length], [false, 2, 3]);
  rename(table, 3, "renamed");
  assert.deepEqual([snapshot.isSpent, snapshot.kept], [true, 0]);
  assert.throws(() => snapshot.see(0), SnapshotSpent);
});
