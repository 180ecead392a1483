import type { Disk, DiskFile } from "../../ports.ts";
import { concat } from "../../protocol/bytes.ts";

type Below = Pick<Disk, "list" | "read" | "readPart" | "size">;

/**
 * A folder that is only read: what is written to it stays in memory, for those who look at it as if they owned it and must leave no
 * trace. The folder must not change meanwhile, as far as its files are still to be read.
 */
export class OverlayDisk implements Disk {
  readonly #below: Below;
  /** What is other than below; undefined for a file that was removed. */
  readonly #changed = new Map<string, Uint8Array<ArrayBuffer> | undefined>();

  constructor(below: Below) {
    this.#below = below;
  }

  /** Whether anything was written or removed. */
  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  async list(): Promise<string[]> {
    const all = new Set([...await this.#below.list(), ...this.#changed.keys()]);
    return [...all].filter((name) => !this.#changed.has(name) || this.#changed.get(name) !== undefined);
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#changed.has(name) ? this.#changed.get(name) : await this.#below.read(name);
  }

  async readPart(name: string, start: number, length: number) {
    if (!this.#changed.has(name)) return await this.#below.readPart(name, start, length);
    return this.#changed.get(name)?.slice(start, start + length);
  }

  async size(name: string): Promise<number | undefined> {
    return this.#changed.has(name) ? this.#changed.get(name)?.length : await this.#below.size(name);
  }

  create(name: string): Promise<DiskFile> {
    this.#changed.set(name, new Uint8Array(0));
    return Promise.resolve(this.#file(name));
  }

  async append(name: string): Promise<DiskFile> {
    this.#changed.set(name, await this.#existing(name));
    return this.#file(name);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#changed.set(to, await this.#existing(from));
    this.#changed.set(from, undefined);
  }

  remove(name: string): Promise<void> {
    this.#changed.set(name, undefined);
    return Promise.resolve();
  }

  async truncate(name: string, size: number): Promise<void> {
    this.#changed.set(name, (await this.#existing(name)).slice(0, size));
  }

  syncFolder(): Promise<void> {
    return Promise.resolve();
  }

  async #existing(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.read(name);
    if (bytes === undefined) throw new Error(`${name} does not exist`);
    return bytes;
  }

  #file(name: string): DiskFile {
    return {
      write: (bytes) => {
        this.#changed.set(name, concat(this.#changed.get(name) ?? new Uint8Array(0), bytes));
      },
      sync: () => Promise.resolve(),
      close: () => {},
    };
  }
}
