import { Calendar } from "../calendar.ts";
import type { ReportName } from "../names.ts";
import type { Report } from "../report.ts";
import { eventsText, originOf } from "../shown.ts";
import { element } from "./markup.ts";
import { page } from "./page.ts";

export function pageName(name: ReportName): string {
  return `${name}.html`;
}

/** A page that leads to reports that were made together, and says of each what it tells. There is at least one. */
export function indexPage(reports: readonly Report[]): string {
  const [first] = reports as [Report, ...Report[]];
  const calendar = new Calendar(first.timeZone);
  const entries = reports.map(({ name, title, about, notes }) =>
    element(
      "li",
      {},
      element("a", { href: pageName(name) }, title),
      element("p", { class: "about" }, about),
      notes.map((note) => element("p", { class: "note" }, note)),
    )
  );
  return page(
    `Reports: ${first.host}`,
    element(
      "header",
      {},
      element("h1", {}, "Reports"),
      element("p", { class: "origin" }, originOf(first, calendar)),
    ),
    element("main", {}, element("ul", {}, entries)),
    element("footer", {}, element("p", {}, eventsText(first, calendar))),
  );
}
