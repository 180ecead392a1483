import type { Adapter } from "lowdb";
import { OperationError } from "../../policy/operation_error.ts";
import { systemReason } from "../system/system_reason.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import type { Disk, DocumentFolder, DurableDocument } from "../../ports.ts";

/**
 * Documents of a folder, each replaced as a whole: a new file (0600) is written and synced, renamed over the old one, and the folder
 * is synced. A crash leaves the old or the new document. lowdb's own JSONFile does none of this. A write that the disk refuses
 * rejects with OperationError and leaves the old document alone.
 */
export function documentFolder(disk: Disk): DocumentFolder {
  return {
    text: (name) => new TextDocument(disk, name),
    json: (name) => new JsonDocument(disk, name),
  };
}

class TextDocument implements DurableDocument<string> {
  constructor(readonly disk: Disk, readonly name: string) {}

  async read(): Promise<string | null> {
    const bytes = await this.disk.read(this.name);
    if (bytes === undefined) return null;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new DecodeError(this.name, "text", "it is not UTF-8", { cause });
    }
  }

  async write(text: string): Promise<void> {
    const temporary = `${this.name}.new`;
    try {
      await this.#create(temporary, text);
      await this.disk.rename(temporary, this.name);
      await this.disk.syncFolder();
    } catch (cause) {
      await this.disk.remove(temporary).catch(() => {}); // after the rename there is none
      throw new OperationError(
        `Cannot write ${this.name}: ${systemReason(cause)}`,
        { remedy: remedyOf(cause), cause },
      );
    }
  }

  async remove(): Promise<void> {
    if (!(await this.disk.list()).includes(this.name)) return;
    try {
      await this.disk.remove(this.name);
      await this.disk.syncFolder();
    } catch (cause) {
      throw new OperationError(
        `Cannot remove ${this.name}: ${systemReason(cause)}`,
        { remedy: "make its file system writable", cause },
      );
    }
  }

  async #create(name: string, text: string): Promise<void> {
    const file = await this.disk.create(name);
    try {
      file.write(new TextEncoder().encode(text));
      await file.sync();
    } finally {
      file.close();
    }
  }
}

class JsonDocument implements DurableDocument<unknown>, Adapter<unknown> {
  readonly #text: TextDocument;

  constructor(disk: Disk, name: string) {
    this.#text = new TextDocument(disk, name);
  }

  async read(): Promise<unknown> {
    const text = await this.#text.read();
    if (text === null) return null;
    const value = parsed(text, this.#text.name);
    if (typeof value === "object" && value !== null) return value;
    throw new DecodeError(this.#text.name, "text", "it is no JSON object"); // null would be taken for no document
  }

  async write(value: unknown): Promise<void> {
    await this.#text.write(JSON.stringify(value, null, 2) + "\n");
  }

  async remove(): Promise<void> {
    await this.#text.remove();
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DecodeError(what, "text", "it is not JSON", { cause });
  }
}

function remedyOf(cause: unknown): string {
  const { code } = (cause ?? {}) as { code?: unknown };
  return code === "EACCES" || code === "EPERM"
    ? "run kms as the user that owns the folder, and let that user write to it: chmod 700"
    : "make room on its file system, or make it writable";
}
