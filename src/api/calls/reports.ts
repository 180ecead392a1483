import * as v from "valibot";
import { REPORT_NAMES } from "../../reports/names.ts";
import { reportSchema } from "../../reports/report.ts";
import { queryBoolean, queryWhole, type Routes } from "./shared.ts";
import { PATHS } from "../paths.ts";

const day = v.pipe(v.string(), v.maxLength(10));

export { reportSchema };
export const reportInputSchema = v.strictObject({
  name: v.picklist([...REPORT_NAMES, "all"]),
  days: v.optional(v.pipe(queryWhole, v.description("how many days it covers, today among them"))),
  since: v.optional(v.pipe(day, v.description("first day, 2026-05-01, instead of a number of days"))),
  until: v.optional(v.pipe(day, v.description("last day; today where it is left out"))),
  rows: v.optional(v.pipe(
    queryBoolean,
    v.description(
      "false: no rows, for whoever draws the charts alone; some reports have one for each machine",
    ),
  )),
});
export const reportOutputSchema = v.object({ reports: v.array(reportSchema) });

export const REPORT_ROUTES = {
  report: {
    ...PATHS.report,
    access: "read",
    summary: "Report on activations and machines",
    input: reportInputSchema,
    output: reportOutputSchema,
  },
} as const satisfies Routes;
