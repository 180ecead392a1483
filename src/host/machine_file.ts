import { createHash } from "node:crypto";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import type { Disk, Timer } from "../ports.ts";
import type { KeyHash } from "../table/key_hash.ts";
import { LineBuffer } from "../table/line_buffer.ts";
import { LineReader } from "../table/line_reader.ts";
import type { MachineTable } from "../table/machine_table.ts";
import { PackedRecord } from "../table/packed_record.ts";
import { machineRecordSchema } from "../table/record.ts";
import type { MachineSnapshot } from "../table/snapshot.ts";
import { TableRestore } from "../table/table_restore.ts";

/** Bytes written between two turns of the event loop: about a millisecond. */
const WRITE_BYTES = 128 * 1024;
/** Bytes read at once: the hops to the disk's thread for parts of a quarter took a fifth of the time. No line of ours is as long. */
const READ_BYTES = 1024 * 1024;
const NEWLINE = 10;

/** What state.json says of the file of machine records. */
export interface MachineFile {
  readonly file: string;
  readonly records: number;
  /** Of all of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes the records of a snapshot as lines of JSON, in slices with a turn of the event loop after each. Resolves once they are on disk, but
 * for the file's name in its folder.
 */
export async function writeMachineFile(
  { disk, timer }: { readonly disk: Disk; readonly timer: Timer },
  name: string,
  snapshot: MachineSnapshot,
): Promise<MachineFile> {
  const file = await disk.create(name);
  const hash = createHash("sha256");
  const lines = new LineBuffer(WRITE_BYTES);
  let records = 0;
  const writeLines = () => {
    const bytes = lines.take();
    file.write(bytes);
    hash.update(bytes);
  };
  try {
    for (const record of snapshot.pass()) {
      lines.add(record);
      records += 1;
      if (!lines.isFull) continue;
      writeLines();
      await timer.wait(0);
    }
    writeLines();
    await file.sync();
  } finally {
    file.close();
  }
  return { file: name, records, sha256: hash.digest("hex") };
}

/**
 * The table of the records in a file, read in parts: the file may be larger than memory should be. Throws DecodeError where it is not what
 * `expected` says.
 */
export async function readMachineFile(
  disk: Disk,
  { file, sha256 }: MachineFile,
  hash: KeyHash,
): Promise<MachineTable> {
  const digest = createHash("sha256");
  const restore = new TableRestore(hash);
  const lines = new LineTaker(file, restore);
  let fault: unknown; // told only of a file that is as it was written
  for await (const part of partsOf(disk, file)) {
    digest.update(part);
    try {
      if (fault === undefined) lines.take(part);
    } catch (error) {
      fault = error;
    }
  }
  if (digest.digest("hex") !== sha256) {
    throw new DecodeError(file, "checksum", "its content is not what state.json says");
  }
  if (fault !== undefined) throw fault;
  return restore.table();
}

/** The bytes of a file, each part with whole lines but for the last, and for lines that are too long. A part is good until the next. */
async function* partsOf(disk: Disk, file: string): AsyncGenerator<Uint8Array> {
  for (let at = 0;;) {
    const bytes = await disk.readPart(file, at, READ_BYTES);
    if (bytes === undefined) {
      throw new DecodeError("state.json", "range", `it names ${file}, which is missing`);
    }
    const atEnd = bytes.length < READ_BYTES;
    const lines = atEnd ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1 || bytes.length;
    yield bytes.subarray(0, lines);
    bytes.buffer.transfer(0); // gives the memory back now: the garbage collector would let many such parts come together
    if (atEnd) return;
    at += lines;
  }
}

/** Takes in the lines of a file, each of which ends with a newline. */
class LineTaker {
  readonly #file: string;
  readonly #restore: TableRestore;
  readonly #reader = new LineReader();
  readonly #packed = new PackedRecord();

  constructor(file: string, restore: TableRestore) {
    this.#file = file;
    this.#restore = restore;
  }

  /** Throws DecodeError. */
  take(bytes: Uint8Array): void {
    for (let from = 0;;) {
      const to = bytes.indexOf(NEWLINE, from) + 1;
      if (to === 0) return;
      if (!this.#reader.read(bytes, from, to, this.#packed)) this.#readJson(bytes.subarray(from, to));
      if (!this.#restore.add(this.#packed)) {
        throw new DecodeError(this.#file, "range", "it has two records of one machine");
      }
      from = to;
    }
  }

  /** A line that says the same otherwise than we would. */
  #readJson(line: Uint8Array): void {
    this.#packed.pack(parseJson(machineRecordSchema, new TextDecoder().decode(line), this.#file));
  }
}
