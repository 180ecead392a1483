import { RowCursor } from "./row_cursor.ts";
import { Rows } from "./rows.ts";
import { NONE } from "./slot_index.ts";

/** More has changed since a snapshot was opened than it may hold: what it showed is gone. */
export class SnapshotSpent extends Error {
  override readonly name = "SnapshotSpent";
}

/**
 * The records of a table as they were when it was opened. It costs nothing to open: the table goes on with its own rows, and before it changes
 * one for the first time since, a copy of it is kept here. It is to be closed, or copies are kept for good.
 */
export class MachineSnapshot {
  /** All slots that hold a record here are below it. */
  readonly end: number;
  readonly #rows: Rows;
  readonly #most: number;
  readonly #onClose: (snapshot: MachineSnapshot) => void;
  readonly #cursor = new RowCursor();
  /** By slot, its copy in `copies`; NONE where the slot was free. */
  readonly #copyOf = new Map<number, number>();
  #copies = new Rows();
  /** Slots below it are not asked for any more. */
  #passed = 0;
  #spent = false;

  /** `most`: copies that it keeps before it is spent. */
  constructor(rows: Rows, most: number, onClose: (snapshot: MachineSnapshot) => void) {
    this.#rows = rows;
    this.end = rows.end;
    this.#most = most;
    this.#onClose = onClose;
  }

  /** Whether it shows nothing any more, since too much has changed. */
  get isSpent(): boolean {
    return this.#spent;
  }

  /** Copies that are kept. */
  get kept(): number {
    return this.#copyOf.size;
  }

  /** The record of a slot, until the next is seen; undefined where there was none. Throws SnapshotSpent. */
  see(slot: number): RowCursor | undefined {
    if (this.#spent) throw new SnapshotSpent("the machines have changed too much since they were looked at");
    const copy = this.#copyOf.size === 0 ? undefined : this.#copyOf.get(slot);
    if (copy !== undefined) return copy === NONE ? undefined : this.#cursor.move(this.#copies, copy);
    return slot < this.end && this.#rows.run(slot) !== 0 ? this.#cursor.move(this.#rows, slot) : undefined;
  }

  /** Every record once, each until the next is seen. What was passed is kept no longer. Throws SnapshotSpent. */
  *pass(): Generator<RowCursor> {
    for (let slot = this.#passed; slot < this.end; slot++) {
      const record = this.see(slot);
      this.#passed = slot + 1;
      if (record !== undefined) yield record;
      this.#release(slot);
    }
  }

  /** The table is about to change a slot that holds a record. */
  changing(slot: number): void {
    if (this.#isHeld(slot)) this.#keep(slot, this.#copies.addCopy(this.#rows, slot));
  }

  /** The table has put a record into a slot that held none. */
  adding(slot: number): void {
    if (this.#isHeld(slot)) this.#keep(slot, NONE);
  }

  close(): void {
    this.#onClose(this);
    this.#spent = true;
    this.#copyOf.clear();
    this.#copies = new Rows();
  }

  #isHeld(slot: number): boolean {
    return slot >= this.#passed && slot < this.end && !this.#copyOf.has(slot);
  }

  #keep(slot: number, copy: number): void {
    this.#copyOf.set(slot, copy);
    if (this.#copyOf.size > this.#most) this.close();
  }

  #release(slot: number): void {
    const copy = this.#copyOf.get(slot);
    if (copy === undefined) return;
    this.#copyOf.delete(slot);
    if (copy !== NONE) this.#copies.free(copy);
  }
}
