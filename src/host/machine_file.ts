import { createHash } from "node:crypto";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import type { Disk, Timer } from "../ports.ts";
import { LineBuffer } from "../table/line_buffer.ts";
import type { MachineTable } from "../table/machine_table.ts";
import { machineRecordSchema } from "../table/record.ts";
import type { MachineSnapshot } from "../table/snapshot.ts";
import { TableRestore } from "../table/table_restore.ts";

/** Bytes written between two turns of the event loop: about a millisecond. */
const WRITE_BYTES = 128 * 1024;
/** Bytes read at once. No line of ours is as long. */
const READ_BYTES = 1024 * 1024;

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
 * `expected` says. `seed`: as MachineTable takes it.
 */
export async function readMachineFile(
  disk: Disk,
  { file, sha256 }: MachineFile,
  seed: number,
): Promise<MachineTable> {
  const hash = createHash("sha256");
  const restore = new TableRestore(seed);
  let fault: unknown; // told only of a file that is as it was written
  for await (const part of partsOf(disk, file)) {
    hash.update(part);
    try {
      if (fault === undefined) takeLines(part, file, restore);
    } catch (error) {
      fault = error;
    }
  }
  if (hash.digest("hex") !== sha256) {
    throw new DecodeError(file, "checksum", "its content is not what state.json says");
  }
  if (fault !== undefined) throw fault;
  return restore.table();
}

/** The bytes of a file, each part with whole lines but for the last, and for lines that are too long. */
async function* partsOf(disk: Disk, file: string): AsyncGenerator<Uint8Array> {
  for (let at = 0;;) {
    const bytes = await disk.readPart(file, at, READ_BYTES);
    if (bytes === undefined) {
      throw new DecodeError("state.json", "range", `it names ${file}, which is missing`);
    }
    const atEnd = bytes.length < READ_BYTES;
    const lines = atEnd ? bytes.length : bytes.lastIndexOf(10) + 1 || bytes.length;
    yield bytes.subarray(0, lines);
    if (atEnd) return;
    at += lines;
  }
}

function takeLines(bytes: Uint8Array, file: string, restore: TableRestore): void {
  const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
  for (const line of lines) {
    if (restore.add(parseJson(machineRecordSchema, line, file))) continue;
    throw new DecodeError(file, "range", "it has two records of one machine");
  }
}
