import assert from "node:assert/strict";
import { Bar } from "../../src/cli/printing/progress.ts";

function drawn(work: (bar: Bar) => void): string[] {
  const written: string[] = [];
  {
    using bar = new Bar("Reading", (text) => written.push(text));
    work(bar);
  }
  return written;
}

Deno.test("a bar is drawn anew for each hundredth, and no oftener", () => {
  const written = drawn((bar) => {
    for (let i = 0; i <= 10_000; i++) bar.show(i, 10_000, "some");
  });
  assert.equal(written.length, 101 + 1, "and what clears it");
  assert.equal(written[50], `\rReading ${"█".repeat(15)}${"░".repeat(15)} 50 % (some)`);
});

Deno.test("a bar leaves an empty line behind, where it was drawn at all", () => {
  assert.deepEqual(drawn(() => {}), []);
  const [line, blank] = drawn((bar) => bar.show(1, 2, "some"));
  assert.equal(blank, `\r${" ".repeat(line!.length - 1)}\r`);
});

Deno.test("nothing to read is all of it, and more than there was is no more than all", () => {
  assert.match(drawn((bar) => bar.show(0, 0, ""))[0]!, / 100 %/);
  assert.match(drawn((bar) => bar.show(9, 5, ""))[0]!, / 100 %/);
});

Deno.test("a bar is no longer than the terminal is wide", () => {
  const written: string[] = [];
  new Bar("Reading", (text) => written.push(text), 20).show(1, 2, "some");
  assert.deepEqual(written, [`\rReading ${"█".repeat(11)}`]);
});
