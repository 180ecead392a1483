import { documentFolder } from "../../adapters/disk/documents.ts";
import { FolderBusy } from "../../adapters/disk/node_lock.ts";
import { OverlayDisk } from "../../adapters/disk/overlay_disk.ts";
import { SIDE_LOGS, SideLog } from "../../journal/side_log.ts";
import type { Disk } from "../../ports.ts";
import { Client, type ClientPorts } from "../client.ts";
import type { ClientLog } from "../logging.ts";
import { NotNow } from "../renewing.ts";
import { ClientRunner, type RunObserver, type SharedFolder } from "../runner.ts";
import { checkOf, unchecked } from "./describe.ts";
import type { Options } from "./options.ts";
import type { Powers } from "./powers.ts";
import { problemOf } from "./problem.ts";
import { readingOnce } from "./reading_once.ts";
import { requireInstalled } from "./require_installed.ts";
import { installShipped, readShipped, type Shipped } from "./shipped.ts";
import type { LicenceCheck } from "./types.ts";

/** How long other processes are waited for: to activate, by the first check of all, and by one that can do without. */
const LOCK_MS = 5000;
const FIRST_MS = 2000;
const BRIEF_MS = 0;

/** Where `kms events` looks for what a client asked. */
const SIDE_LOG = SIDE_LOGS.client;

const NOBODY: RunObserver = { seen: () => Promise.resolve(), waits: () => {}, planned: () => {} };

/** A product's state folder, in the hands of the product. */
export class ProductFolder implements SharedFolder {
  readonly #powers: Powers;
  readonly #options: Options;
  readonly #ended: AbortSignal | undefined;
  #written: Promise<unknown> = Promise.resolve();

  /** `ended`: once aborted, nothing more is written. */
  constructor(powers: Powers, options: Options, ended?: AbortSignal) {
    this.#powers = powers;
    this.#options = options;
    this.#ended = ended;
  }

  /** Resolves once what was begun to be written is. */
  async written(): Promise<void> {
    await this.#written;
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
      await this.read((client) => Promise.resolve(requireInstalled(client)));
      await new ClientRunner(this, NOBODY).activate();
      return await this.check();
    } catch (error) {
      return { ...await this.check(), error: problemOf(error, "activate") };
    }
  }

  /** Opens the client as it would be with what the product ships. Nothing is written. */
  async read<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const overlay = new OverlayDisk(readingOnce(this.#powers.disk));
    const client = await this.#equipped(overlay, await this.#shipped());
    try {
      return await work(client);
    } catch (error) {
      requireInstalled(client); // why it fails, in the words of the options
      throw error;
    }
  }

  /** Opens the client, with what the product ships, while nobody else is at it. Rejects with NotNow where somebody is. */
  async write<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const shipped = await this.#shipped();
    return await this.#orNotNow(async () => await work(await this.#equipped(this.#powers.disk, shipped)));
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
    const isNew = await this.#isNew();
    try {
      return await this.#holding(isNew ? FIRST_MS : BRIEF_MS, () => this.#look(this.#powers.disk, shipped));
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
    const ports: ClientPorts = { ...this.#powers.client, documents: documentFolder(disk), log: this.#log() };
    return Client.open(ports);
  }

  /** The folder is free while hosts are asked, so the log takes it for each event. */
  #log(): ClientLog {
    const log = new SideLog(this.#powers.disk, SIDE_LOG);
    return {
      append: (event) => this.#holding(LOCK_MS, () => log.append(event)),
      clear: () => log.clear(),
    };
  }

  async #orNotNow<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#holding(LOCK_MS, work);
    } catch (cause) {
      if (cause instanceof FolderBusy) throw new NotNow(cause.message, { cause });
      throw cause;
    }
  }

  async #holding<T>(waitMs: number, work: () => Promise<T>): Promise<T> {
    if (this.#ended?.aborted) throw new NotNow("it is being ended");
    await this.#powers.prepare();
    const holding = this.#powers.lock(waitMs).during(work);
    this.#written = holding.catch(() => {});
    return await holding;
  }

  #shipped(): Promise<Shipped> {
    return readShipped(this.#options, this.#powers.readFile);
  }

  #unchecked(error: unknown): LicenceCheck {
    const mayRun = this.#options.whenUnknown !== "refuse";
    return unchecked(problemOf(error, "check the licence"), mayRun, this.#powers.client);
  }
}
