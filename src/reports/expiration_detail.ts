import { LICENCE_STATE_NAMES } from "../policy/licence_state.ts";
import { formatHResult, HResult } from "../protocol/hresult.ts";
import type { Basis, Draft, Period } from "./draft.ts";
import { MACHINE_COLUMNS, machineCells } from "./machine_columns.ts";
import { comingDays } from "./period.ts";
import type { Column } from "./report.ts";
import { lapsing } from "./standing.ts";

const DAY_MS = 86_400_000;

const COLUMNS: readonly Column[] = [
  { name: "ends", title: "Ends", kind: "time" },
  { name: "daysLeft", title: "Days left", kind: "count" },
  { name: "state", title: "Leaves", kind: "text" },
  ...MACHINE_COLUMNS,
  { name: "lastSeen", title: "Last seen", kind: "time" },
  { name: "answer", title: "Last answer", kind: "text" },
  { name: "machineId", title: "Machine ID", kind: "id" },
];

/** Machine Expiration Detail. */
export function expirationDetail(basis: Basis, period: Period): Draft {
  const { machines, editions, now } = basis;
  const span = comingDays(basis, "expiration-detail", period);
  return {
    finish() {
      const soon = lapsing(machines, (id) => editions.productOf(id), now)
        .filter(({ ends }) => span.indexOf(ends) >= 0);
      const rows = soon.map(({ machine, state, ends }) => ({
        ends,
        daysLeft: Math.floor((ends - now) / DAY_MS),
        state: LICENCE_STATE_NAMES[state],
        ...machineCells(machine, editions),
        lastSeen: machine.lastSeen,
        answer: machine.result === HResult.activated ? "activated" : formatHResult(machine.result),
        machineId: machine.machineId,
      }));
      const notes = [`Up to and with ${span.days.at(-1)}: ${soon.length} of ${machines.length} machines.`];
      return { columns: [...COLUMNS], rows, charts: [], notes };
    },
  };
}
