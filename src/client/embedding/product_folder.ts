import { documentFolder } from "../../adapters/documents.ts";
import { FolderBusy } from "../../adapters/node_lock.ts";
import { OverlayDisk } from "../../adapters/overlay_disk.ts";
import { SideLog } from "../../journal/side_log.ts";
import type { Disk } from "../../ports.ts";
import { Client, type ClientPorts } from "../client.ts";
import { checkOf, unchecked } from "./describe.ts";
import type { Powers } from "./powers.ts";
import { problemOf } from "./problem.ts";
import { readingOnce } from "./reading_once.ts";
import { installShipped, readShipped, type Shipped } from "./shipped.ts";
import type { LicenceCheck, LicenceOptions } from "./types.ts";

/** How long other processes are waited for: by whoever writes, and by a check that can do without. */
const LOCK_MS = 5000;
const BRIEF_MS = 0;

/** The name under which `kms events` looks for what a client asked. */
const LOG = "client-events";

/** A product's state folder, in the hands of the product. */
export class ProductFolder {
  readonly #powers: Powers;
  readonly #options: LicenceOptions;

  constructor(powers: Powers, options: LicenceOptions) {
    this.#powers = powers;
    this.#options = options;
  }

  /** Never rejects: what goes wrong is in the result. */
  async check(): Promise<LicenceCheck> {
    try {
      return await this.#check();
    } catch (error) {
      return this.#unchecked(error);
    }
  }

  /** Asks hosts, and checks then. Never rejects: `error` says why no host activated. */
  async activate(): Promise<LicenceCheck> {
    try {
      await this.tryToActivate();
      return await this.check();
    } catch (error) {
      return { ...await this.check(), error: problemOf(error, "activate") };
    }
  }

  /** Asks hosts; resolves once a lease is on disk. The folder is held only while it is written to. Rejects with what is in the way. */
  async tryToActivate(): Promise<void> {
    const shipped = await this.#shipped();
    const client = await this.#holding(LOCK_MS, () => this.#equipped(this.#powers.disk, shipped));
    const asked = await client.ask();
    await this.#holding(LOCK_MS, async () => (await this.#open(this.#powers.disk)).accept(asked));
  }

  /** What the next try follows from. Rejects where the folder cannot be read. */
  async renewal(): ReturnType<Client["renewal"]> {
    const client = await this.#equipped(
      new OverlayDisk(readingOnce(this.#powers.disk)),
      await this.#shipped(),
    );
    return await client.renewal();
  }

  /**
   * Looks without the lock at what would be, as if it could be written; only where there is something to be written the folder is held and
   * looked at again. What is remembered of a look waits for the next one where the folder is in use.
   */
  async #check(): Promise<LicenceCheck> {
    const shipped = await this.#shipped();
    const overlay = new OverlayDisk(readingOnce(this.#powers.disk));
    const seen = await this.#look(overlay, shipped);
    if (!overlay.isChanged) return seen;
    const isNew = seen.clientMachineId === null || await this.#isNew();
    try {
      return await this.#holding(isNew ? LOCK_MS : BRIEF_MS, () => this.#look(this.#powers.disk, shipped));
    } catch (error) {
      if (isNew) throw error; // each check would begin the grace period anew
      return error instanceof FolderBusy ? seen : { ...seen, error: problemOf(error, "keep the licence") };
    }
  }

  async #isNew(): Promise<boolean> {
    return await this.#powers.disk.size("client.json") === undefined;
  }

  async #look(disk: Disk, shipped: Shipped): Promise<LicenceCheck> {
    const client = await this.#equipped(disk, shipped);
    return await checkOf(client, documentFolder(disk), shipped, this.#powers.client);
  }

  async #equipped(disk: Disk, shipped: Shipped): Promise<Client> {
    return await installShipped(documentFolder(disk), shipped, () => this.#open(disk));
  }

  #open(disk: Disk): Promise<Client> {
    const log = new SideLog(this.#powers.disk, LOG);
    const ports: ClientPorts = { ...this.#powers.client, documents: documentFolder(disk), log };
    return Client.open(ports);
  }

  async #holding<T>(waitMs: number, work: () => Promise<T>): Promise<T> {
    await this.#powers.prepare();
    return await this.#powers.lock(waitMs).during(work);
  }

  #shipped(): Promise<Shipped> {
    return readShipped(this.#options, this.#powers.readFile);
  }

  #unchecked(error: unknown): LicenceCheck {
    const mayRun = this.#options.whenUnknown !== "refuse";
    return unchecked(problemOf(error, "check the licence"), mayRun, this.#powers.client);
  }
}
