import type { MachineRecord } from "../table/record.ts";
import { OperationError } from "../policy/operation_error.ts";
import { HResult } from "../protocol/hresult.ts";
import { LicenceState } from "../protocol/licence_state.ts";
import { kindOf, type Surroundings } from "./surroundings.ts";
import { FILTER_TERMS, type FilterTerm, MACHINE_KINDS, type MachineKind, STATE_WORDS } from "./names.ts";

export type MachineTest = (machine: MachineRecord) => boolean;

const { outOfBoxGrace, outOfToleranceGrace, nonGenuineGrace } = LicenceState;
const STATES: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...STATE_WORDS.map((word, state) => [word, [state]] as const),
  ...STATE_WORDS.map((_, state) => [String(state), [state]] as const),
  ["grace", [outOfBoxGrace, outOfToleranceGrace, nonGenuineGrace]],
]);

/** A word, or a term with what stands behind its colon. */
interface Part {
  readonly term: FilterTerm | undefined;
  readonly value: string;
}

/**
 * What a filter lets through (names.ts says how one is written); undefined where it lets all through. Throws OperationError for one that
 * cannot be understood.
 */
export function machineTest(filter: string, around: Surroundings): MachineTest | undefined {
  const tests = partsOf(filter).map((part) => testOf(part, around));
  const [first, ...others] = tests;
  if (first === undefined || others.length === 0) return first;
  return (machine) => tests.every((test) => test(machine));
}

function partsOf(filter: string): Part[] {
  const words = filter.toLowerCase().matchAll(/(?:([^\s":]+):)?(?:"([^"]*)(?:"|$)|([^\s"]*))/g);
  return Array.from(words, ([, term, quoted, plain]) => partOf(term, quoted ?? plain ?? ""))
    .filter(({ term, value }) => term !== undefined || value !== "");
}

function partOf(term: string | undefined, value: string): Part {
  if (term === undefined) return { term, value };
  if (!Object.hasOwn(FILTER_TERMS, term)) throw cannot(`there is no term ${term}:`);
  if (value === "") throw cannot(`nothing stands behind ${term}:`);
  return { term: term as FilterTerm, value };
}

function testOf({ term, value }: Part, around: Surroundings): MachineTest {
  switch (term) {
    case undefined: {
      const [named, isId, isOfProduct] = [nameTest(value), idTest(value), productTest(value, around)];
      return (machine) => named(machine) || isId(machine) || isOfProduct(machine);
    }
    case "name":
      return nameTest(value);
    case "id":
      return idTest(value);
    case "product":
      return productTest(value, around);
    case "kind": {
      if (!MACHINE_KINDS.includes(value as MachineKind)) throw badValue(term, value);
      return (machine) => kindOf(machine) === value;
    }
    case "state": {
      const states = STATES.get(value);
      if (states === undefined) throw badValue(term, value);
      return (machine) => states.includes(around.standing(machine).state);
    }
    case "result":
      return resultTest(value);
    case "counted": {
      const wanted = yesOrNo(term, value);
      return ({ counted }) => counted === wanted;
    }
    case "duplicate": {
      const wanted = yesOrNo(term, value);
      return (machine) => around.isDuplicate(machine) === wanted;
    }
  }
}

function nameTest(value: string): MachineTest {
  return ({ name }) => name.toLowerCase().includes(value);
}

/** Identifiers are copied with braces and hyphens too; a short word with a hyphen is no identifier. */
function idTest(value: string): MachineTest {
  const bare = bareId(value);
  const isId = /^[0-9a-f]+$/.test(bare) && (bare === value || bare.length >= 8);
  return isId
    ? ({ machineId, hardware }) => machineId.includes(bare) || hardware.includes(bare)
    : () => false;
}

/** An identifier without braces and hyphens. */
export function bareId(text: string): string {
  return text.replace(/[{}-]/g, "").toLowerCase();
}

function productTest(value: string, { products }: Surroundings): MachineTest {
  const bare = bareId(value);
  const wanted = new Set(
    [...products.values()].filter(({ id, name }) => name.toLowerCase().includes(value) || id === bare)
      .map(({ id }) => id),
  );
  return wanted.size === 0
    ? ({ productId }) => productId === bare
    : ({ productId }) => wanted.has(productId) || productId === bare;
}

function resultTest(value: string): MachineTest {
  if (value === "activated") return ({ result }) => result === HResult.activated;
  if (value === "refused") return ({ result }) => result !== HResult.activated;
  if (!/^(?:\d{1,10}|0x[0-9a-f]{1,8})$/.test(value)) throw badValue("result", value);
  const wanted = Number(value);
  return ({ result }) => result === wanted;
}

function yesOrNo(term: FilterTerm, value: string): boolean {
  if (value !== "yes" && value !== "no") throw badValue(term, value);
  return value === "yes";
}

function badValue(term: FilterTerm, value: string): OperationError {
  return cannot(`${term}: takes ${FILTER_TERMS[term]}, got ${value}`);
}

function cannot(why: string): OperationError {
  const terms = Object.keys(FILTER_TERMS).map((name) => `${name}:`).join(", ");
  return new OperationError(`Cannot filter the machines: ${why}`, {
    code: HResult.malformed,
    remedy: `the terms are ${terms}; a word with a colon in it goes in double quotes`,
  });
}
