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

/** What is counted of all requests together. */
export interface Counters {
  /** Requests answered since the state was made, probes left out. */
  readonly requests: number;
  /** By HRESULT in decimal. */
  readonly byResult: Readonly<Record<string, number>>;
  /** By the client's licence state, 0 to 5. */
  readonly byLicenceState: readonly number[];
}

/** The same while it is counted, in place. */
export class RequestTotals {
  #requests: number;
  readonly #byResult: Map<number, number>;
  readonly #byLicenceState: number[];

  constructor({ requests, byResult, byLicenceState }: Counters) {
    this.#requests = requests;
    this.#byResult = new Map(Object.entries(byResult).map(([code, count]) => [Number(code), count]));
    this.#byLicenceState = [...byLicenceState];
  }

  add(result: number, licenceState: number): void {
    this.#requests += 1;
    this.#byResult.set(result, (this.#byResult.get(result) ?? 0) + 1);
    this.#byLicenceState[licenceState]! += 1;
  }

  /** The counts as they are now. Later changes do not reach it. */
  snapshot(): Counters {
    return {
      requests: this.#requests,
      byResult: Object.fromEntries(this.#byResult),
      byLicenceState: [...this.#byLicenceState],
    };
  }
}
