/** Counts what has begun and not ended, without an object for each: thousands of requests a second pass here. */
export class UnderWay {
  #count = 0;
  #none: PromiseWithResolvers<void> | undefined;

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    this.#none?.resolve();
    this.#none = undefined;
  }

  /** Resolves when nothing is. */
  none(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : (this.#none ??= Promise.withResolvers()).promise;
  }
}
