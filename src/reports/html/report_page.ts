import { Calendar } from "../calendar.ts";
import type { Column, Report } from "../report.ts";
import { eventsText, originOf, shownCell } from "../shown.ts";
import { chartFigure } from "./chart_figure.ts";
import { element, type Markup } from "./markup.ts";
import { page } from "./page.ts";

/** A browser, and whoever reads, has enough of that; programs take CSV. */
const MOST_ROWS = 10_000;

/** A report as one self-contained page. `hasIndex`: an index of reports lies beside it. */
export function reportPage(report: Report, { hasIndex = false } = {}): string {
  const calendar = new Calendar(report.timeZone);
  return page(
    `${report.title}: ${report.host}`,
    hasIndex ? element("nav", {}, element("a", { href: "index.html" }, "All reports")) : undefined,
    element(
      "header",
      {},
      element("h1", {}, report.title),
      element("p", { class: "origin" }, originOf(report, calendar)),
      element("p", { class: "about" }, report.about),
    ),
    element(
      "main",
      {},
      report.notes.map((note) => element("p", { class: "note" }, note)),
      report.charts.map((chart, i) => chartFigure(chart, `chart-${i + 1}`)),
      element("h2", { id: "table" }, "Table"),
      report.rows.length > MOST_ROWS ? element("p", {}, cutText(report)) : undefined,
      table(report, calendar),
    ),
    element("footer", {}, element("p", {}, eventsText(report, calendar))),
  );
}

function cutText({ rows, name }: Report): string {
  return `The first ${MOST_ROWS} of ${rows.length} rows: kms report ${name} --csv has them all.`;
}

function classOf({ kind }: Column): string | undefined {
  return { text: undefined, flag: undefined, count: "number", time: "when", day: "when", id: "id" }[kind];
}

function table({ columns, rows }: Report, calendar: Calendar): Markup {
  if (rows.length === 0) return element("p", {}, "There is nothing to show.");
  const heads = columns.map((column) =>
    element("th", { scope: "col", class: classOf(column) }, column.title)
  );
  const lines = rows.slice(0, MOST_ROWS).map((row) =>
    element(
      "tr",
      {},
      columns.map((column) =>
        element(
          "td",
          { class: classOf(column) },
          shownCell(row[column.name], column, calendar),
        )
      ),
    )
  );
  return element(
    "div",
    { class: "scroll", role: "region", "aria-labelledby": "table", tabindex: 0 },
    element("table", {}, element("thead", {}, element("tr", {}, heads)), element("tbody", {}, lines)),
  );
}
