import type { SeededRandom } from "../../support/fakes/seeded_random.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const read = new Map<Uint8Array, Json>();
const NUMBERS = [
  0,
  -1,
  1,
  0.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53,
  2 ** 53 - 1,
  1e15,
  99_999_999,
];
const TEXTS = [
  "",
  "\0",
  "\ud800",
  "__proto__",
  "0",
  "-1",
  "null",
  "../x",
  "a\nb",
  "\u202e",
  "é",
  "x".repeat(300),
  "x".repeat(3000),
];
const NAMES = ["__proto__", "constructor", "toString", "", "0", "format", "id", "kind"];
/** Deeper than what is read by recursion can bear. */
const DEEP = 20_000;

/** A sample of JSON (UTF-8) with one to three of its values changed; it is JSON still. */
export function changedJson(sample: Uint8Array, random: SeededRandom): Uint8Array {
  let value = read.get(sample);
  if (value === undefined) read.set(sample, value = JSON.parse(new TextDecoder().decode(sample)) as Json);
  for (let left = 1 + random.upTo(2); left > 0; left--) value = changed(value, random);
  const text = JSON.stringify(value);
  const deep = random.upTo(999) === 0 ? nestedIn(text, random) : text;
  return new TextEncoder().encode(deep);
}

/** A copy in which one value is another; what lies beside the way to it is shared. */
function changed(value: Json, random: SeededRandom): Json {
  if (typeof value !== "object" || value === null || random.upTo(9) === 0) return another(value, random);
  return Array.isArray(value) ? changedList(value, random) : changedObject(value, random);
}

function changedList(list: readonly Json[], random: SeededRandom): Json {
  const at = random.upTo(list.length);
  const item = list[at];
  if (item === undefined || random.upTo(3) === 0) {
    const more = list[random.upTo(Math.max(0, list.length - 1))] ?? another(null, random);
    return [...list.slice(0, at), ...Array<Json>(1 + random.upTo(3)).fill(more), ...list.slice(at)];
  }
  if (random.upTo(5) === 0) return list.toSpliced(at, 1);
  return list.with(at, changed(item, random));
}

function changedObject(object: { readonly [name: string]: Json }, random: SeededRandom): Json {
  const names = Object.keys(object);
  const name = names[random.upTo(names.length)];
  if (name === undefined) {
    return withMember(object, NAMES[random.upTo(NAMES.length - 1)]!, another(null, random));
  }
  if (random.upTo(9) > 0) return withMember(object, name, changed(object[name]!, random));
  const { [name]: value, ...others } = object;
  return random.chance() ? others : withMember(others, NAMES[random.upTo(NAMES.length - 1)]!, value!);
}

/** A member of its own, whatever it is called. */
function withMember(object: { readonly [name: string]: Json }, name: string, value: Json): Json {
  const copy = { ...object };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

function another(value: Json, random: SeededRandom): Json {
  switch (random.upTo(9)) {
    case 0:
      return null;
    case 1:
      return random.chance();
    case 2:
      return random.chance() ? [] : {};
    case 3:
      return [value];
    case 4:
    case 5:
      return typeof value === "number"
        ? value + oneOf([-1, 1], random)
        : NUMBERS[random.upTo(NUMBERS.length - 1)]!;
    case 6:
      return NUMBERS[random.upTo(NUMBERS.length - 1)]!;
    case 7:
      return TEXTS[random.upTo(TEXTS.length - 1)]!;
    default:
      return typeof value === "string" ? changedText(value, random) : JSON.stringify(value);
  }
}

function changedText(text: string, random: SeededRandom): string {
  const at = random.upTo(text.length);
  const piece = random.chance()
    ? TEXTS[random.upTo(TEXTS.length - 1)]!
    : String.fromCharCode(random.upTo(127));
  return text.slice(0, at) + piece + text.slice(at + random.upTo(1));
}

/** One value of the text within thousands of brackets. */
function nestedIn(text: string, random: SeededRandom): string {
  const [open, close] = oneOf([["[", "]"], ['{"a":', "}"], ['{"0":', "}"]] as const, random); // V8 takes names like 0 another way
  const at = text.indexOf(":", random.upTo(text.length)) + 1;
  if (at === 0) return text;
  const end = text.slice(at).search(/[,}\]]/) + at;
  return text.slice(0, at) + open.repeat(DEEP) + "0" + close.repeat(DEEP) + text.slice(end);
}

function oneOf<T>(values: readonly T[], random: SeededRandom): T {
  return values[random.upTo(values.length - 1)]!;
}
