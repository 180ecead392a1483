/** Remembers of which keys something was found to be true, the latest `most` of them; what is not true is looked at each time. */
export class LatestTrue {
  readonly #keys = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  remember(key: string, isTrue: () => boolean): boolean {
    if (this.#keys.has(key)) return true;
    if (!isTrue()) return false;
    if (this.#keys.size >= this.#most) this.#keys.delete(this.#keys.values().next().value!);
    this.#keys.add(key);
    return true;
  }
}
