import { EventId } from "../policy/events.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Basis, Draft } from "./draft.ts";
import { EDITION_COLUMNS, labelOf } from "./editions.ts";
import type { Chart, Column } from "./report.ts";
import type { SeenEvent } from "./seen_event.ts";

/** Days, today among them, and what their column is called. */
const WINDOWS = [
  { name: "today", title: "Today", days: 1 },
  { name: "days7", title: "7 days", days: 7 },
  { name: "days30", title: "30 days", days: 30 },
  { name: "days90", title: "90 days", days: 90 },
] as const;

const COLUMNS: readonly Column[] = [
  ...EDITION_COLUMNS,
  ...WINDOWS.map(({ name, title }) => ({ name, title, kind: "count" as const })),
  { name: "all", title: "All", kind: "count" },
];

/** An activation that was no renewal: what a machine gets that has no lease which holds. */
export function isNewActivation(event: SeenEvent): boolean {
  return event.id === EventId.requestProcessed && event.result === HResult.activated && !event.renewal;
}

/** Activation Count Summary. */
export function activationCount({ calendar, editions, today }: Basis): Draft {
  const starts = WINDOWS.map(({ days }) => calendar.startOf(calendar.plus(today, 1 - days)));
  const end = calendar.startOf(calendar.plus(today, 1));
  const counts = editions.list.map(() => ({ windows: WINDOWS.map(() => 0), all: 0 }));
  return {
    see(event) {
      if (event.id !== EventId.requestProcessed || !isNewActivation(event)) return;
      const count = counts[editions.numberOf(event.productId)]!;
      count.all += 1;
      if (event.time >= end) return;
      for (let i = starts.length - 1; i >= 0 && event.time >= starts[i]!; i--) count.windows[i]! += 1;
    },
    finish(since) {
      const shown = editions.shown((number) => counts[number]!.all > 0);
      const rows = shown.map((number) => {
        const { windows, all } = counts[number]!;
        const cells = Object.fromEntries(WINDOWS.map(({ name }, i) => [name, windows[i]!]));
        return { ...editions.list[number]!, ...cells, all };
      });
      const chart: Chart = {
        title: "New activations in the last 30 days",
        unit: "activations",
        kind: "bars",
        axis: "names",
        categories: shown.map((number) => labelOf(editions.list[number]!)),
        series: [{ name: "new activations", values: shown.map((number) => counts[number]!.windows[2]!) }],
        limits: [],
      };
      return { columns: [...COLUMNS], rows, charts: [chart], notes: shortfall(since, starts) };
    },
  };

  function shortfall(since: number | null, starts: readonly number[]): string[] {
    if (since === null) return ["The journal holds no event yet."];
    const day = calendar.dayOf(since);
    const short = WINDOWS.filter((_, i) =>
      since >= calendar.startOf(calendar.plus(calendar.dayOf(starts[i]!), 1))
    );
    const all = `"All" goes back to ${day}, where the journal begins.`;
    if (short.length === 0) return [all];
    return [
      `${all} What was before is not in ${short.map(({ title }) => `"${title}"`).join(" and ")} either.`,
    ];
  }
}
