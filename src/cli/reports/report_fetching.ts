import type { Report } from "../../reports/report.ts";
import type { ReportName } from "../../reports/names.ts";
import { wholeNumber } from "../../policy/wording.ts";
import { UsageError } from "../output.ts";
import { openProgress } from "../printing/progress.ts";
import { type CommonOptions, stateFolder, withConsole } from "../session.ts";

/** The days that a report is to cover. */
export interface Wanted {
  readonly days?: number;
  readonly since?: string;
  readonly until?: string;
}

/** Made here from the files of the state folder, with a progress bar; for another computer, by its host. */
export async function fetchReports(
  options: CommonOptions,
  name: ReportName | "all",
  wanted: Wanted,
): Promise<Report[]> {
  const { REPORT_NAMES } = await import("../../reports/names.ts");
  const names = name === "all" ? REPORT_NAMES : [name];
  await refuseWrong(names, wanted);
  if (options.computer !== undefined) return await fromAnother(options, name, wanted);
  const { reportsOn } = await import("../../app/reports/make_reports.ts");
  using progress = openProgress("Reading events");
  return await reportsOn(
    { folder: stateFolder(options), names, period: wanted },
    ({ bytes, of, events }) => progress.show(bytes, of, `${wholeNumber(events)} events`),
  );
}

async function refuseWrong(names: readonly ReportName[], wanted: Wanted): Promise<void> {
  const { periodFault } = await import("../../reports/period.ts");
  const fault = periodFault(names, wanted);
  if (fault !== undefined) throw new UsageError(fault);
}

async function fromAnother(
  options: CommonOptions,
  name: ReportName | "all",
  wanted: Wanted,
): Promise<Report[]> {
  return await withConsole(options, "read", async (console) => {
    const { reports } = await console.call("report", { name, ...wanted });
    return reports;
  });
}
