import { EventId } from "../policy/events.ts";
import { isNewActivation } from "./activation_count.ts";
import type { Basis, Draft, Period } from "./draft.ts";
import { EDITION_COLUMNS, gathered, labelOf } from "./editions.ts";
import { pastDays, periodNotes } from "./period.ts";
import type { Chart, Column } from "./report.ts";

const COLUMNS: readonly Column[] = [
  { name: "day", title: "Day", kind: "day" },
  ...EDITION_COLUMNS,
  { name: "activations", title: "New activations", kind: "count" },
  { name: "requests", title: "All requests", kind: "count" },
];

/** KMS Activity History. */
export function activityHistory(basis: Basis, period: Period): Draft {
  const { calendar, editions } = basis;
  const span = pastDays(basis, "activity-history", period);
  const tallies = editions.list.map(() => ({
    activations: new Array<number>(span.days.length).fill(0),
    requests: new Array<number>(span.days.length).fill(0),
  }));
  return {
    see(event) {
      if (event.id !== EventId.requestProcessed) return;
      const day = span.indexOf(event.time);
      if (day < 0) return;
      const tally = tallies[editions.numberOf(event.productId)]!;
      tally.requests[day]! += 1;
      if (isNewActivation(event)) tally.activations[day]! += 1;
    },
    finish(since) {
      const shown = editions.shown((number) => tallies[number]!.requests.some((count) => count > 0));
      const rows = span.days.flatMap((day, i) =>
        shown.map((number) => ({
          day,
          ...editions.list[number]!,
          activations: tallies[number]!.activations[i]!,
          requests: tallies[number]!.requests[i]!,
        }))
      );
      const chart = (what: "activations" | "requests", title: string): Chart => ({
        title,
        unit: what,
        kind: "bars",
        axis: "days",
        categories: [...span.days],
        series: gathered(
          shown.map((number) => ({ name: labelOf(editions.list[number]!), values: tallies[number]![what] })),
        ),
        limits: [],
      });
      return {
        columns: [...COLUMNS],
        rows,
        charts: [chart("requests", "All requests a day"), chart("activations", "New activations a day")],
        notes: periodNotes(calendar, span, period, since),
      };
    },
  };
}
