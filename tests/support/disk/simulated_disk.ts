import type { Disk, DiskFile } from "../../../src/ports.ts";
import type { SeededRandom } from "../fakes/seeded_random.ts";
import { SimulatedFile } from "./simulated_file.ts";
import { SimulatedNames } from "./simulated_names.ts";

export type Operation =
  | "list"
  | "read"
  | "create"
  | "append"
  | "rename"
  | "remove"
  | "truncate"
  | "syncFolder"
  | "write"
  | "sync";

/** Thrown by every operation from the moment at which the process is taken to have died. */
export class Died extends Error {}

/** What the system says, as Deno gives it. */
const SYSTEM_ERRORS = {
  EIO: "Input/output error (os error 5)",
  ENOSPC: "No space left on device (os error 28)",
  EROFS: "Read-only file system (os error 30)",
} as const;
export type SystemError = keyof typeof SYSTEM_ERRORS;

/** What is to go wrong: the first operation from number `at` on (they count from 1) that `which` picks; or all of those. */
export interface Trouble {
  readonly at: number;
  readonly forever?: boolean;
  readonly which?: (operation: Operation, name: string) => boolean;
  readonly error?: SystemError;
}

/**
 * A folder in memory that knows what was written from what was synced: data by DiskFile.sync, names by syncFolder. It can die
 * at any operation, and then gives what a new process or, after a loss of power, a new start may find.
 */
export class SimulatedDisk implements Disk {
  readonly #names: SimulatedNames;
  #gate: Promise<void> | undefined;
  #died = false;
  /** Operations so far. */
  operations = 0;
  /** Files opened and not closed. */
  open = 0;
  /** `write journal-00000001.jsonl` and the like, in their order. */
  readonly log: string[] = [];
  /** The number of the operation in which the process dies. */
  dieAt: number | undefined;
  trouble: Trouble | undefined;
  /** Bytes of a write that get through though it fails, or the process dies in it. */
  partOfWrite: (bytes: number) => number = () => 0;

  constructor(names: SimulatedNames = new SimulatedNames()) {
    this.#names = names;
  }

  list(): Promise<string[]> {
    return this.#do("list", "", () => this.#names.list());
  }

  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#do("read", name, () => this.peek(name));
  }

  readPart(name: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#do("read", name, () => this.peek(name)?.slice(start, start + length));
  }

  size(name: string): Promise<number | undefined> {
    return this.#do("read", name, () => this.peek(name)?.length);
  }

  create(name: string): Promise<DiskFile> {
    return this.#do("create", name, () => {
      if (this.#names.get(name) !== undefined) this.#names.change({ kind: "remove", name });
      const file = new SimulatedFile();
      this.#names.change({ kind: "add", name, file });
      return this.#handle(name, file);
    });
  }

  append(name: string): Promise<DiskFile> {
    return this.#do("append", name, () => this.#handle(name, this.#existing(name)));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#do("rename", to, () => {
      this.#names.change({ kind: "rename", from, to, file: this.#existing(from) });
    });
  }

  remove(name: string): Promise<void> {
    return this.#do("remove", name, () => {
      this.#existing(name);
      this.#names.change({ kind: "remove", name });
    });
  }

  /** Where it fails, the file is cut, but that is not on disk. */
  truncate(name: string, size: number): Promise<void> {
    const cut = () => this.#existing(name).truncate(size);
    return this.#do("truncate", name, () => {
      cut();
      this.#existing(name).sync();
    }, cut);
  }

  syncFolder(): Promise<void> {
    return this.#do("syncFolder", "", () => this.#names.sync());
  }

  /** Until the function that is returned is called, no file's sync resolves. */
  holdSyncs(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      this.#gate = undefined;
      resolve();
    };
  }

  /** A file's bytes now, undefined where there is none. No operation of the disk. */
  peek(name: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#names.get(name)?.bytes;
  }

  /** Puts a file there, or takes it away, all of it on disk. No operation of the disk. */
  put(name: string, bytes: Uint8Array<ArrayBuffer> | undefined): void {
    this.#names.put(name, bytes === undefined ? undefined : new SimulatedFile(bytes));
  }

  get died(): boolean {
    return this.#died;
  }

  get names(): string[] {
    return this.#names.list().sort();
  }

  /** All files by name: for telling whether any was touched. */
  contents(): Record<string, string> {
    return Object.fromEntries(this.names.map((name) => [name, new TextDecoder().decode(this.peek(name))]));
  }

  /** The folder as the next process finds it when this one was killed: not a byte more is on disk than before. */
  afterKill(): SimulatedDisk {
    return new SimulatedDisk(this.#names.copy());
  }

  /** A folder as the next start may find it when the power was lost. */
  afterPowerLoss(random: SeededRandom): SimulatedDisk {
    return new SimulatedDisk(this.#names.afterPowerLoss(random));
  }

  #existing(name: string): SimulatedFile {
    const file = this.#names.get(name);
    if (file === undefined) throw new Error(`there is no ${name}`);
    return file;
  }

  #handle(name: string, file: SimulatedFile): DiskFile {
    this.open += 1;
    let closed = false;
    return {
      write: (bytes) => {
        this.#step("write", name, () => file.append(bytes.subarray(0, this.partOfWrite(bytes.length))));
        file.append(bytes);
      },
      sync: async () => {
        await this.#gate;
        await this.#do("sync", name, () => file.sync(), () => file.failSync());
      },
      close: () => {
        if (!closed) this.open -= 1;
        closed = true;
      },
    };
  }

  async #do<T>(operation: Operation, name: string, work: () => T, onFailure?: () => void): Promise<T> {
    await Promise.resolve();
    this.#step(operation, name, onFailure);
    return work();
  }

  /** Counts the operation; throws where it is to fail or the process to die. */
  #step(operation: Operation, name: string, onFailure?: () => void): void {
    if (this.#died) throw new Died();
    this.operations += 1;
    this.log.push(`${operation} ${name}`.trim());
    if (this.operations === this.dieAt) {
      this.#died = true;
      if (operation !== "sync") onFailure?.();
      throw new Died();
    }
    const error = this.#failure(operation, name);
    if (error === undefined) return;
    onFailure?.();
    throw error;
  }

  #failure(operation: Operation, name: string): Error | undefined {
    const { trouble } = this;
    if (trouble === undefined || this.operations < trouble.at) return undefined;
    if (trouble.which?.(operation, name) === false) return undefined;
    if (trouble.forever !== true) this.trouble = undefined;
    const { error: code } = trouble;
    if (code !== undefined) return Object.assign(new Error(SYSTEM_ERRORS[code]), { code });
    return new Error(`simulated: no space left on device (${operation} ${name})`);
  }
}
