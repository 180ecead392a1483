import type { Product } from "../protocol/licence_payload.ts";
import type { Column, Series } from "./report.ts";

/** What a product is called in a report. */
export interface Edition {
  readonly product: string;
  readonly edition: string;
}

/** For products that are not in the licence file, whatever IDs computers may come with: they are one. */
const OTHER: Edition = { product: "(not in the licence file)", edition: "" };

export const EDITION_COLUMNS: readonly Column[] = [
  { name: "product", title: "Product", kind: "text" },
  { name: "edition", title: "Edition", kind: "text" },
];

/** The products of the licence file by a number each, and one number more for all others. */
export class Editions {
  readonly list: readonly Edition[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #products: readonly Product[];

  constructor(products: readonly Product[]) {
    this.#products = products;
    this.list = [...products.map(({ name, edition }) => ({ product: name, edition })), OTHER];
    this.#numbers = new Map(products.map(({ id }, i) => [id, i]));
  }

  /** `productId`: 32 hexadecimal digits. */
  numberOf(productId: string): number {
    return this.#numbers.get(productId) ?? this.#products.length;
  }

  named(productId: string): Edition {
    return this.list[this.numberOf(productId)]!;
  }

  productOf(productId: string): Product | undefined {
    return this.#products[this.numberOf(productId)];
  }

  /** The numbers of those that are to be shown: the licence file's, and the others where `isNeeded` says so. */
  shown(isNeeded: (number: number) => boolean): number[] {
    return this.list.flatMap((_, number) =>
      number < this.#products.length || isNeeded(number) ? [number] : []
    );
  }
}

/** `Writer, Professional` */
export function labelOf({ product, edition }: Edition): string {
  return edition === "" ? product : `${product}, ${edition}`;
}

const MOST_SERIES = 8;

/** As many series as colours can tell apart: the smallest become one. */
export function gathered(series: readonly Series[]): Series[] {
  if (series.length <= MOST_SERIES) return [...series];
  const bySize = series.toSorted((a, b) => sum(b.values) - sum(a.values));
  const kept = new Set(bySize.slice(0, MOST_SERIES - 1));
  const rest = series.filter((one) => !kept.has(one));
  const values = rest[0]!.values.map((_, i) => sum(rest.map((one) => one.values[i]!)));
  return [...series.filter((one) => kept.has(one)), { name: `${rest.length} others`, values }];
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
