import { DecodeError } from "../../../src/protocol/decode_error.ts";
import type { DocumentFolder, DurableDocument, FolderLock } from "../../../src/ports.ts";

/** Documents in memory. Each read and write lets others have their turn first, as a disk does. */
export class MemoryDocuments implements DocumentFolder {
  readonly texts = new Map<string, string>();
  /** Names in the order in which they were written. */
  readonly written: string[] = [];
  /** Writes of these fail; the old document stays. */
  failing: (name: string) => boolean = () => false;
  /** Called when a document has been written. */
  onWritten: (name: string) => void = () => {};

  text(name: string): DurableDocument<string> {
    return {
      read: () => turn(() => this.texts.get(name) ?? null),
      write: (text) => turn(() => this.#write(name, text)),
      remove: () => turn(() => void this.texts.delete(name)),
    };
  }

  json(name: string): DurableDocument<unknown> {
    const { read, write, remove } = this.text(name);
    return {
      read: async () => parsed(name, await read()),
      write: (value) => write(JSON.stringify(value)),
      remove,
    };
  }

  /** The document of that name as it stands; throws where there is none. */
  parsed<T>(name: string): T {
    return JSON.parse(this.texts.get(name)!) as T;
  }

  /** All documents as they are now, for telling whether any was touched. */
  snapshot(): Record<string, string> {
    return Object.fromEntries(this.texts);
  }

  #write(name: string, text: string): void {
    if (this.failing(name)) throw new Error(`simulated: no space left on device (${name})`);
    this.texts.set(name, text);
    this.written.push(name);
    this.onWritten(name);
  }
}

async function turn<T>(work: () => T): Promise<T> {
  await new Promise((resolve) => setImmediate(resolve));
  return work();
}

function parsed(name: string, text: string | null): unknown {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
    throw new DecodeError(name, "text", "it is no JSON object");
  } catch (cause) {
    throw new DecodeError(name, "text", "it is not JSON", { cause });
  }
}

/** One piece of work after another, as with a lock file. */
export class QueueLock implements FolderLock {
  #last: Promise<unknown> = Promise.resolve();
  /** How often it was taken. */
  taken = 0;

  during<T>(work: () => Promise<T>): Promise<T> {
    this.taken += 1;
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
