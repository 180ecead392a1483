import * as v from "valibot";
import { type LoggedEvent, loggedEventSchema } from "../policy/client_events.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import type { Disk } from "../ports.ts";
import { splitLines } from "./lines.ts";

/** The logs that a state folder may have beside the journal: of a host that could not begin, of a client. */
export const SIDE_LOGS = { faults: "faults", client: "client-events" } as const;

/** One event of a side log; `n` counts from 1 and goes on when the oldest events are gone. */
export interface SideEntry {
  readonly n: number;
  readonly event: LoggedEvent;
}

export interface SideEntries {
  readonly entries: readonly SideEntry[];
  /** Lines that cannot be read. */
  readonly unreadable: number;
}

/** Length at which a file becomes the old one, and the old one before it goes. */
const FILE_BYTES = 256 * 1024;

const head = v.looseObject({ n: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/**
 * A small log of JSON lines beside the journal: what a client asked, what kept a host from starting. It keeps the newest events, in two
 * files of 256 KiB at most. It is not chained: nothing rests on it.
 */
export class SideLog {
  readonly #disk: Disk;
  readonly #name: string;
  readonly #fileBytes: number;
  #appended: Promise<void> = Promise.resolve();

  /** `name`: of its newer file, without `.jsonl`. */
  constructor(disk: Disk, name: string, fileBytes = FILE_BYTES) {
    this.#disk = disk;
    this.#name = name;
    this.#fileBytes = fileBytes;
  }

  /** Resolves once the event is on disk. Rejects with what the disk says. */
  append(event: LoggedEvent): Promise<void> {
    const appended = this.#appended.then(() => this.#append(event));
    this.#appended = appended.catch(() => {});
    return appended;
  }

  /** Resolves once nothing is kept any more. */
  async clear(): Promise<void> {
    await this.#appended;
    const names = await this.#disk.list();
    for (const name of [this.#old, this.#new]) if (names.includes(name)) await this.#disk.remove(name);
    await this.#disk.syncFolder();
  }

  /** All that is kept, the oldest first. Rejects with what the disk says. */
  async read(): Promise<SideEntries> {
    const files = await Promise.all([this.#disk.read(this.#old), this.#disk.read(this.#new)]);
    const lines = files.flatMap((bytes) => bytes === undefined ? [] : splitLines(bytes, 0));
    const entries = lines.map(({ bytes }) => readSideLine(bytes));
    const readable = entries.filter((entry) => entry !== undefined);
    return { entries: readable, unreadable: entries.length - readable.length };
  }

  async #append(event: LoggedEvent): Promise<void> {
    const { entries } = await this.read();
    const line = JSON.stringify({ n: (entries.at(-1)?.n ?? 0) + 1, ...event }) + "\n";
    const file = await this.#open();
    try {
      file.write(new TextEncoder().encode(line));
      await file.sync();
    } finally {
      file.close();
    }
  }

  async #open() {
    const size = await this.#disk.size(this.#new);
    if (size !== undefined && size < this.#fileBytes) return await this.#openAtLineEnd(size);
    if (size !== undefined) await this.#disk.rename(this.#new, this.#old);
    const file = await this.#disk.create(this.#new);
    await this.#disk.syncFolder();
    return file;
  }

  /** What a crash left of a line is ended, and so is a line that cannot be read. */
  async #openAtLineEnd(size: number) {
    const last = size === 0 ? undefined : await this.#disk.readPart(this.#new, size - 1, 1);
    const file = await this.#disk.append(this.#new);
    if (last !== undefined && last[0] !== 10) file.write(new Uint8Array([10]));
    return file;
  }

  get #new(): string {
    return `${this.#name}.jsonl`;
  }

  get #old(): string {
    return `${this.#name}.old.jsonl`;
  }
}

function readSideLine(bytes: Uint8Array): SideEntry | undefined {
  try {
    const { n, ...event } = parseJson(head, new TextDecoder().decode(bytes), "event");
    return { n, event: v.parse(loggedEventSchema, event) };
  } catch (error) {
    if (error instanceof DecodeError || error instanceof v.ValiError) return undefined;
    throw error;
  }
}
