import type { LicenceFile } from "../crypto/licence_file.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Clock, DocumentFolder, Machine, Random } from "../ports.ts";
import { afterImaging, type ClientFacts, ClientStore, licenceMemory, newClient } from "./client_store.ts";
import { productOf } from "./installing.ts";
import { type ClientLook, lookAtLicence } from "./standing.ts";
import type { LicenceMemory } from "../policy/licence_state.ts";

export interface KeepingPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly machine: Machine;
  readonly documents: DocumentFolder;
}

/** What a look that tells nothing new leaves unwritten is noticed again by the next; no look writes more often than this. */
const HOUR_MS = 3_600_000;
/** A clock that is kept right is set back by less. */
const SET_BACK_MS = 60_000;

/** What a client keeps in its folder, as it is on disk. */
export class KeptClient {
  readonly store: ClientStore;
  readonly licence: LicenceFile | undefined;
  readonly #ports: KeepingPorts;
  #facts: ClientFacts;

  private constructor(
    ports: KeepingPorts,
    store: ClientStore,
    facts: ClientFacts,
    licence: LicenceFile | undefined,
  ) {
    this.#ports = ports;
    this.store = store;
    this.#facts = facts;
    this.licence = licence;
  }

  /** Reads the client's documents; writes only where the computer was made from an image. Rejects with OperationError where one is damaged. */
  static async open(ports: KeepingPorts): Promise<KeptClient> {
    const store = new ClientStore(ports.documents);
    const facts = await store.readFacts() ?? newClient(ports.random, ports.clock.now());
    const kept = new KeptClient(ports, store, facts, await store.readLicence());
    await kept.#wakeFromImage();
    return kept;
  }

  get facts(): ClientFacts {
    return this.#facts;
  }

  /** The product that the installed key is for; undefined without a key or licence file, or where the file does not know the key. */
  get product(): Product | undefined {
    const { clientKey } = this.#facts;
    return clientKey === null ? undefined : productOf(clientKey, this.licence);
  }

  /** Resolves once the change is on disk. */
  async change(change: Partial<ClientFacts>): Promise<void> {
    const facts = { ...this.#facts, ...change };
    await this.store.writeFacts(facts);
    this.#facts = facts;
  }

  /** Looks at the licence offline, and keeps nothing of it. */
  see(): Promise<ClientLook> {
    return lookAtLicence(this.store, this.#ports, this);
  }

  /**
   * Looks at the licence offline, and keeps what is to be remembered of it. A folder that cannot be written to keeps nobody from looking:
   * the next look that can write remembers it.
   */
  async look(): Promise<ClientLook> {
    const look = await this.see();
    if (this.isNew(look.memory)) await this.change(look.memory).catch(() => {});
    return look;
  }

  /** Whether a look tells enough more than is kept to be written. */
  isNew(memory: LicenceMemory): boolean {
    return tellsMore(licenceMemory(this.#facts), memory);
  }

  async #wakeFromImage(): Promise<void> {
    if (this.#facts.generalizedOn === null) return;
    const { random, clock, machine } = this.#ports;
    await this.change(afterImaging(this.#facts, random, clock.now(), await machine.hardware()));
  }
}

function tellsMore(before: LicenceMemory, after: LicenceMemory): boolean {
  const passed = after.lastTime - before.lastTime;
  return passed >= HOUR_MS || passed < -SET_BACK_MS || after.changedSince !== before.changedSince;
}
