import assert from "node:assert/strict";
import fc from "fast-check";
import { PackedRecord } from "../../src/table/packed_record.ts";
import { machineKey, type MachineRecord } from "../../src/table/record.ts";
import { TableRestore } from "../../src/table/table_restore.ts";
import { DAY } from "../support/counting.ts";
import { hexId } from "../support/samples/machine_records.ts";
import { anyRecord } from "./samples.ts";
import { KEY_HASH, tableOf } from "../support/samples/tables.ts";

function restored(records: readonly MachineRecord[]) {
  const restore = new TableRestore(KEY_HASH);
  const taken = records.map((record) => restore.add(new PackedRecord().pack(record)));
  return { table: restore.table(), taken };
}

Deno.test("a table that is restored in any order goes on as the one that it was", () => {
  const times = fc.nat(1).map((days) => days * DAY); // most are the same, so that the order of leaving hangs on the rest
  const records = fc.array(anyRecord(fc.nat(9), times, fc.nat(3)), { minLength: 5, maxLength: 30 });
  fc.assert(
    fc.property(records, fc.nat(8), fc.constantFrom(1, 30, 31), (all, limit, days) => {
      const whole = tableOf(all);
      const now = days * DAY;
      const { table } = restored(whole.records().sort((a, b) => machineKey(a) < machineKey(b) ? 1 : -1));
      for (const one of [whole, table]) one.makeRoom(limit, now);
      assert.deepEqual(new Set(table.records()), new Set(whole.records()));
      assert.deepEqual(table.totals(now), whole.totals(now));
      assert.equal(table.duplicates(now), whole.duplicates(now));
      for (let n = 0; n <= 3; n++) {
        assert.equal(table.hardwaresOf(hexId(n), now), whole.hardwaresOf(hexId(n), now));
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("of the records of one machine the first is restored, and the others are told of", () => {
  const [record] = fc.sample(anyRecord(), { numRuns: 1, seed: 1 });
  const { table, taken } = restored([record!, { ...record!, name: "twice" }]);
  assert.deepEqual([taken, table.records()], [[true, false], [record]]);
});
