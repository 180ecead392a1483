import assert from "node:assert/strict";
import fc from "fast-check";
import { LineBuffer } from "../../src/table/line_buffer.ts";
import { LineReader } from "../../src/table/line_reader.ts";
import { PackedRecord } from "../../src/table/packed_record.ts";
import { type MachineRecord, machineRecordSchema } from "../../src/table/record.ts";
import { RowCursor } from "../../src/table/row_cursor.ts";
import { Rows } from "../../src/table/rows.ts";
import { parseJson } from "../../src/protocol/json.ts";
import { anyRecord } from "./samples.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** The record as it comes out of a row, and as a line. */
function through(packed: PackedRecord): { record: MachineRecord; line: Uint8Array } {
  const rows = new Rows();
  const cursor = new RowCursor().move(rows, rows.add(packed));
  const lines = new LineBuffer(1);
  lines.add(cursor);
  assert(lines.isFull);
  return { record: cursor.record(), line: lines.take().slice() };
}

function read(line: Uint8Array): MachineRecord | undefined {
  const packed = new PackedRecord();
  return new LineReader().read(line, 0, line.length, packed) ? through(packed).record : undefined;
}

Deno.test("a record comes out of its row as it went in, and its line is that of JSON.stringify()", () => {
  fc.assert(fc.property(anyRecord(fc.nat()), (record) => {
    const { record: out, line } = through(new PackedRecord().pack(record));
    assert.deepEqual(out, record);
    assert.deepEqual(new TextDecoder().decode(line), JSON.stringify(record) + "\n");
    const isPlain = !/["\\]|\p{Cc}/u.test(record.name);
    assert.deepEqual(read(line), isPlain ? record : undefined);
  }));
});

Deno.test("a line with any byte changed is left to the reader of JSON, or means what it means there", () => {
  const printable = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(anyRecord(), fc.nat(400), printable, fc.constantFrom(0, 1, 2), (record, at, byte, how) => {
      const line = encode(JSON.stringify(record) + "\n");
      const from = at % line.length;
      const changed = Uint8Array.from([
        ...line.subarray(0, from),
        ...(how === 0 ? [] : [byte]),
        ...line.subarray(from + (how === 2 ? 0 : 1)),
      ]);
      const found = read(changed);
      if (found === undefined) return;
      assert.equal(changed.at(-1), 10);
      assert.deepEqual(
        found,
        parseJson(machineRecordSchema, new TextDecoder("utf-8", { ignoreBOM: true }).decode(changed), "line"),
      );
    }),
    { numRuns: 2000 },
  );
});

Deno.test("numbers beyond their range, leading zeros and long names are left to the reader of JSON", () => {
  const record = through(new PackedRecord().pack(fc.sample(anyRecord(), { numRuns: 1, seed: 1 })[0]!)).record;
  const line = JSON.stringify({ ...record, name: "desk", licenceState: 5, minutesLeft: 7, heldFrom: 9 }) +
    "\n";
  assert.notEqual(read(encode(line)), undefined);
  const changes = [
    ['"licenceState":5', '"licenceState":6'],
    ['"minutesLeft":7', '"minutesLeft":4294967296'],
    ['"minutesLeft":7', '"minutesLeft":07'],
    ['"minutesLeft":7', '"minutesLeft":'],
    ['"heldFrom":9', '"heldFrom":1234567890123456'],
    ['"desk"', JSON.stringify("x".repeat(64))],
    ["}", " }"],
    ["\n", ""],
    ["\n", "\n\n"],
  ] as const;
  for (const [from, to] of changes) assert.equal(read(encode(line.replace(from, to))), undefined, to);
});

Deno.test("a name that no client can send is cut between characters; identifiers that are none are refused", () => {
  const record = fc.sample(anyRecord(), { numRuns: 1, seed: 1 })[0]!;
  const named = (name: string) => through(new PackedRecord().pack({ ...record, name })).record.name;
  assert.equal(named("ö".repeat(32)), "ö".repeat(31));
  assert.equal(named("x".repeat(500)), "x".repeat(63));
  for (
    const hardware of [
      "",
      "AB".repeat(16),
      "ab".repeat(15),
      "ab".repeat(17),
      "\u0130".repeat(32),
      "ab".repeat(15) + "\u0161b",
    ]
  ) {
    assert.throws(() => new PackedRecord().pack({ ...record, hardware }), RangeError, hardware);
  }
});

Deno.test("a packed record that lines were read into packs whatever comes next", () => {
  const [one, other] = fc.sample(anyRecord(fc.nat()), { numRuns: 2, seed: 5 });
  const packed = new PackedRecord().pack(one!);
  const line = encode(JSON.stringify({ ...other!, name: "" }) + "\n");
  assert(new LineReader().read(line, 0, line.length, packed));
  assert.deepEqual(through(packed.pack(one!)).record, one);
  const [zeros, ones] = [new Uint8Array(16), new Uint8Array(16).fill(0xff)];
  packed.copyIdentity(
    { machineId: zeros, hardware: ones, ephemeral: false },
    { machineId: zeros.toHex(), hardware: ones.toHex(), ephemeral: false },
  );
  assert.deepEqual(through(packed.pack(one!)).record, one);
});
