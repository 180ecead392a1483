import { EventId } from "../policy/events.ts";
import { machineKey, type MachineRecord } from "../table/record.ts";
import type { Basis, Draft } from "./draft.ts";
import { MACHINE_COLUMNS, machineCells } from "./machine_columns.ts";
import type { Column } from "./report.ts";

const COLUMNS: readonly Column[] = [
  { name: "machineId", title: "Machine ID", kind: "id" },
  { name: "computers", title: "Computers", kind: "count" },
  ...MACHINE_COLUMNS,
  { name: "virtual", title: "Virtual", kind: "flag" },
  { name: "firstSeen", title: "First seen", kind: "time" },
  { name: "lastSeen", title: "Last seen", kind: "time" },
  { name: "reported", title: "Reported", kind: "time" },
  { name: "hardware", title: "Hardware", kind: "id" },
];

/** Duplicates: every computer whose machine ID another one has too. */
export function duplicates({ machines, editions }: Basis): Draft {
  const clones = clonesAmong(machines);
  /** When the journal told of it first. */
  const reported = new Map<string, number>();
  let reports = 0;
  return {
    see(event) {
      if (event.id !== EventId.cloneSeen) return;
      reports += 1;
      if (clones.has(event.machineId) && !reported.has(event.machineId)) {
        reported.set(event.machineId, event.time);
      }
    },
    finish() {
      const rows = [...clones].flatMap(([machineId, group]) =>
        group.map((machine) => ({
          machineId,
          computers: group.length,
          ...machineCells(machine, editions),
          virtual: machine.virtual,
          firstSeen: machine.firstSeen,
          lastSeen: machine.lastSeen,
          reported: reported.get(machineId) ?? null,
          hardware: machine.hardware,
        }))
      );
      const notes = [
        `Machine IDs in use on more than one computer: ${clones.size}, on ${rows.length} computers.`,
        `Clones that the journal reports (event ${EventId.cloneSeen}): ${reports}.`,
      ];
      return { columns: [...COLUMNS], rows, charts: [], notes };
    },
  };
}

/** Machine IDs with more than one hardware, those with the most first. */
function clonesAmong(machines: readonly MachineRecord[]): Map<string, MachineRecord[]> {
  const byMachineId = new Map<string, MachineRecord[]>();
  for (const machine of machines) {
    if (machineKey(machine) !== machine.hardware) continue; // known by its machine ID alone: it is one machine
    const group = byMachineId.get(machine.machineId);
    if (group === undefined) byMachineId.set(machine.machineId, [machine]);
    else group.push(machine);
  }
  const clones = [...byMachineId].filter(([, group]) => group.length > 1);
  for (const [, group] of clones) group.sort((a, b) => a.firstSeen - b.firstSeen);
  return new Map(clones.sort(([, a], [, b]) => b.length - a.length || a[0]!.firstSeen - b[0]!.firstSeen));
}
