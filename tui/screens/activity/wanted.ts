import type { Input } from "../../../src/api/routes.ts";
import type { EventEntry } from "../../../src/api/types.ts";
import { EVENT_KINDS } from "../../../src/events/catalogue.ts";
import { fitsPattern } from "../../../src/events/filter.ts";
import { eventText } from "../../../src/events/words.ts";

/** Which events a person wants to see. */
export interface Wanted {
  /** As it was typed; empty where all are wanted. */
  readonly text: string;
  /** What the host sorts out. */
  readonly asked: Pick<Input<"events">, "ids" | "machine" | "result">;
  /** What is sorted out here: patterns of product names, and words that the event's text holds, in small letters. */
  readonly products: readonly string[];
  readonly words: readonly string[];
}

export const EVERYTHING: Wanted = { text: "", asked: {}, products: [], words: [] };

/** A word that names what it is about, its value perhaps in quotes, or a word alone. */
const TERM = /(?:(result|product|machine|id):(?:"([^"]*)"?|(\S*)))|"([^"]*)"?|(\S+)/gi;

/** Takes what was typed, in the words of `kms events`; a text where that cannot be understood, which says why. */
export function readWanted(text: string): Wanted | string {
  let wanted: Wanted = { ...EVERYTHING, text: text.trim() };
  for (const [, name, ...values] of text.matchAll(TERM)) {
    const value = values.find((value) => value !== undefined) ?? "";
    const next = withTerm(wanted, name?.toLowerCase(), value);
    if (typeof next === "string") return next;
    wanted = next;
  }
  return wanted;
}

function withTerm(wanted: Wanted, name: string | undefined, value: string): Wanted | string {
  const { asked, products, words } = wanted;
  switch (name) {
    case "product":
      return { ...wanted, products: [...products, value.toLowerCase()] };
    case "machine":
      if (value.length > MOST_NAME) return "a machine's name has 64 characters at most";
      return value === ""
        ? "machine: needs a name or a machine ID"
        : { ...wanted, asked: { ...asked, machine: value } };
    case "id":
      return withIds(wanted, value);
    case "result":
      return withResult(wanted, value.toLowerCase());
    default:
      return { ...wanted, words: [...words, value.toLowerCase()] };
  }
}

const MOST_NAME = 64;

function withIds(wanted: Wanted, value: string): Wanted | string {
  const ids = value.split(",");
  const unknown = ids.find((id) => !/^\d{1,9}$/.test(id) || !(Number(id) in EVENT_KINDS));
  if (unknown !== undefined) return `there is no event ${unknown}: id:12290 is a request`;
  const all = [...wanted.asked.ids ?? [], ...ids.map(Number)];
  return { ...wanted, asked: { ...wanted.asked, ids: all } };
}

function withResult(wanted: Wanted, value: string): Wanted | string {
  if (value === "activated" || value === "refused") {
    return { ...wanted, asked: { ...wanted.asked, result: value } };
  }
  if (!/^(?:\d{1,10}|0x[0-9a-f]{1,8})$/.test(value)) {
    return "result: takes activated, refused or a code such as 0xC004F038";
  }
  return { ...wanted, asked: { ...wanted.asked, result: Number(value) } };
}

/** Whether an event that the host has sent passes what is sorted out here. */
export function isWanted({ products, words }: Wanted, { event, product }: EventEntry): boolean {
  const name = product?.toLowerCase();
  if (!products.every((pattern) => name !== undefined && fitsPattern(name, pattern))) return false;
  if (words.length === 0) return true;
  const text = [eventText(event, product), EVENT_KINDS[event.id].name, ...Object.values(event)]
    .join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}
