import type { MachineRow } from "../../../src/api/types.ts";
import type { Said } from "../../describe.ts";

/** The host's words for licence states by their numbers; those of its filter. */
const STATES: readonly Said[] = [
  { tone: "bad", text: "unlicensed" },
  { tone: "good", text: "licensed" },
  { tone: "waiting", text: "initial" },
  { tone: "warning", text: "additional" },
  { tone: "warning", text: "nongenuine" },
  { tone: "bad", text: "notification" },
];

export function stateOf({ licenceState }: Pick<MachineRow, "licenceState">): Said {
  return STATES[licenceState] ?? { tone: "bad", text: `state ${licenceState}` };
}

const SHORT_KINDS = { physical: "phys", virtual: "vm", ephemeral: "eph" } as const;

export function kindText({ kind }: MachineRow, columns: number): string {
  return kind.length <= columns ? kind : SHORT_KINDS[kind];
}

export function nameText({ name }: MachineRow): string {
  return name.trim() === "" ? "(no name)" : name;
}

export function productText({ product, productId }: MachineRow): string {
  return product ?? `unknown ${productId.slice(0, 8)}`;
}

const MINUTE_MS = 60_000;
const UNITS = [
  { unit: "d", milliseconds: 1440 * MINUTE_MS },
  { unit: "h", milliseconds: 60 * MINUTE_MS },
  { unit: "min", milliseconds: MINUTE_MS },
  { unit: "s", milliseconds: 1000 },
] as const;

/** `29 d`, `3 min`; rounded down. What lies on the other side of now is `0 s`. */
export function spanText(milliseconds: number): string {
  const fitting = UNITS.find((one) => milliseconds >= one.milliseconds) ?? UNITS[3];
  const count = Math.max(0, Math.floor(milliseconds / fitting.milliseconds));
  return `${count} ${fitting.unit}`;
}

/** `180 d`, for what is told in minutes; a dash where it does not end. */
export function minutesText(minutes: number | null): string {
  return minutes === null ? "–" : spanText(minutes * MINUTE_MS);
}
