import { EventId } from "../policy/events.ts";
import { machineKey } from "../table/record.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Basis, Draft, Period } from "./draft.ts";
import { EDITION_COLUMNS, labelOf, sum } from "./editions.ts";
import { pastDays, periodNotes } from "./period.ts";
import type { Column } from "./report.ts";

const COLUMNS: readonly Column[] = [
  ...EDITION_COLUMNS,
  { name: "physical", title: "Physical", kind: "count" },
  { name: "virtual", title: "Virtual", kind: "count" },
  { name: "machines", title: "Together", kind: "count" },
];

/** Virtual Machine Summary. A machine counts for the product that it was activated for last. */
export function virtualMachines(basis: Basis, period: Period): Draft {
  const { calendar, editions } = basis;
  const span = pastDays(basis, "virtual-machines", period);
  const latest = new Map<string, { readonly edition: number; readonly virtual: boolean }>();
  const known = [true, false].map((virtual) => editions.list.map((_, edition) => ({ edition, virtual })));
  return {
    see(event) {
      if (event.id !== EventId.requestProcessed || event.result !== HResult.activated) return;
      if (span.indexOf(event.time) < 0) return;
      latest.set(machineKey(event), known[event.virtual ? 0 : 1]![editions.numberOf(event.productId)]!);
    },
    finish(since) {
      const counts = editions.list.map(() => ({ physical: 0, virtual: 0 }));
      for (const { edition, virtual } of latest.values()) {
        counts[edition]![virtual ? "virtual" : "physical"] += 1;
      }
      const machines = counts.map(({ physical, virtual }) => physical + virtual);
      const shown = editions.shown((number) => machines[number]! > 0);
      const values = (what: "physical" | "virtual") => shown.map((number) => counts[number]![what]);
      return {
        columns: [...COLUMNS],
        rows: shown.map((number) => ({
          ...editions.list[number]!,
          ...counts[number]!,
          machines: machines[number]!,
        })),
        charts: [{
          title: `Machines activated or renewed from ${span.days[0]} to ${span.days.at(-1)}`,
          unit: "machines",
          kind: "bars",
          axis: "names",
          categories: shown.map((number) => labelOf(editions.list[number]!)),
          series: [
            { name: "physical", values: values("physical") },
            { name: "virtual", values: values("virtual") },
          ],
          limits: [],
        }],
        notes: [
          `Virtual machines: ${sum(values("virtual"))} of ${latest.size}.`,
          ...periodNotes(calendar, span, period, since),
        ],
      };
    },
  };
}
