import type { Row } from "../../../src/reports/report.ts";
import type { Product } from "../../../src/protocol/licence_payload.ts";
import { type Fact, PRODUCTS } from "./organisation.ts";

/** The products of the licence file, in its order. */
export const LISTED = Object.values(PRODUCTS).filter((one) => one !== PRODUCTS.unserved);
const OTHERS = { product: "(not in the licence file)", edition: "" };

export function counts({ computer, product }: Fact): boolean {
  if (computer.kind === "shortLived") return false;
  return !computer.virtual || product === PRODUCTS.cloud;
}

export function countAt(leaving: readonly number[], time: number): number {
  return leaving.filter((at) => at > time).length;
}

/** A computer without hardware is known by its machine ID. */
export function identityOf({ computer, machineId }: Fact): string {
  return computer.hasHardware ? `computer ${computer.number}` : machineId;
}

export function answerTo({ activated, computer, product }: Fact): string {
  if (activated) return "activated";
  if (computer.kind === "clockOff") return "0xC004F06C";
  return product === PRODUCTS.unserved ? "0xC004F042" : "0xC004F038";
}

export function nameOf(product: Product): { product: string; edition: string } {
  return LISTED.includes(product) ? { product: product.name, edition: product.edition } : OTHERS;
}

/** A row for each product of the licence file, and one for the others where there are any. */
export function rowsByEdition(facts: readonly Fact[], cells: (own: readonly Fact[]) => Row): Row[] {
  const rows = LISTED.map((product) => ({
    ...nameOf(product),
    ...cells(facts.filter((fact) => fact.product === product)),
  }));
  const others = facts.filter(({ product }) => !LISTED.includes(product));
  return others.length === 0 ? rows : [...rows, { ...OTHERS, ...cells(others) }];
}
