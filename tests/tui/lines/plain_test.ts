import assert from "node:assert/strict";
import fc from "fast-check";
import { plainLines } from "../../../tui/lines/plain.ts";

Deno.test("what is drawn is left out, and columns are set apart by commas", () => {
  const frame = [
    " Sample Client  ██████░░░░  18/25 ○ 7 missing ",
    "┌──────────┐",
    "│ 12  ▁▃▅█ │",
    "",
    "10:44:07  ✓ activated    25/25  Sample Client          ws-01",
  ].join("\n");
  assert.deepEqual(plainLines(frame), [
    "Sample Client, 18/25, 7 missing",
    "12",
    "10:44:07, activated, 25/25, Sample Client, ws-01",
  ]);
});

Deno.test("marks that stand for a word are said as that word", () => {
  assert.deepEqual(
    plainLines("! The disk is nearly full\n✗ Not activated\n> ws-01  Windows!\n >   port  1688"),
    [
      "attention: The disk is nearly full",
      "fault: Not activated",
      "selected: ws-01, Windows!",
      "selected: port, 1688",
    ],
  );
});

Deno.test("what is drawn around words and between marks leaves no commas and no arrows", () => {
  assert.deepEqual(
    plainLines(
      "All requests a day      ‹ 1 of 8 ›\n0 └──▲──\nMACHINE   SEEN▼   by name ▲\n> !   late\nA minute   .   0\n. ↓ searches on",
    ),
    [
      "All requests a day, 1 of 8",
      "0",
      "MACHINE, SEEN, descending, by name, ascending",
      "selected: attention: late",
      "A minute, 0",
      "down searches on",
    ],
  );
});

Deno.test("no line is empty or has a bar in it, whatever is drawn", () => {
  const drawn = fc.string({
    unit: fc.constantFrom("█", "░", "─", "│", "⣿", "✓", " ", "  ", "a", ",", "\n", "> "),
  });
  fc.assert(fc.property(drawn, (frame) => {
    for (const line of plainLines(frame)) {
      assert.ok(line.trim() !== "" && !/[█░─│⣿]| {2}/u.test(line), JSON.stringify(line));
    }
  }));
});
