import { sizeText } from "../../../src/policy/settings.ts";
import { sizeIn } from "../../../src/policy/sizes.ts";
import { countText } from "../../format.ts";
import type { Change, Reading } from "./entry.ts";

export interface NumberRange {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Empty, `bytes` for a size, or what is counted. */
  readonly unit: string;
}

/** `1,440 minutes`, `256 MB`, `1688` */
export function amountText(value: number, unit: string): string {
  if (unit === "bytes") return sizeText(value);
  return unit === "" ? String(value) : `${countText(value)} ${unit}`;
}

/** Reads a whole number or a size as far as it is typed. */
export function readAmount(text: string, range: NumberRange, change: (value: number) => Change): Reading {
  const { kind, fault, value } = range.unit === "bytes" ? sizeTyped(text) : numberTyped(text);
  if (value === undefined) return { kind, fault };
  if (value > range.max) return { kind: "never", fault: `at most ${amountText(range.max, range.unit)}` };
  if (value < range.min) {
    return { kind: "unfinished", fault: `at least ${amountText(range.min, range.unit)}` };
  }
  return value === range.value ? { kind: "same" } : { kind: "change", change: change(value) };
}

interface Typed {
  readonly kind: "unfinished" | "never";
  readonly fault: string;
  readonly value?: number;
}

/** Enough for every range; longer ones lose digits. */
const MOST_DIGITS = 15;

function numberTyped(typed: string): Typed {
  const fault = "a whole number";
  if (typed === "") return { kind: "unfinished", fault };
  if (!/^\d+$/.test(typed)) return { kind: "never", fault: `${fault}, digits alone` };
  return { kind: "never", fault, value: Number(typed.slice(0, MOST_DIGITS)) };
}

function sizeTyped(typed: string): Typed {
  const fault = "a size such as 256 MB or 1 GB";
  const value = sizeIn(typed.trimEnd());
  if (value !== undefined) return { kind: "unfinished", fault, value };
  return { kind: /^(\d{1,9}\s*([KMGT]?i?)?)?$/i.test(typed) ? "unfinished" : "never", fault };
}

/** Reads a text that `faultOf` checks as soon as it is all there; an empty one stands for `null`. */
export function readText(
  text: string,
  { value, never, faultOf }: {
    readonly value: string | null;
    /** What no such text holds. */
    readonly never: RegExp;
    readonly faultOf: (text: string) => string | undefined;
  },
  change: (value: string | null) => Change,
): Reading {
  if (text === (value ?? "")) return { kind: "same" };
  if (text === "") return { kind: "change", change: change(null) };
  const [foreign] = never.exec(text) ?? []; // a blank at the end too, or nothing behind it could be taken
  if (foreign !== undefined) {
    return { kind: "never", fault: `it cannot hold ${foreign === " " ? "a blank" : foreign}` };
  }
  const fault = faultOf(text);
  return fault === undefined ? { kind: "change", change: change(text) } : { kind: "unfinished", fault };
}

/** A name in DNS as far as it can be told by its looks. */
export function nameFault(text: string): string | undefined {
  const labels = text.replace(/\.$/, "").split(".");
  const isGood = text.length <= 253 &&
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  return isGood ? undefined : "a name such as example.com";
}

export const NEVER_IN_NAME = /[^a-z0-9._-]/i;
