import type { HostEvent } from "../policy/events.ts";
import type { Disk, DiskFile } from "../ports.ts";
import { encodeJournalLine } from "./line.ts";
import type { JournalPosition } from "./reader.ts";
import { segmentName } from "./segments.ts";

/** What is written and synced at once. */
interface Batch {
  readonly segment: number;
  readonly firstEvent: number;
  events: number;
  text: string;
  readonly done: PromiseWithResolvers<void>;
}

export interface JournalWriterOptions {
  /** The end of the journal, as readJournal gave it. */
  readonly position: JournalPosition;
  /** Bytes in its last segment, torn ones cut off. */
  readonly bytes: number;
  /** Length at which a segment is closed, unless it is set anew. */
  readonly segmentBytes: number;
}

const encoder = new TextEncoder();

/**
 * Appends events to the journal. What comes in while a sync is under way is written together and synced once after it (group
 * commit). After a failed write or sync nothing more is taken: what is on disk must be read again.
 */
export class JournalWriter {
  readonly #disk: Disk;
  /** Length at which a segment is closed. */
  segmentBytes: number;
  #closesSegment = false;
  #file: DiskFile;
  #fileSegment: number;
  #position: JournalPosition;
  /** Bytes of the last segment, what is still to be written included. */
  #bytes: number;
  #durable: { readonly segment: number; readonly bytes: number };
  #forming: Batch | undefined;
  #running: Promise<void> | undefined;
  #failure: Error | undefined;

  private constructor(disk: Disk, file: DiskFile, options: JournalWriterOptions) {
    this.#disk = disk;
    this.#file = file;
    this.#fileSegment = options.position.segment;
    this.#position = options.position;
    this.#bytes = options.bytes;
    this.#durable = { segment: options.position.segment, bytes: options.bytes };
    this.segmentBytes = options.segmentBytes;
  }

  /** What is there already may have been written by a process that was killed before it synced: it is synced first. */
  static async open(disk: Disk, options: JournalWriterOptions): Promise<JournalWriter> {
    const name = segmentName(options.position.segment);
    const exists = (await disk.list()).includes(name);
    const file = await durably(disk, exists ? await disk.append(name) : await disk.create(name));
    return new JournalWriter(disk, file, options);
  }

  /** The place after the last event that was appended, whether it is on disk yet or not. */
  get position(): JournalPosition {
    return this.#position;
  }

  /** How far the journal is known to be on disk: a segment and the bytes in it. After a failure, what lies behind is to be cut off. */
  get durable(): { readonly segment: number; readonly bytes: number } {
    return this.#durable;
  }

  /** Whether what is appended now is synced together with something before it. */
  get isForming(): boolean {
    return this.#forming !== undefined;
  }

  /** Resolves once the events, and all before them, are on disk. A rejection means that the journal must be reopened. */
  append(events: readonly HostEvent[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const batch = this.#forming ??= this.#begin();
    for (const event of events) this.#add(batch, event);
    this.#running ??= this.#run();
    return batch.done.promise;
  }

  /** The next batch begins a new segment, unless this one is empty. */
  closeSegment(): void {
    this.#closesSegment = this.#bytes > 0;
  }

  /** Finishes what is waiting and closes the file. */
  async close(): Promise<void> {
    await this.#running;
    this.#file.close();
  }

  #begin(): Batch {
    if (this.#bytes >= this.segmentBytes || this.#closesSegment) {
      this.#closesSegment = false;
      this.#position = {
        ...this.#position,
        segment: this.#position.segment + 1,
        before: this.#position.hash,
      };
      this.#bytes = 0;
    }
    const done = Promise.withResolvers<void>();
    done.promise.catch(() => {}); // whoever awaits it is told; a batch that nobody awaits must not end the process
    return { segment: this.#position.segment, firstEvent: this.#position.n + 1, events: 0, text: "", done };
  }

  #add(batch: Batch, event: HostEvent): void {
    const n = this.#position.n + 1;
    const { text, hash } = encodeJournalLine({ n, b: batch.firstEvent }, event, this.#position.hash);
    this.#position = { ...this.#position, n, hash };
    batch.text += text;
    batch.events += 1;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // takes in what else this turn of the loop appends
    while (this.#forming !== undefined) {
      const batch = this.#forming;
      const bytes = encoder.encode(batch.text);
      this.#bytes += bytes.length;
      this.#forming = undefined;
      try {
        await this.#commit(batch, bytes);
        batch.done.resolve();
      } catch (cause) {
        this.#fail(batch, new Error("Cannot write the journal", { cause }));
      }
    }
    this.#running = undefined;
  }

  async #commit(batch: Batch, bytes: Uint8Array): Promise<void> {
    if (batch.segment !== this.#fileSegment) await this.#openNext(batch.segment);
    if (bytes.length === 0) return;
    this.#file.write(bytes);
    await this.#file.sync(batch.events === 1);
    this.#durable = { segment: batch.segment, bytes: this.#durable.bytes + bytes.length };
  }

  async #openNext(segment: number): Promise<void> {
    const next = await durably(this.#disk, await this.#disk.create(segmentName(segment)));
    this.#file.close();
    this.#file = next;
    this.#fileSegment = segment;
    this.#durable = { segment, bytes: 0 };
  }

  #fail(batch: Batch, error: Error): void {
    this.#failure = error;
    const forming = this.#forming;
    this.#forming = undefined;
    batch.done.reject(error);
    forming?.done.reject(error);
  }
}

/** `file` with its content and its name on disk; closed where that fails. */
async function durably(disk: Disk, file: DiskFile): Promise<DiskFile> {
  try {
    await file.sync();
    await disk.syncFolder();
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
