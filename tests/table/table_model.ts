import { machineKey, type MachineRecord, RETENTION_MS } from "../../src/table/record.ts";

const leaves = ({ lastSeen, heldFrom = lastSeen }: MachineRecord) => heldFrom + RETENTION_MS;

/** What MachineTable is to be, as a map of records, written without a thought for speed. */
export class TableModel {
  records = new Map<string, MachineRecord>();

  put(record: MachineRecord): void {
    this.records.set(machineKey(record), record);
  }

  present(now: number): MachineRecord[] {
    return [...this.records.values()].filter((record) => leaves(record) > now);
  }

  forgettable(before: number, now: number): MachineRecord[] {
    return [...this.records.values()].filter((record) => leaves(record) <= Math.min(before, now));
  }

  forget(before: number, now: number): void {
    for (const record of this.forgettable(before, now)) this.records.delete(machineKey(record));
  }

  makeRoom(limit: number, now: number): void {
    const left = this.forgettable(now, now).sort((a, b) =>
      leaves(a) - leaves(b) || a.lastSeen - b.lastSeen || (rank(a) < rank(b) ? -1 : 1)
    );
    for (const record of left.slice(0, Math.max(0, this.records.size + 1 - limit))) {
      this.records.delete(machineKey(record));
    }
  }

  /** `now`: the time that was told last. */
  forgetAfter(latest: number, now: number): void {
    for (const record of this.present(now)) {
      if (leaves(record) <= latest + RETENTION_MS) continue;
      const { heldFrom: _, ...seen } = record;
      if (seen.lastSeen > latest) this.records.delete(machineKey(record));
      else this.put(seen);
    }
  }

  duplicates(now: number): number {
    const onHardware = this.present(now).filter((one) => machineKey(one) === one.hardware);
    return [...Map.groupBy(onHardware, ({ machineId }) => machineId).values()]
      .filter(({ length }) => length > 1).length;
  }
}

/** By what records go that left at the same time: the identifier, then its kind. */
function rank(record: MachineRecord): string {
  const key = machineKey(record);
  const kind = key.length === 32 ? 0 : key.startsWith("m") ? 1 : 2;
  return `${key.slice(-32)}${kind}`;
}
