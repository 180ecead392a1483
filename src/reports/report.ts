import * as v from "valibot";
import { REPORT_NAMES } from "./names.ts";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(whole, v.description("milliseconds since 1970"));
const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const columnSchema = v.object({
  name: described(v.string(), "of the member in each row"),
  title: v.string(),
  kind: described(
    v.picklist(["text", "id", "count", "time", "day", "flag"]),
    "id: hexadecimal digits; time: milliseconds since 1970; day: 2026-05-01, in the host's time zone",
  ),
});
export type Column = v.InferOutput<typeof columnSchema>;

const cellSchema = v.nullable(v.union([v.string(), v.number(), v.boolean()]));
export type Cell = v.InferOutput<typeof cellSchema>;

const chartSchema = v.object({
  title: v.string(),
  unit: described(v.string(), "what is counted: machines, requests"),
  kind: described(v.picklist(["bars", "steps"]), "bars are stacked; steps have one series"),
  axis: described(v.picklist(["days", "names"]), "what the categories are"),
  categories: v.array(v.string()),
  series: v.array(v.object({
    name: v.string(),
    values: described(v.array(whole), "one for each category"),
  })),
  limits: described(
    v.array(v.object({ name: v.string(), value: whole })),
    "thresholds that the values are held against",
  ),
});
export type Chart = v.InferOutput<typeof chartSchema>;
export type Series = Chart["series"][number];

/** What a report says, whichever way it is shown. */
const bodyEntries = {
  columns: v.array(columnSchema),
  rows: described(v.array(v.record(v.string(), cellSchema)), "a member for each column"),
  charts: v.array(chartSchema),
  notes: described(v.array(v.string()), "a sentence each"),
};

/** A report, whole: it is shown as it is on a terminal, as CSV, as JSON or as a page. */
export const reportSchema = v.object({
  name: v.picklist(REPORT_NAMES),
  title: v.string(),
  about: described(v.string(), "what it tells, in a sentence or two"),
  made: time,
  timeZone: described(v.string(), "the host's: its days and times are those of this zone"),
  host: described(v.string(), "name of the host's computer"),
  publisher: v.nullable(v.string()),
  events: v.object({
    since: described(
      v.nullable(time),
      "the oldest event that the journal still holds; null where there is none",
    ),
    read: whole,
    unreadable: described(whole, "lines of the journal that cannot be read"),
  }),
  ...bodyEntries,
});
export type Report = v.InferOutput<typeof reportSchema>;
export type ReportBody = Pick<Report, keyof typeof bodyEntries>;
export type Row = Report["rows"][number];
