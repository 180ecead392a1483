interface Entry {
  readonly at: number;
  readonly order: number;
  readonly what: () => void | Promise<void>;
}

/** What is to happen, soonest first; of one moment in the order in which it was put in. A binary heap. */
export class EventQueue {
  readonly #heap: Entry[] = [];
  #order = 0;

  put(at: number, what: Entry["what"]): void {
    const entry = { at, order: this.#order++, what };
    let place = this.#heap.push(entry) - 1;
    while (place > 0 && isSooner(entry, this.#heap[(place - 1) >> 1]!)) {
      this.#heap[place] = this.#heap[(place - 1) >> 1]!;
      place = (place - 1) >> 1;
    }
    this.#heap[place] = entry;
  }

  /** Takes the soonest out; undefined where there is none. */
  take(): Entry | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let place = 0;
    while (true) {
      const left = 2 * place + 1;
      const right = left + 1;
      if (left >= heap.length) break;
      const child = right < heap.length && isSooner(heap[right]!, heap[left]!) ? right : left;
      if (!isSooner(heap[child]!, entry)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = entry;
  }
}

function isSooner(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
