import type { Answer, Handlers } from "../../api/routes.ts";
import type { REPORT_ROUTES } from "../../api/types.ts";
import { REPORT_NAMES } from "../../reports/names.ts";
import type { ReportRequest } from "../reports/make_reports.ts";

export type ReportRoute = keyof typeof REPORT_ROUTES;

/** `make`: makes reports on the state folder `folder`. */
export function reportHandlers(
  folder: string,
  make: (request: ReportRequest) => Promise<Answer<"report">>,
): Pick<Handlers, ReportRoute> {
  return {
    report: ({ name, rows = true, ...period }) =>
      make({
        folder,
        names: name === "all" ? REPORT_NAMES : [name],
        period,
        rows,
      }),
  };
}
