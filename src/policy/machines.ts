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

/**
 * The machines that a host knows, one record for each identity, in the order in which they were last seen. A new machine
 * ID on known hardware replaces the record; one machine ID on two hardwares is two records.
 */
export class MachineTable {
  readonly #records = new Map<string, MachineRecord>();
  readonly #keysByMachineId = new Map<string, string[]>();
  #counted = 0;

  /** The record of a machine that is still within its 30 days. */
  find(key: string, now: number): MachineRecord | undefined {
    const record = this.#records.get(key);
    return record !== undefined && !hasLeft(record, now) ? record : undefined;
  }

  /** Records held, and of them those that count, leaving out what has passed its 30 days. */
  totals(now: number): { known: number; counted: number } {
    let known = this.#records.size;
    let counted = this.#counted;
    for (const record of this.#records.values()) {
      if (!hasLeft(record, now)) break;
      known -= 1;
      if (record.counted) counted -= 1;
    }
    return { known, counted };
  }

  /** The hardwares, still within their 30 days, that a machine ID was seen on. More than one is a clone or a repair. */
  hardwaresOf(machineId: string, now: number): string[] {
    return (this.#keysByMachineId.get(machineId) ?? []).filter((key) => this.find(key, now) !== undefined);
  }

  put(record: MachineRecord): void {
    const key = machineKey(record);
    this.#remove(key);
    this.#records.set(key, record);
    if (record.counted) this.#counted += 1;
    if (key === record.hardware) this.#index(record.machineId, key);
  }

  /** Drops what has passed its 30 days. */
  expire(now: number): void {
    for (const [key, record] of this.#records) {
      if (!hasLeft(record, now)) break;
      this.#remove(key);
    }
  }

  /** The records as they are now, least recently seen first. Later changes do not reach it. */
  snapshot(): MachineRecord[] {
    return [...this.#records.values()];
  }

  #index(machineId: string, key: string): void {
    const keys = this.#keysByMachineId.get(machineId);
    if (keys === undefined) this.#keysByMachineId.set(machineId, [key]);
    else keys.push(key);
  }

  #remove(key: string): void {
    const record = this.#records.get(key);
    if (record === undefined) return;
    this.#records.delete(key);
    if (record.counted) this.#counted -= 1;
    const others = this.#keysByMachineId.get(record.machineId)?.filter((other) => other !== key) ?? [];
    if (others.length > 0) this.#keysByMachineId.set(record.machineId, others);
    else this.#keysByMachineId.delete(record.machineId);
  }
}

function hasLeft(record: MachineRecord, now: number): boolean {
  return record.lastSeen + RETENTION_MS <= now;
}
