import assert from "node:assert/strict";
import { HeldNotes } from "../../src/cli/held_notes.ts";

/** What goes to standard error while `work` runs. */
function printedBy(work: (printed: string[]) => void): string[] {
  const printed: string[] = [];
  const before = console.error;
  console.error = (text: string) => void printed.push(text);
  try {
    work(printed);
  } finally {
    console.error = before;
  }
  return printed;
}

Deno.test("notes are printed at once until they are held, then when the screen is left", () => {
  const printed = printedBy((printed) => {
    using notes = new HeldNotes();
    notes.take("before");
    notes.hold();
    notes.take("during");
    assert.deepEqual(printed, ["before"]);
  });
  assert.deepEqual(printed, ["before", "during"]);
});

Deno.test("of very many notes the first are kept, and how many there were", () => {
  const printed = printedBy(() => {
    using notes = new HeldNotes();
    notes.hold();
    for (let i = 0; i < 1000; i++) notes.take(`${i}`);
  });
  assert.deepEqual([printed.length, printed[0], printed.at(-1)], [21, "0", "kms: and 980 more notes"]);
});
