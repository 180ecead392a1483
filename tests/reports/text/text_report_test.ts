import assert from "node:assert/strict";
import stringWidth from "string-width";
import { chartLines } from "../../../src/reports/text/chart_lines.ts";
import { textReport } from "../../../src/reports/text/text_report.ts";
import type { Report } from "../../../src/reports/report.ts";
import { SAMPLE_REPORT } from "../../support/samples/sample_report.ts";

const WIDE = { columns: undefined, ascii: false };

Deno.test("a report is a table, its charts and what is to be said, in the host's time zone", () => {
  const text = textReport(SAMPLE_REPORT, { ...WIDE, columns: 60 }).join("\n");
  assert.equal(
    text,
    `Sample
KMS host kms1 of Contoso, 2026-05-01 12:44, time zone Europe/Berlin
What it tells.

Day         Machine  Seen              Count  Virtual
----------  -------  ----------------  -----  -------
2026-05-01  desk-1   2026-05-01 02:05     12  yes
2026-05-02  desk-2                            no

Requests a day (requests)
█ Writer, Pro   ▓ Server
2026-05-01 ███████████████████████████████████▓▓▓▓▓▓▓▓▓▓▓ 40
2026-05-02 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ 20
2026-05-03 ████████████ 10

By edition (machines)
Writer, Pro █████████████████████████████████████████████ 40
Server      ███████████ 10

The count (machines)
2026-05-01 ███████████████████████████████ 30
2026-05-02 █████████████████████ 20  under 25
2026-05-03 ████ 4  under 25 and 5

The journal holds 3 events from 2026-01-02 10:30 on.
A note.`,
  );
});

Deno.test("a terminal that can show no more gets ASCII", () => {
  for (const line of textReport(SAMPLE_REPORT, { columns: 40, ascii: true })) {
    assert.match(line, /^[\x20-\x7e]*$/);
  }
});

Deno.test("lines of table and charts fit the terminal, whatever names are in it; IDs give way first, then the longest text", () => {
  const machine = "日本語の長い名前のコンピューター👩‍👩‍👧‍👦 with more to say";
  const report: Report = {
    ...SAMPLE_REPORT,
    columns: [{ name: "id", title: "Machine ID", kind: "id" }, ...SAMPLE_REPORT.columns],
    rows: [{ ...SAMPLE_REPORT.rows[0]!, machine, id: "0123456789abcdef0123456789abcdef" }],
  };
  for (const columns of [70, 80, 100, 140]) {
    const lines = textReport(report, { columns, ascii: false }).slice(4);
    for (const line of lines) assert(stringWidth(line) <= columns, `${columns}: ${line}`);
  }
  const [, , row] = textReport(report, { columns: 120, ascii: false }).slice(4);
  assert(row!.includes(machine) && /^[0-9a-f]{8,}…/.test(row!), row);
  assert(textReport(report, WIDE).join("\n").includes("0123456789abcdef0123456789abcdef"));
});

Deno.test("a name cannot break its line or move the cursor", () => {
  const report = { ...SAMPLE_REPORT, rows: [{ machine: "a\nb\x1b[2J\u202ec" }] };
  assert(textReport(report, WIDE).some((line) => line.includes("a b [2J c")));
});

Deno.test("a value that is small beside others still has a mark, and none where there is nothing", () => {
  const chart = { ...SAMPLE_REPORT.charts[1]!, series: [{ name: "machines", values: [100_000, 1] }] };
  assert.match(chartLines(chart, { columns: 60, ascii: true })[2]!, /^Server {6}# 1$/);
  const empty = { ...chart, series: [{ name: "machines", values: [0, 0] }] };
  assert.deepEqual(chartLines(empty, { columns: 60, ascii: true }).slice(1), [
    "Writer, Pro 0",
    "Server      0",
  ]);
});

Deno.test("a chart without anything in it is a title", () => {
  const chart = { ...SAMPLE_REPORT.charts[0]!, categories: [], series: [] };
  assert.deepEqual(chartLines(chart, WIDE), ["Requests a day (requests)"]);
});
