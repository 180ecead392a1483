import { AT, FLAG, LICENCE_STATE_SHIFT, type PackedKey } from "./packed_record.ts";
import { readId, readName, type Rows } from "./rows.ts";
import type { MachineRecord } from "./record.ts";

/** A record that is read from its row, field by field: only what is asked for is decoded. It moves from row to row. */
export class RowCursor implements MachineRecord {
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #base = 0;

  /** The row must hold a record. */
  move(rows: Rows, slot: number): this {
    this.#bytes = rows.bytes(slot);
    this.#view = rows.view(slot);
    this.#base = rows.base(slot);
    return this;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Where a field begins in `bytes`. */
  at(field: keyof typeof AT): number {
    return this.#base + AT[field];
  }

  get machineId(): string {
    return readId(this.#bytes, this.#base + AT.machineId);
  }

  get hardware(): string {
    return readId(this.#bytes, this.#base + AT.hardware);
  }

  get productId(): string {
    return readId(this.#bytes, this.#base + AT.productId);
  }

  get name(): string {
    return readName(this.#bytes, this.#base);
  }

  get virtual(): boolean {
    return (this.#flags & FLAG.virtual) !== 0;
  }

  get ephemeral(): boolean {
    return (this.#flags & FLAG.ephemeral) !== 0;
  }

  get counted(): boolean {
    return (this.#flags & FLAG.counted) !== 0;
  }

  get licenceState(): number {
    return this.#flags >>> LICENCE_STATE_SHIFT;
  }

  get minutesLeft(): number {
    return this.#view.getUint32(this.#base + AT.minutesLeft, true);
  }

  get result(): number {
    return this.#view.getUint32(this.#base + AT.result, true);
  }

  get firstSeen(): number {
    return this.#view.getFloat64(this.#base + AT.firstSeen, true);
  }

  get lastSeen(): number {
    return this.#view.getFloat64(this.#base + AT.lastSeen, true);
  }

  get heldFrom(): number | undefined {
    const time = this.#view.getFloat64(this.#base + AT.heldFrom, true);
    return Number.isNaN(time) ? undefined : time;
  }

  /** Whether it is kept under a key. */
  hasKey(key: PackedKey): boolean {
    return key.isOf(this.#bytes, this.#base);
  }

  /** The record by itself, which stays as it is when the row changes. */
  record(): MachineRecord {
    const { heldFrom } = this;
    return {
      machineId: this.machineId,
      hardware: this.hardware,
      name: this.name,
      productId: this.productId,
      virtual: this.virtual,
      ephemeral: this.ephemeral,
      counted: this.counted,
      licenceState: this.licenceState,
      minutesLeft: this.minutesLeft,
      result: this.result,
      firstSeen: this.firstSeen,
      lastSeen: this.lastSeen,
      ...(heldFrom === undefined ? {} : { heldFrom }),
    };
  }

  get #flags(): number {
    return this.#bytes[this.#base + AT.flags]!;
  }
}
