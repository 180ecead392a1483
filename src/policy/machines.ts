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
  /**
   * What its 30 days are counted from in place of `lastSeen`: the clock had said so much already when the machine was seen, and was
   * set back since, so that it is not known which is right.
   */
  heldFrom: v.optional(whole),
});
export type MachineRecord = Readonly<v.InferOutput<typeof machineRecordSchema>>;

/** A machine leaves the count when it has not been seen for this long. */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** When a machine leaves the count if it is not seen again. */
export function leaveTime({ lastSeen, heldFrom = lastSeen }: MachineRecord): number {
  return heldFrom + RETENTION_MS;
}

const NO_HARDWARE = "0".repeat(32);

/** The identity under which a machine is kept: its hardware; its machine ID where it has none, or is short-lived. */
export function machineKey(machine: Pick<MachineRecord, "machineId" | "hardware" | "ephemeral">): string {
  if (machine.ephemeral) return `e${machine.machineId}`;
  return machine.hardware === NO_HARDWARE ? `m${machine.machineId}` : machine.hardware;
}

/** Records in the order in which they leave the count. */
interface Run {
  readonly records: Map<string, MachineRecord>;
  /** None of them leaves before this: spares a walk over the gaps that renewals leave at the front of the map. */
  earliest: number;
  /** When the last of them leaves. */
  latest: number;
}

/** When none is held too many, so many of those that have left go at once: a sixteenth of the limit. */
const PARTS = 16;

/**
 * The machines that a host knows, one record for each identity. A new machine ID on known hardware replaces the record; one
 * machine ID on two hardwares is two records. Whoever has passed its 30 days by the clock has left, and is told of no more; but its
 * record is held until it is forgotten, for the clock may be wrong. There is one run of records, and one more for each time that the
 * clock was set back, so that what leaves is always at the front of a run.
 */
export class MachineTable {
  readonly #runs: Run[] = [];
  /** Those that have left, by the clock as it was told last. */
  readonly #left = new Map<string, MachineRecord>();
  /** None of those left later than this. */
  #latestLeft = -Infinity;
  readonly #keysByMachineId = new Map<string, string[]>();
  #counted = 0;
  #ephemeral = 0;
  /** Records whose time is not that at which they were seen. */
  #heldFrom = 0;
  /** Machine IDs that are on more than one hardware. */
  readonly #duplicates = new Set<string>();
  /** Records by the licence state of their machine, 0 to 5. */
  readonly #byLicenceState = [0, 0, 0, 0, 0, 0];

  /** The record of a machine that is still within its 30 days. */
  find(key: string, now: number): MachineRecord | undefined {
    this.#settle(now);
    return this.#runOf(key)?.records.get(key);
  }

  /** Records of machines within their 30 days, and of them those that count and those of ephemeral machines. */
  totals(now: number): { known: number; counted: number; ephemeral: number } {
    this.#settle(now);
    return { known: this.#known(), counted: this.#counted, ephemeral: this.#ephemeral };
  }

  /** Machine IDs on more than one hardware: clones and repairs. */
  duplicates(now: number): number {
    this.#settle(now);
    return this.#duplicates.size;
  }

  /** Records by the licence state that their machine had when it was last seen, 0 to 5. */
  licenceStates(now: number): number[] {
    this.#settle(now);
    return [...this.#byLicenceState];
  }

  /** The hardwares that a machine ID was seen on. More than one is a clone or a repair. */
  hardwaresOf(machineId: string, now: number): string[] {
    this.#settle(now);
    return [...this.#keysByMachineId.get(machineId) ?? []];
  }

  /** Whether a record's machine ID is on other hardware too. */
  isDuplicate(record: MachineRecord, now: number): boolean {
    this.#settle(now);
    return this.#duplicates.has(record.machineId) && machineKey(record) === record.hardware;
  }

  /** The records of a machine ID, `most` of them, the latest seen first: several where hardwares share it. */
  withMachineId(machineId: string, most: number, now: number): MachineRecord[] {
    const keys = this.hardwaresOf(machineId, now).toReversed(); // the latest was put last
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
    this.#left.delete(key);
    this.#add(key, record);
  }

  clear(): void {
    this.#runs.length = 0;
    this.#left.clear();
    this.#latestLeft = -Infinity;
    this.#keysByMachineId.clear();
    this.#counted = 0;
    this.#ephemeral = 0;
    this.#heldFrom = 0;
    this.#duplicates.clear();
    this.#byLicenceState.fill(0);
  }

  /** Makes room for another record within `limit`, as far as that takes only what has left by `now`: the first to leave go first. */
  makeRoom(limit: number, now: number): void {
    this.#settle(now);
    const over = this.#known() + this.#left.size + 1 - limit;
    if (over <= 0 || this.#left.size === 0) return;
    const byTime = [...this.#left].sort(([a, one], [b, other]) =>
      leaveTime(one) - leaveTime(other) || (a < b ? -1 : 1)
    );
    for (const [key] of byTime.slice(0, Math.max(over, Math.ceil(limit / PARTS)))) this.#left.delete(key);
  }

  /** How many would be forgotten. */
  forgettable(before: number, now: number): number {
    this.#settle(now);
    return this.#left.values().filter((record) => leaveTime(record) <= before).toArray().length;
  }

  /** Forgets for good what has left by `now`, and would have left by `before` too. */
  forget(before: number, now: number): void {
    this.#settle(now);
    for (const [key, record] of this.#left) if (leaveTime(record) <= before) this.#left.delete(key);
  }

  /** No clock says more than `latest` any more: whoever was seen at a later time has been silent ever since, and goes. */
  forgetAfter(latest: number): void {
    const last = latest + RETENTION_MS;
    for (const run of this.#runs.filter((one) => one.latest > last)) {
      for (const [key, record] of run.records) {
        if (leaveTime(record) <= last) continue;
        const { heldFrom: _, ...seen } = record;
        this.#remove(key);
        if (seen.lastSeen <= latest) this.#add(key, seen);
      }
      run.latest = last;
    }
  }

  /** The machines within their 30 days, first to leave first in each run. Later changes do not reach it. */
  present(now: number): MachineRecord[] {
    this.#settle(now);
    return this.#records();
  }

  /** All records that are held, those of machines that have left among them. */
  snapshot(): MachineRecord[] {
    const left = [...this.#left.values()];
    return left.length === 0 ? this.#records() : left.concat(this.#records());
  }

  /** Whether what present() gives is in the order of the times at which the machines were seen. */
  inOrder(now: number): boolean {
    this.#settle(now);
    return this.#runs.length <= 1 && this.#heldFrom === 0;
  }

  /** Lets go whoever has left by `now`, and takes back whoever has not. */
  #settle(now: number): void {
    if (this.#latestLeft > now) this.#takeBack(now);
    for (const run of this.#runs.filter(({ earliest }) => earliest <= now)) {
      for (const [key, record] of run.records) {
        const time = leaveTime(record);
        run.earliest = time;
        if (time > now) break;
        this.#remove(key);
        this.#left.set(key, record);
        this.#latestLeft = Math.max(this.#latestLeft, time);
      }
    }
  }

  #takeBack(now: number): void {
    this.#latestLeft = -Infinity;
    for (const [key, record] of this.#left) {
      if (leaveTime(record) <= now) {
        this.#latestLeft = Math.max(this.#latestLeft, leaveTime(record));
        continue;
      }
      this.#left.delete(key);
      this.#add(key, record);
    }
  }

  #records(): MachineRecord[] {
    const [first = [], ...others] = this.#runs.map(({ records }) => [...records.values()]);
    return others.length === 0 ? first : first.concat(...others);
  }

  #known(): number {
    return this.#runs.reduce((sum, { records }) => sum + records.size, 0);
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

  #add(key: string, record: MachineRecord): void {
    const time = leaveTime(record);
    const run = this.#runFor(time);
    run.records.set(key, record);
    run.latest = time;
    this.#tally(record, 1);
    if (key === record.hardware) this.#index(record.machineId, key);
  }

  #tally(record: MachineRecord, by: 1 | -1): void {
    if (record.counted) this.#counted += by;
    if (record.ephemeral) this.#ephemeral += by;
    if (record.heldFrom !== undefined) this.#heldFrom += by;
    this.#byLicenceState[record.licenceState]! += by;
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
    this.#tally(record, -1);
    const keys = this.#keysByMachineId.get(record.machineId) ?? [];
    const others = keys.filter((other) => other !== key);
    if (keys.length === 2 && others.length === 1) this.#duplicates.delete(record.machineId);
    if (others.length > 0) this.#keysByMachineId.set(record.machineId, others);
    else this.#keysByMachineId.delete(record.machineId);
  }
}
