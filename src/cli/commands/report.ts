import { MOST_DAYS, REPORT_KINDS, REPORT_NAMES, type ReportName } from "../../reports/names.ts";
import { command, family } from "../command.ts";
import { readWhole } from "../numbers.ts";
import { printResult } from "../output.ts";
import { fetchReports, type Wanted } from "../reports/report_fetching.ts";
import { printReport, printReports, refuseBoth } from "../reports/report_output.ts";

const FORCE = {
  force: { type: "boolean", default: false, describe: "replace a file even where it is no report" },
} as const;

const OUTPUT = {
  csv: { type: "boolean", default: false, describe: "print CSV (RFC 4180)" },
  html: { type: "string", completes: "file", describe: "write a page for a browser to this file" },
  ...FORCE,
} as const;

const DAYS = { days: { type: "string", describe: "how many days it covers, today among them" } } as const;

const PERIOD = {
  since: { type: "string", describe: "first day, such as 2026-05-01, instead of a number of days" },
  until: { type: "string", describe: "last day; today unless given" },
} as const;

const list = command({
  words: "list",
  summary: "List the reports",
  hereOnly: true,
  run({ json }) {
    const kinds = REPORT_NAMES.map((name) => ({ name, ...REPORT_KINDS[name] }));
    const width = Math.max(...REPORT_NAMES.map(({ length }) => length));
    printResult(
      json,
      { reports: kinds },
      kinds.map(({ name, title, days }) =>
        `${name.padEnd(width)}  ${title}${days === null ? "" : ` (${days} days unless --days)`}`
      ),
    );
    return Promise.resolve();
  },
});

const all = command({
  words: "all",
  summary: "Make all reports at once",
  options: {
    html: {
      type: "string",
      completes: "folder",
      describe: "write a page for each, and an index, to this folder",
    },
    ...FORCE,
  },
  async run({ html, force, ...options }) {
    const reports = await fetchReports(options, "all", {});
    await printReports(reports, { json: options.json, folder: html, force });
  },
});

/** A command for each report, which takes the options that make sense for it. */
function reportCommand(name: ReportName) {
  const { title, about, days, hasPeriod } = REPORT_KINDS[name];
  return command({
    words: name,
    summary: title,
    about: [about],
    options: { ...OUTPUT, ...(days === null ? {} : DAYS), ...(hasPeriod ? PERIOD : {}) },
    async run({ csv, html, force, ...options }) {
      const output = { json: options.json, csv, file: html, force };
      refuseBoth(output);
      const [made] = await fetchReports(options, name, periodOf(options));
      await printReport(made!, output);
    },
  });
}

/** Of the options that the report takes; the others are not there. */
function periodOf({ days, since, until }: { days?: unknown; since?: unknown; until?: unknown }): Wanted {
  return {
    ...(typeof days === "string" ? { days: readWhole("--days", days, 1, MOST_DAYS) } : {}),
    ...(typeof since === "string" ? { since } : {}),
    ...(typeof until === "string" ? { until } : {}),
  };
}

export const report = family(
  "report",
  "Report on activations and machines",
  [list, all, ...REPORT_NAMES.map(reportCommand)],
  [
    "Days and times are those of the host's time zone. On this computer a report is made from the files of the state folder, and the host " +
    "may run meanwhile; on another one its host makes it.",
  ],
);
