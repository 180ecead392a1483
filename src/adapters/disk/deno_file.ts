import type { DiskFile } from "../../ports.ts";
import { systemStopwatch } from "../system/system.ts";

/** What of a Deno.FsFile is used here. */
export type OpenFile = Pick<Deno.FsFile, "writeSync" | "syncData" | "syncDataSync" | "statSync" | "close">;

/** A sync that takes less is quick, in milliseconds. */
const QUICK_MS = 1;
/** So many in a row must have been quick before the thread waits for one. */
const QUICK_IN_A_ROW = 8;

/**
 * A file that is written. Deno syncs in another thread, which takes longer to hand over than a quick disk to sync: what is synced alone is
 * synced in this one, as long as the disk is quick.
 */
export class DenoFile implements DiskFile {
  readonly #file: OpenFile;
  readonly #elapsed: () => number;
  #open = true;
  /** Quick syncs since the last slow one. */
  #quick = 0;

  /** `elapsed`: milliseconds of a stopwatch. */
  constructor(file: OpenFile, elapsed = systemStopwatch.elapsed) {
    this.#file = file;
    this.#elapsed = elapsed;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const written = this.#file.writeSync(bytes.subarray(at));
      if (written === 0) throw new Error("the disk takes nothing more in");
      at += written;
    }
  }

  async sync(alone = false): Promise<void> {
    const began = this.#elapsed();
    if (alone && this.#quick >= QUICK_IN_A_ROW) this.#file.syncDataSync();
    else await this.#file.syncData();
    this.#quick = this.#elapsed() - began < QUICK_MS ? this.#quick + 1 : 0;
    if (this.#file.statSync().nlink === 0) throw new Error("the file was removed while it was written to");
  }

  close(): void {
    if (this.#open) this.#file.close();
    this.#open = false;
  }
}
