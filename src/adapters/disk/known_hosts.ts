import { OperationError } from "../../policy/operation_error.ts";
import { DenoDisk } from "./deno_disk.ts";
import { documentFolder } from "./documents.ts";
import type { DurableDocument } from "../../ports.ts";

const LINE = /^(\S+) sha256:([0-9a-f]{64})$/;

/**
 * The certificates that other computers showed first, one a line: `NAME:PORT sha256:HEX`. Where a name stands twice the first holds.
 */
export class KnownHosts {
  readonly #path: string;
  readonly #folder: string;
  readonly #disk: DenoDisk;
  readonly #document: DurableDocument<string>;

  /** `path`: the file, which need not be there yet; nor need its folder. */
  constructor(path: string) {
    const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    this.#path = path;
    this.#folder = end < 0 ? "." : path.slice(0, end) || "/";
    this.#disk = new DenoDisk(this.#folder);
    this.#document = documentFolder(this.#disk).text(path.slice(end + 1));
  }

  /** The fingerprint, 64 hexadecimal digits, that `name` had; undefined where it is not known. Rejects with OperationError. */
  async find(name: string): Promise<string | undefined> {
    const found = (await this.#lines()).find((line) => LINE.exec(line)?.[1] === name);
    return found === undefined ? undefined : LINE.exec(found)![2];
  }

  /** Resolves once it is on disk. What another process adds at the same time is kept: a line is written by one append. */
  async add(name: string, fingerprint: string): Promise<void> {
    await this.#doing("write", async () => {
      await Deno.mkdir(this.#folder, { recursive: true, mode: 0o700 });
      using file = await Deno.open(this.#path, { append: true, create: true, mode: 0o600 });
      await file.write(new TextEncoder().encode(`${name} sha256:${fingerprint}\n`));
      await file.sync();
      await this.#disk.syncFolder();
    });
  }

  /** False where it was not known. Resolves once it is on disk. */
  async remove(name: string): Promise<boolean> {
    const lines = await this.#lines();
    const kept = lines.filter((line) => LINE.exec(line)?.[1] !== name);
    if (kept.length === lines.length) return false;
    await this.#document.write(kept.map((line) => `${line}\n`).join(""));
    return true;
  }

  /** Rejects where a line is none: a pin that cannot be read must not be taken for one that was never there. */
  async #lines(): Promise<string[]> {
    const text = await this.#doing("read", () => this.#read());
    const lines = text.split("\n").filter((line) => line !== "");
    const bad = lines.findIndex((line) => !line.startsWith("#") && !LINE.test(line));
    if (bad < 0) return lines;
    throw new OperationError(`Cannot read ${this.#path}: line ${bad + 1} is not NAME:PORT sha256:HEX`, {
      remedy: "correct or remove that line",
    });
  }

  async #read(): Promise<string> {
    try {
      return await this.#document.read() ?? "";
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    }
  }

  async #doing<T>(verb: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new OperationError(
        `Cannot ${verb} ${this.#path}, which keeps the certificates of other computers: ${
          cause instanceof Error ? cause.message : cause
        }`,
        { remedy: "make it readable and writable, or name another with KMS_KNOWN_HOSTS", cause },
      );
    }
  }
}
