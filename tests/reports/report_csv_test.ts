import assert from "node:assert/strict";
import { reportCsv } from "../../src/reports/report_csv.ts";
import { SAMPLE_REPORT } from "../support/samples/sample_report.ts";

Deno.test("CSV has the titles, times of the host's zone, and empty cells for what is not there", () => {
  assert.equal(
    reportCsv(SAMPLE_REPORT),
    "Day,Machine,Seen,Count,Virtual\r\n" +
      "2026-05-01,desk-1,2026-05-01 02:05,12,true\r\n" +
      "2026-05-02,desk-2,,,false\r\n",
  );
});

Deno.test("a computer's name is no formula in a spreadsheet", () => {
  const rows = ["=cmd|' /C calc'!A0", "+1", "-1", "@x"].map((machine) => ({ machine }));
  const csv = reportCsv({ ...SAMPLE_REPORT, columns: SAMPLE_REPORT.columns.slice(1, 2), rows });
  assert.deepEqual(csv.trimEnd().split("\r\n"), ["Machine", "'=cmd|' /C calc'!A0", "'+1", "'-1", "'@x"]);
});
