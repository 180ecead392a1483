import type { Report } from "../../reports/report.ts";
import { printResult, printText, UsageError } from "../output.ts";
import { makePagesFolder, writeReportFile } from "./report_files.ts";

interface OneOptions {
  readonly json: boolean;
  readonly csv: boolean;
  /** A page is written there, and nothing else shown but that. */
  readonly file: string | undefined;
  readonly force: boolean;
}

interface AllOptions {
  readonly json: boolean;
  /** Pages are written there. */
  readonly folder: string | undefined;
  readonly force: boolean;
}

/** Throws UsageError for ways that exclude each other. */
export function refuseBoth({ json, csv, file }: OneOptions): void {
  if (csv && (json || file !== undefined)) {
    throw new UsageError("--csv goes neither with --json nor with --html");
  }
}

/** Shows one report in the way that was asked for. */
export async function printReport(report: Report, { json, csv, file, force }: OneOptions): Promise<void> {
  if (file !== undefined) {
    const { reportPage } = await import("../../reports/html/report_page.ts");
    await writeReportFile(file, reportPage(report), force);
    return printResult(json, { files: [file] }, [`${report.title} written to ${file}.`]);
  }
  if (csv) {
    const { reportCsv } = await import("../../reports/report_csv.ts");
    return printText(reportCsv(report));
  }
  printResult(json, report, await linesOf(report));
}

/** Shows all reports, or writes a page for each and one that leads to them. */
export async function printReports(
  reports: readonly Report[],
  { json, folder, force }: AllOptions,
): Promise<void> {
  if (folder === undefined) {
    const lines = await Promise.all(reports.map(linesOf));
    return printResult(json, { reports }, lines.flatMap((one, i) => i === 0 ? one : ["", "", ...one]));
  }
  const { reportPage } = await import("../../reports/html/report_page.ts");
  const { indexPage, pageName } = await import("../../reports/html/index_page.ts");
  const pages = [
    ...reports.map((report) => ({
      name: pageName(report.name),
      text: reportPage(report, { hasIndex: true }),
    })),
    { name: "index.html", text: indexPage(reports) },
  ];
  await makePagesFolder(folder);
  for (const { name, text } of pages) await writeReportFile(`${folder}/${name}`, text, force);
  const files = pages.map(({ name }) => `${folder}/${name}`);
  printResult(json, { files }, [
    `${reports.length} reports written to ${folder}; open ${folder}/index.html.`,
  ]);
}

async function linesOf(report: Report): Promise<string[]> {
  const { textReport } = await import("../../reports/text/text_report.ts");
  return textReport(report, { columns: terminalColumns(), ascii: Deno.env.get("TERM") === "dumb" });
}

function terminalColumns(): number | undefined {
  return Deno.stdout.isTerminal() ? Deno.consoleSize().columns : undefined;
}
