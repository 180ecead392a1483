import type { DocumentFolder, DurableDocument } from "../../../src/ports.ts";
import { MemoryDocuments } from "../disk/memory_documents.ts";
import type { Faults } from "./faults.ts";

const CLIENT = "client.json";

/** A computer's state folder, on a disk that may be full. */
export class YearDisk implements DocumentFolder {
  readonly #documents = new MemoryDocuments();
  readonly #faults: Faults;
  isFull = false;

  /** With the publisher's licence file, or all that is on another disk. */
  constructor(faults: Faults, content: string | YearDisk) {
    this.#faults = faults;
    const texts = typeof content === "string"
      ? new Map([["publisher.lic", content]])
      : content.#documents.texts;
    for (const [name, text] of texts) this.#documents.texts.set(name, text);
    if (!faults.losesWrites) this.#documents.failing = () => this.isFull;
  }

  get machineId(): string {
    return this.#documents.parsed<{ machineId: string }>(CLIENT).machineId;
  }

  text(name: string): DurableDocument<string> {
    return this.#losing(this.#documents.text(name));
  }

  json(name: string): DurableDocument<unknown> {
    const document = this.#losing(this.#documents.json(name));
    const { remembered } = this.#faults;
    if (remembered === undefined || name !== CLIENT) return document;
    const read = async () => {
      const facts = await document.read();
      return facts === null ? null : remembered(facts as Record<string, unknown>);
    };
    return { ...document, read };
  }

  #losing<T>(document: DurableDocument<T>): DurableDocument<T> {
    if (!this.#faults.losesWrites) return document;
    return { ...document, write: (value) => this.isFull ? Promise.resolve() : document.write(value) };
  }
}
