import fc from "fast-check";
import assert from "node:assert/strict";
import type { MachineRow } from "../../../../src/api/types.ts";
import { cleanDeep, widthOf } from "../../../../tui/text.ts";
import { hostileText } from "../../arbitraries.ts";
import { NOON } from "../../samples.ts";
import { sampleMachine } from "./fake_list.ts";
import { machinesBoard } from "./machines_board.ts";

const HOUR_MS = 3_600_000;

/** One of each kind and state. */
const MACHINES: readonly MachineRow[] = [
  sampleMachine(0, { name: "DESKTOP-7QK2M41" }),
  sampleMachine(1, { name: "build-7f3c", kind: "virtual", virtual: true, counted: false, leaves: null }),
  sampleMachine(2, { name: "runner", kind: "ephemeral", ephemeral: true, counted: false, leaves: null }),
  sampleMachine(3, { name: "image-clone", duplicate: true, lastSeen: NOON - 40 * HOUR_MS }),
  sampleMachine(4, { name: "", licenceState: 2, minutesLeft: 9 * 1440, result: 0xc004f038 }),
  sampleMachine(5, { name: "ws-late", licenceState: 3, minutesLeft: 30, leaves: NOON + 20 * HOUR_MS }),
  sampleMachine(6, { name: "ws-odd", licenceState: 4, product: null, productId: "3".repeat(32) }),
  sampleMachine(7, { name: "日本語のとても長いサーバーの名前です", licenceState: 5, minutesLeft: null }),
  sampleMachine(8, { name: "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", licenceState: 0, minutesLeft: null }),
  sampleMachine(9, {
    name: "evil\u001b[2J\u202etxt.exe",
    product: "Contoso Enterprise Suite for Workgroups",
  }),
];

for (const [columns, rows] of [[60, 12], [80, 24], [100, 16], [132, 16], [200, 20]] as const) {
  Deno.test(`machines are shown at ${columns}x${rows}`, async (t) => {
    const { board } = machinesBoard(cleanDeep([...MACHINES]), columns, rows);
    await t.assertSnapshot(`\n${board.press("down", "down", "down").frame()}\n`);
  });
}

Deno.test("an empty list and a list that nothing is left of say so", () => {
  const { board, list } = machinesBoard([]);
  assert.match(board.frame(), /No machine has asked this host yet/);
  board.press("/").type("x").press("enter");
  list.answerAll(board);
  assert.match(board.frame(), /No machine passes the filter/);
});

Deno.test("what is typed stands in the first row, with the terms until then", async (t) => {
  const { board } = machinesBoard(cleanDeep([...MACHINES]), 60, 12);
  await t.assertSnapshot(`\n${board.press("/").frame()}\n${board.type("state:grace ws").frame()}\n`);
});

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const machine = fc.record({
  name: hostileText,
  machineId: hostileText,
  product: fc.option(hostileText),
  kind: fc.constantFrom("physical" as const, "virtual" as const, "ephemeral" as const),
  licenceState: fc.nat({ max: 5 }),
  minutesLeft: fc.option(whole),
  result: fc.nat({ max: 0xffffffff }),
  lastSeen: whole,
  leaves: fc.option(whole),
  duplicate: fc.boolean(),
});

Deno.test("columns stand where they are, whatever the machines call themselves", () => {
  const size = fc.tuple(fc.integer({ min: 60, max: 200 }), fc.integer({ min: 12, max: 30 }));
  fc.assert(
    fc.property(fc.array(machine, { minLength: 1, maxLength: 8 }), size, (changes, [columns, rows]) => {
      const rowsOfList = changes.map((one, i) => sampleMachine(i, one));
      const lines = machinesBoard(cleanDeep(rowsOfList), columns, rows).board.frame().split("\n");
      assert.ok(lines.length <= rows);
      for (const line of lines) {
        assert.ok(!CONTROL.test(line), JSON.stringify(line));
        assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns on ${columns}: ${line}`);
      }
      const heading = lines.findIndex((line) => line.includes("STATE"));
      const at = lines[heading]!.indexOf("STATE");
      for (const line of lines.slice(heading + 1, heading + 1 + Math.min(changes.length, rows - 6))) {
        assert.match(line.slice(at), /^[✓○!✗] [a-z]+/, line);
      }
    }),
    { numRuns: 60 },
  );
});
