import { type Figure, measuredOnce } from "../figure.ts";
import { type Taken, taken, writeHost } from "../site/report_journal.ts";
import type { Site } from "../site/site.ts";

const EVENTS = 1_000_000;
const MACHINES = 5000;
const READING = new URL("../site/read_journal.ts", import.meta.url).pathname;

const measured = measuredOnce(async (site: Site): Promise<{ report: Taken; reading: Taken }[]> => {
  const folder = site.newPath();
  await Deno.mkdir(folder);
  await writeHost(folder, EVENTS, MACHINES);
  const reports = ["--state", folder, "report", "all", "--html", `${folder}/pages`];
  return await site.rounds(async () => ({
    reading: await taken(Deno.execPath(), ["run", "-A", "--no-check", "--no-config", READING, folder]),
    report: await taken(site.programs.kms, reports),
  }));
});

export const REPORTS: readonly Figure[] = [
  {
    name: "report",
    what: "all reports over a million events",
    unit: "s",
    reference: "JSON.parse of their lines alone",
    goal: { of: "figure", is: "atMost", value: 10 },
    measure: async (site) =>
      (await measured(site)).map(({ report, reading }) => ({
        figure: report.seconds,
        reference: reading.seconds,
      })),
  },
  {
    name: "report-memory",
    what: "memory of the same, at most",
    unit: "MB",
    reference: "JSON.parse of their lines alone",
    goal: { of: "figure", is: "atMost", value: 300 },
    measure: async (site) =>
      (await measured(site)).map(({ report, reading }) => ({
        figure: report.megabytes,
        reference: reading.megabytes,
      })),
  },
];
