/** Requests by product ID, then by HRESULT in decimal. */
export type CountsByProduct = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Whoever asks may name any product: those that the host did not know are together under this, or they would fill its state. */
export const UNKNOWN_PRODUCT = "unknown";

/** Requests answered since the state was made, by product and result. It is changed in place: every request passes here. */
export class RequestCounts {
  readonly #byProduct = new Map<string, Map<number, number>>();

  constructor(counts: CountsByProduct = {}) {
    for (const [product, results] of Object.entries(counts)) {
      const entries = Object.entries(results).map(([code, count]) => [Number(code), count] as const);
      this.#byProduct.set(product, new Map(entries));
    }
  }

  add(product: string, result: number): void {
    let results = this.#byProduct.get(product);
    if (results === undefined) this.#byProduct.set(product, results = new Map());
    results.set(result, (results.get(result) ?? 0) + 1);
  }

  clear(): void {
    this.#byProduct.clear();
  }

  /** The counts as they are now. Later changes do not reach it. */
  snapshot(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      Array.from(this.#byProduct, ([product, results]) => [product, Object.fromEntries(results)]),
    );
  }
}
