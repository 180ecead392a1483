import * as v from "valibot";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const word = v.pipe(whole, v.maxValue(0xffff_ffff));
const identifier = v.pipe(v.string(), v.length(32), v.regex(/^[0-9a-f]*$/));

/** What a host keeps of one machine. Identifiers are lower-case hexadecimal, times milliseconds since 1970. */
export const machineRecordSchema = v.strictObject({
  machineId: identifier,
  hardware: identifier,
  name: v.string(),
  productId: identifier,
  virtual: v.boolean(),
  ephemeral: v.boolean(),
  counted: v.boolean(),
  licenceState: v.pipe(whole, v.maxValue(5)),
  minutesLeft: word,
  /** HRESULT of the latest answer. */
  result: word,
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
export function leaveTime(
  { lastSeen, heldFrom = lastSeen }: Pick<MachineRecord, "lastSeen" | "heldFrom">,
): number {
  return heldFrom + RETENTION_MS;
}

/** What a machine is known by. */
export type MachineIdentity = Pick<MachineRecord, "machineId" | "hardware" | "ephemeral">;

export const NO_HARDWARE = "0".repeat(32);

/** What a record is kept under: its machine's hardware; its machine ID where it has none, or is short-lived. */
export const KeyKind = { hardware: 0, machineId: 1, ephemeral: 2 } as const;
export type KeyKind = typeof KeyKind[keyof typeof KeyKind];

export function keyKind({ ephemeral, hardware }: MachineIdentity): KeyKind {
  if (ephemeral) return KeyKind.ephemeral;
  return hardware === NO_HARDWARE ? KeyKind.machineId : KeyKind.hardware;
}

const PREFIX = ["", "m", "e"] as const;

/** The identity under which a machine is kept, as text. */
export function machineKey(machine: MachineIdentity): string {
  const kind = keyKind(machine);
  return PREFIX[kind] + (kind === KeyKind.hardware ? machine.hardware : machine.machineId);
}

/** The parts of such a text; undefined where it is none. */
export function parseMachineKey(text: string): { readonly kind: KeyKind; readonly id: string } | undefined {
  const [, prefix, id] = /^([em]?)([0-9a-f]{32})$/.exec(text) ?? [];
  if (prefix === undefined || id === undefined) return undefined;
  return { kind: PREFIX.indexOf(prefix as "" | "m" | "e") as KeyKind, id };
}
