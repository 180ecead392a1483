import assert from "node:assert/strict";
import { ACTIVE, FORGED } from "./texts.ts";

/** What a terminal is given: lines, each of which only shows. @throws naming `where` */
export function assertShown(output: string, where: string): void {
  for (const line of output.split("\n")) {
    assert.ok(!ACTIVE.test(line), `unescaped in ${where}: ${JSON.stringify(line.slice(0, 200))}`);
    assert.ok(
      !line.startsWith(FORGED),
      `a line of its own in ${where}: ${JSON.stringify(line.slice(0, 200))}`,
    );
  }
}

/** Lines of JSON, each a value, that a terminal only shows. */
export function assertJsonLines(output: string, where: string): unknown[] {
  assertShown(output, where);
  return output.trimEnd().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** What a spreadsheet takes for a formula, blanks before it or not. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** CSV that a spreadsheet only shows, wherever it thinks that cells end; resolves with its rows. */
export function assertCsv(text: string, where: string): string[][] {
  assertShown(text.replaceAll("\r\n", "\n"), where);
  const rows = readCsv(text);
  for (const row of rows) {
    assert.equal(row.length, rows[0]!.length, `a row of ${where} has other columns: ${row}`);
  }
  const cells = [...rows.flat(), ...text.split(/\r\n|;/)]; // semicolons part cells where a comma is the decimal point
  for (const cell of cells) {
    assert.ok(
      !FORMULA.test(cell) || NUMBER.test(cell),
      `unescaped in ${where}, a formula: ${JSON.stringify(cell)}`,
    );
  }
  return rows;
}

/** By RFC 4180 and nothing that writes it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, value, end] = cell.exec(text) ??
      assert.fail(`no cell of CSV at ${JSON.stringify(text.slice(at, at + 99))}`);
    row.push(value!.startsWith('"') ? value!.slice(1, -1).replaceAll('""', '"') : value!);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** A line of metrics: its name and labels. */
export interface MetricLine {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** By Prometheus' description of its text format, and nothing that writes it. @throws for a line that is none */
export function readMetrics(text: string): MetricLine[] {
  const lines = text.split("\n");
  assert.equal(lines.pop(), "", "the last line has an end");
  return lines.filter((line) => !/^# (HELP|TYPE) [a-z_]+ [^\n]*$/.test(line)).map(readMetric);
}

function readMetric(line: string): MetricLine {
  const head = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\]|\\[\\"n])*",?)*)\})? (?:[+-]Inf|NaN|-?[\d.e+-]+)$/.exec(
    line,
  );
  assert.ok(head !== null, `unescaped in metrics: ${JSON.stringify(line)}`);
  const pairs = (head[2] ?? "").matchAll(/([a-z_]+)="((?:[^"\\]|\\[\\"n])*)"/g);
  const labels = Array.from(pairs, ([, name, value]) => [
    name!,
    value!.replace(/\\(.)/g, (_, char) => char === "n" ? "\n" : char),
  ]);
  return { name: head[1]!, labels: Object.fromEntries(labels) };
}
