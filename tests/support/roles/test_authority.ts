import assert from "node:assert/strict";
import { Authority } from "../../../src/authority/authority.ts";
import { readProducts } from "../../../src/authority/catalogue.ts";
import type { Database, HostKeyRecord } from "../../../src/authority/database.ts";
import { initialise } from "../../../src/authority/initialise.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { MemoryDocuments, QueueLock } from "../disk/memory_documents.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";

export const DAY_MS = 86_400_000;

const TWO_PRODUCTS = `[
  { "name": "Editor", "kind": "client" },
  { "name": "Server", "kind": "server" }
]`;

/** An authority over documents in memory, which may be opened more than once. */
export class TestAuthority {
  readonly time = new FakeTime(Date.parse("2026-01-15T10:00:00Z"));
  readonly documents = new MemoryDocuments();
  readonly lock = new QueueLock();

  static async make(): Promise<TestAuthority> {
    const made = new TestAuthority();
    await made.initialise();
    return made;
  }

  initialise(seed = 1) {
    return initialise(
      {
        publisher: "Example Software",
        url: "http://activation.example",
        products: readProducts(TWO_PRODUCTS),
      },
      { documents: this.documents, clock: this.time, random: new SeededRandom(seed) },
    );
  }

  /** Another opening of the same folder each time. */
  open(): Promise<Authority> {
    return Authority.open({ clock: this.time, documents: this.documents, lock: this.lock });
  }

  get database(): Database {
    return this.documents.parsed("authority.json");
  }

  keyRecord(serial: number): HostKeyRecord {
    const record = this.database.hostKeys.find((key) => key.serial === serial);
    assert(record !== undefined, `there is no key ${serial}`);
    return record;
  }
}
