import * as v from "valibot";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a host keeps of one machine. Identifiers are lower-case hexadecimal, times milliseconds since 1970. */
export const machineRecordSchema = v.strictObject({
  machineId: v.string(),
  hardware: v.string(),
  name: v.string(),
  productId: v.string(),
  virtual: v.boolean(),
  ephemeral: v.boolean(),
  counted: v.boolean(),
  licenceState: whole,
  minutesLeft: whole,
  /** HRESULT of the latest answer. */
  result: whole,
  firstSeen: whole,
  lastSeen: whole,
});
export type MachineRecord = Readonly<v.InferOutput<typeof machineRecordSchema>>;

/** A machine leaves the count when it has not been seen for this long. */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

const NO_HARDWARE = "0".repeat(32);

/** The identity under which a machine is kept: its hardware; its machine ID where it has none, or is short-lived. */
export function machineKey(machine: Pick<MachineRecord, "machineId" | "hardware" | "ephemeral">): string {
  if (machine.ephemeral) return `e${machine.machineId}`;
  return machine.hardware === NO_HARDWARE ? `m${machine.machineId}` : machine.hardware;
}

/** Records in the order in which they were last seen. */
interface Run {
  readonly records: Map<string, MachineRecord>;
  /** None of them was seen before this: spares a walk over the gaps that renewals leave at the front of the map. */
  earliest: number;
  /** When the last of them was seen. */
  latest: number;
}

/**
 * The machines that a host knows, one record for each identity. A new machine ID on known hardware replaces the record; one
 * machine ID on two hardwares is two records. There is one run of records, and one more for each time that the clock was set
 * back, so that what has passed its 30 days is always at the front of a run.
 */
export class MachineTable {
  readonly #runs: Run[] = [];
  readonly #keysByMachineId = new Map<string, string[]>();
  #counted = 0;
  #ephemeral = 0;
  /** Machine IDs that are on more than one hardware, by all records held. */
  readonly #duplicates = new Set<string>();
  /** Records by the licence state of their machine, 0 to 5. */
  readonly #byLicenceState = [0, 0, 0, 0, 0, 0];

  /** The record of a machine that is still within its 30 days. */
  find(key: string, now: number): MachineRecord | undefined {
    const record = this.#runOf(key)?.records.get(key);
    return record !== undefined && !hasLeft(record.lastSeen, now) ? record : undefined;
  }

  /** Records held, and of them those that count and those of ephemeral machines, leaving out what has passed its 30 days. */
  totals(now: number): { known: number; counted: number; ephemeral: number } {
    let known = this.#runs.reduce((sum, { records }) => sum + records.size, 0);
    let counted = this.#counted;
    let ephemeral = this.#ephemeral;
    for (const [, record] of this.#left(now)) {
      known -= 1;
      if (record.counted) counted -= 1;
      if (record.ephemeral) ephemeral -= 1;
    }
    return { known, counted, ephemeral };
  }

  /** Machine IDs on more than one hardware: clones and repairs, leaving out what has passed its 30 days. */
  duplicates(now: number): number {
    const leaving = new Map<string, number>();
    for (const [key, { machineId, hardware }] of this.#left(now)) {
      if (key === hardware) leaving.set(machineId, (leaving.get(machineId) ?? 0) + 1);
    }
    let over = 0;
    for (const [machineId, gone] of leaving) {
      const all = this.#keysByMachineId.get(machineId)!.length;
      if (all > 1 && all - gone <= 1) over += 1;
    }
    return this.#duplicates.size - over;
  }

  /** Records by the licence state that their machine had when it was last seen, 0 to 5, leaving out what has passed its 30 days. */
  licenceStates(now: number): number[] {
    const counts = [...this.#byLicenceState];
    for (const [, { licenceState }] of this.#left(now)) counts[licenceState]! -= 1;
    return counts;
  }

  /** The hardwares, still within their 30 days, that a machine ID was seen on. More than one is a clone or a repair. */
  hardwaresOf(machineId: string, now: number): string[] {
    return (this.#keysByMachineId.get(machineId) ?? []).filter((key) => this.find(key, now) !== undefined);
  }

  /** Whether a record's machine ID is on other hardware too, still within its 30 days. */
  isDuplicate(record: MachineRecord, now: number): boolean {
    const key = machineKey(record);
    if (!this.#duplicates.has(record.machineId) || key !== record.hardware) return false;
    return this.#keysByMachineId.get(record.machineId)!.some((other) =>
      other !== key && this.find(other, now) !== undefined
    );
  }

  /** The records of a machine ID, `most` of them, the latest seen first: several where hardwares share it. */
  withMachineId(machineId: string, most: number, now: number): MachineRecord[] {
    const keys = (this.#keysByMachineId.get(machineId) ?? []).toReversed(); // the latest was put last
    const found: MachineRecord[] = [];
    for (const key of [`m${machineId}`, `e${machineId}`, ...keys]) {
      const record = this.find(key, now);
      if (record !== undefined && found.push(record) === most) break;
    }
    return found.sort((a, b) => b.lastSeen - a.lastSeen);
  }

  put(record: MachineRecord): void {
    const key = machineKey(record);
    this.#remove(key);
    const run = this.#runFor(record.lastSeen);
    run.records.set(key, record);
    run.latest = record.lastSeen;
    if (record.counted) this.#counted += 1;
    if (record.ephemeral) this.#ephemeral += 1;
    this.#byLicenceState[record.licenceState]! += 1;
    if (key === record.hardware) this.#index(record.machineId, key);
  }

  clear(): void {
    this.#runs.length = 0;
    this.#keysByMachineId.clear();
    this.#counted = 0;
    this.#ephemeral = 0;
    this.#duplicates.clear();
    this.#byLicenceState.fill(0);
  }

  /** Drops what has passed its 30 days. */
  expire(now: number): void {
    for (const [key] of [...this.#left(now)]) this.#remove(key);
    for (const run of this.#runs) {
      if (!hasLeft(run.earliest, now)) continue;
      const [first] = run.records.values();
      run.earliest = first?.lastSeen ?? run.latest;
    }
  }

  /** The records as they are now, least recently seen first in each run. Later changes do not reach it. */
  snapshot(): MachineRecord[] {
    const [first = [], ...others] = this.#runs.map(({ records }) => [...records.values()]);
    return others.length === 0 ? first : first.concat(...others);
  }

  /** Whether there is one run alone, so that a snapshot is in the order of the times. */
  get inOrder(): boolean {
    return this.#runs.length <= 1;
  }

  *#left(now: number): Generator<[string, MachineRecord]> {
    for (const { records, earliest } of this.#runs) {
      if (!hasLeft(earliest, now)) continue;
      for (const entry of records) {
        if (!hasLeft(entry[1].lastSeen, now)) break;
        yield entry;
      }
    }
  }

  #runOf(key: string): Run | undefined {
    return this.#runs.find(({ records }) => records.has(key));
  }

  #runFor(time: number): Run {
    const fitting = this.#runs.find(({ latest }) => latest <= time);
    if (fitting !== undefined) return fitting;
    const run = { records: new Map(), earliest: time, latest: time };
    this.#runs.push(run);
    return run;
  }

  #index(machineId: string, key: string): void {
    const keys = this.#keysByMachineId.get(machineId);
    if (keys === undefined) this.#keysByMachineId.set(machineId, [key]);
    else if (keys.push(key) === 2) this.#duplicates.add(machineId);
  }

  #remove(key: string): void {
    const run = this.#runOf(key);
    const record = run?.records.get(key);
    if (run === undefined || record === undefined) return;
    run.records.delete(key);
    if (run.records.size === 0) this.#runs.splice(this.#runs.indexOf(run), 1);
    if (record.counted) this.#counted -= 1;
    if (record.ephemeral) this.#ephemeral -= 1;
    this.#byLicenceState[record.licenceState]! -= 1;
    const keys = this.#keysByMachineId.get(record.machineId) ?? [];
    const others = keys.filter((other) => other !== key);
    if (keys.length === 2 && others.length === 1) this.#duplicates.delete(record.machineId);
    if (others.length > 0) this.#keysByMachineId.set(record.machineId, others);
    else this.#keysByMachineId.delete(record.machineId);
  }
}

function hasLeft(lastSeen: number, now: number): boolean {
  return lastSeen + RETENTION_MS <= now;
}
