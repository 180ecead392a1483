import type { Report } from "../../../src/reports/report.ts";

/** A report with every kind of column and chart, and nothing that could be real. */
export const SAMPLE_REPORT: Report = {
  name: "duplicates",
  title: "Sample",
  about: "What it tells.",
  made: Date.parse("2026-05-01T10:44:30Z"),
  timeZone: "Europe/Berlin",
  host: "kms1",
  publisher: "Contoso",
  events: { since: Date.parse("2026-01-02T09:30:00Z"), read: 3, unreadable: 0 },
  columns: [
    { name: "day", title: "Day", kind: "day" },
    { name: "machine", title: "Machine", kind: "text" },
    { name: "seen", title: "Seen", kind: "time" },
    { name: "count", title: "Count", kind: "count" },
    { name: "virtual", title: "Virtual", kind: "flag" },
  ],
  rows: [
    {
      day: "2026-05-01",
      machine: "desk-1",
      seen: Date.parse("2026-05-01T00:05:00Z"),
      count: 12,
      virtual: true,
    },
    { day: "2026-05-02", machine: "desk-2", seen: null, count: null, virtual: false },
  ],
  charts: [
    {
      title: "Requests a day",
      unit: "requests",
      kind: "bars",
      axis: "days",
      categories: ["2026-05-01", "2026-05-02", "2026-05-03"],
      series: [{ name: "Writer, Pro", values: [30, 0, 10] }, { name: "Server", values: [10, 20, 0] }],
      limits: [],
    },
    {
      title: "By edition",
      unit: "machines",
      kind: "bars",
      axis: "names",
      categories: ["Writer, Pro", "Server"],
      series: [{ name: "machines", values: [40, 10] }],
      limits: [],
    },
    {
      title: "The count",
      unit: "machines",
      kind: "steps",
      axis: "days",
      categories: ["2026-05-01", "2026-05-02", "2026-05-03"],
      series: [{ name: "count", values: [30, 20, 4] }],
      limits: [{ name: "25: Writer", value: 25 }, { name: "5: Server", value: 5 }],
    },
  ],
  notes: ["A note."],
};
