import { printNote } from "./output.ts";

/** More are not kept. */
const MOST = 20;

/** Notes that would disturb a screen that is drawn: once held they are printed when it is left, the first ones. */
export class HeldNotes implements Disposable {
  #held: string[] | undefined;
  #left = 0;

  take(text: string): void {
    if (this.#held === undefined) printNote(text);
    else if (this.#held.length < MOST) this.#held.push(text);
    else this.#left += 1;
  }

  /** From now on. */
  hold(): void {
    this.#held ??= [];
  }

  [Symbol.dispose](): void {
    for (const text of this.#held ?? []) printNote(text);
    if (this.#left > 0) printNote(`kms: and ${this.#left} more notes`);
    this.#held = undefined;
  }
}
