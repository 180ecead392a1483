import type { Console } from "../../../src/api/console.ts";
import type { Report } from "../../../src/reports/report.ts";
import { counted, type Figures, UNKNOWN } from "./scenario_record.ts";
import { onlyMatch, STATE_BY_TITLE } from "./told_numbers.ts";

const NOT_IN_LICENCE = "(not in the licence file)";

/** The reports, by their rows; the new activations by their chart as well. */
export async function toldByReports(console: Console) {
  const { reports } = await console.call("report", { name: "all" });
  const rows = (name: string) => reports.find((report) => report.name === name)!.rows;
  const by = (name: string, column: string) =>
    counted(rows(name).map((row) => [productOf(row), Number(row[column])]));
  const notes = (name: string) => reports.find((report) => report.name === name)!.notes.join("\n");
  const byProduct = by("activity-history", "requests");
  return {
    activationCount: {
      activations: by("activation-count", "all"),
      known: Number(onlyMatch(notes("licensing-status"), /^Machines seen in the last 30 days: (\d+)\.$/m)),
    },
    activationCountOfAWeek: { activations: by("activation-count", "days7") },
    activationCountChart: { activations: charted(reports.find(({ name }) => name === "activation-count")!) },
    activityHistory: {
      activations: by("activity-history", "activations"),
      byProduct,
      requests: Object.values(byProduct).reduce((sum, n) => sum + n, 0),
    },
    licensingStatus: {
      standing: counted(
        rows("licensing-status").map((
          { state, daysLeft, machines },
        ) => [`${STATE_BY_TITLE.get(String(state))} ${daysLeft ?? "for good"}`, Number(machines)]),
      ),
      known: rows("licensing-status").reduce((sum, { machines }) => sum + Number(machines), 0),
    },
    virtualMachines: {
      physical: by("virtual-machines", "physical"),
      virtual: by("virtual-machines", "virtual"),
    },
    duplicates: {
      duplicates: new Set(rows("duplicates").map(({ machineId }) => machineId)).size,
      copies: rows("duplicates").length,
      clonesReported: Number(onlyMatch(notes("duplicates"), /\(event 12318\): (\d+)\./)),
    },
  } satisfies Record<string, Partial<Figures>>;
}

function charted({ charts: [chart] }: Report) {
  const names = chart!.categories.map((label) => label.split(", ")[0]!);
  return counted(chart!.series[0]!.values.map((value, i) => [productName(names[i]!), value]));
}

function productOf(row: Readonly<Record<string, unknown>>): string {
  return productName(String(row["product"]));
}

function productName(name: string): string {
  return name === NOT_IN_LICENCE ? UNKNOWN : name;
}
