import assert from "node:assert/strict";
import { parse } from "parse5";
import { indexPage } from "../../../src/reports/html/index_page.ts";
import { reportPage } from "../../../src/reports/html/report_page.ts";
import type { Report } from "../../../src/reports/report.ts";
import { reportCsv } from "../../../src/reports/report_csv.ts";
import { SAMPLE_REPORT } from "../../support/samples/sample_report.ts";
import { assertCsv } from "./checks.ts";

/** A report with texts in the place of all that come from outside: each as a note and in a row, and from the first on in the others. */
export function reportOf(texts: readonly string[]): Report {
  const { charts, rows, columns } = SAMPLE_REPORT;
  let next = 0;
  const text = () => texts[next++ % texts.length]!;
  return {
    ...SAMPLE_REPORT,
    title: text(),
    about: text(),
    host: text(),
    publisher: text(),
    notes: [...texts],
    columns: columns.map((column) => ({ ...column, title: text() })),
    rows: texts.map((machine) => ({ ...rows[0]!, machine, day: machine })),
    charts: charts.map((chart) => ({
      ...chart,
      title: text(),
      unit: text(),
      categories: chart.axis === "names" ? chart.categories.map(text) : chart.categories,
      series: chart.series.map((series) => ({ ...series, name: text() })),
      limits: chart.limits.map((limit) => ({ ...limit, name: text() })),
    })),
  };
}

/** A report as CSV and as pages: what comes from outside is text there, and nothing else comes of it. */
export function everyReport(texts: readonly string[]): void {
  const report = reportOf(texts);
  const harmless = reportOf(texts.map(() => "harmless"));
  assertCsv(reportCsv(report), "a report as CSV");
  const pages = (one: Report) => [reportPage(one, { hasIndex: true }), indexPage([one])];
  const expected = pages(harmless).map(madeOf);
  for (const [i, page] of pages(report).entries()) {
    assert.deepEqual(
      madeOf(page),
      expected[i],
      `unescaped in a page, which is made of other elements (${texts[0]})`,
    );
    const found = new Set(textsOf(parse(page) as unknown as Node));
    for (const text of texts) {
      const shown = text.toWellFormed().replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\ufffd");
      assert.ok(found.has(shown), `not shown in a page: ${JSON.stringify(text)}`);
    }
  }
}

/** The elements of a page with their attributes' names, in their order, as a browser reads it. */
function madeOf(page: string): string[] {
  const found: string[] = [];
  walk(parse(page) as unknown as Node, found);
  return found;
}

interface Node {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string }[];
  readonly childNodes?: readonly Node[];
  readonly value?: string;
}

function textsOf({ value, childNodes = [] }: Node): string[] {
  return [...(value === undefined ? [] : [value]), ...childNodes.flatMap(textsOf)];
}

function walk({ nodeName, attrs = [], childNodes = [] }: Node, found: string[]): void {
  if (nodeName !== "#text") found.push(`${nodeName} ${attrs.map(({ name }) => name).join(" ")}`.trim());
  for (const child of childNodes) walk(child, found);
}
