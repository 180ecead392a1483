import assert from "node:assert/strict";
import fc from "fast-check";
import { plainLine } from "../../src/policy/plain_line.ts";
import { type Cell, formatCsv } from "../../src/tables/csv.ts";

const FORMULAS = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1",
  "＝1+1",
  '=cmd|"/c calc"!A1',
];

Deno.test("CSV has a header line, CR LF, and quotes where they are needed", () => {
  assert.equal(
    formatCsv(["name", "count", "virtual", "left"], [['desk "one", upstairs', 7, true, null], [
      "plain",
      -1,
      false,
      0,
    ]]),
    'name,count,virtual,left\r\n"desk ""one"", upstairs",7,true,\r\nplain,-1,false,0\r\n',
  );
});

Deno.test("text that a spreadsheet would run is text", () => {
  for (const formula of FORMULAS) {
    const [, line] = /^name\r\n"?(.*)$/s.exec(formatCsv(["name"], [[formula]])) ?? [];
    assert.equal(line?.[0], "'", JSON.stringify(formula));
  }
});

Deno.test("a formula behind a semicolon is text where semicolons part cells", () => {
  assert.equal(formatCsv(["name"], [["a;=1+1; -2;b"]]), "name\r\na;'=1+1;' -2;b\r\n");
});

Deno.test("a cell is one line, and nothing that a terminal obeys", () => {
  assert.equal(formatCsv(["name"], [["a\r\nb\u001b[2J\u2028c"]]), "name\r\na b [2J c\r\n");
});

Deno.test("what is written can be read again, whatever the cells hold", () => {
  const cell = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('"', ",", "\r\n", "\n", "\r", "a\nb", " x "),
  );
  fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 })), (rows) => {
    const read = readCsv(formatCsv(["a", "b"], rows as Cell[][]));
    const bare = read.map((row) => row.map((text) => text.replace(/(^|;)'(?=\s*[=+\-@＝＋－＠])/g, "$1")));
    assert.deepEqual(bare, [["a", "b"], ...rows.map((row) => row.map(plainLine))]);
  }));
});

/** A reader by RFC 4180 alone. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length;) {
    let cell = "";
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1) {
        cell += text[at];
      }
      at += 1;
    } else {
      while (text[at] !== "," && !text.startsWith("\r\n", at)) cell += text[at++];
    }
    row.push(cell);
    if (text[at] === ",") at += 1;
    else {
      assert(text.startsWith("\r\n", at), `a record ends with CR LF, at ${at}`);
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
