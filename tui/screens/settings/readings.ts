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

/** Reads a whole number or a size. */
export function readAmount(text: string, range: NumberRange, change: (value: number) => Change): Reading {
  const isSize = range.unit === "bytes";
  const value = isSize ? sizeIn(text.trimEnd()) : numberIn(text);
  if (value === undefined) return faulty(isSize ? "a size such as 256 MB or 1 GB" : numberFault(text));
  if (value > range.max) return faulty(`out of range: at most ${amountText(range.max, range.unit)}`);
  if (value < range.min) return faulty(`out of range: at least ${amountText(range.min, range.unit)}`);
  return value === range.value ? { kind: "same" } : { kind: "change", change: change(value) };
}

function faulty(fault: string): Reading {
  return { kind: "faulty", fault };
}

/** What is too long to be exact is beyond every range. */
function numberIn(typed: string): number | undefined {
  return /^\d+$/.test(typed) ? Number(typed) : undefined;
}

function numberFault(typed: string): string {
  return typed === "" ? "a whole number" : "a whole number, digits alone";
}

/** Reads a text that `faultOf` checks; an empty one stands for `null`. */
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
  const [foreign] = never.exec(text) ?? [];
  if (foreign !== undefined) return faulty(`it cannot hold ${foreign === " " ? "a blank" : foreign}`);
  const fault = faultOf(text);
  return fault === undefined ? { kind: "change", change: change(text) } : faulty(fault);
}

/** A name in DNS as far as it can be told by its looks. */
export function nameFault(text: string): string | undefined {
  const labels = text.replace(/\.$/, "").split(".");
  const isGood = text.length <= 253 &&
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  return isGood ? undefined : "a name such as example.com";
}

export const NEVER_IN_NAME = /[^a-z0-9._-]/i;
