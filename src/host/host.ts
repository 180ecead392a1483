import { dateFault } from "../crypto/certificates.ts";
import { type LicenceFile, readLicence } from "../crypto/licence_file.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { NewerFormat } from "../policy/kept_format.ts";
import { Admission } from "./admission.ts";
import type { HostFacts, HostState, UncountedFacts } from "../policy/state.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { DurableDocument, Machine } from "../ports.ts";
import { type ActivationStatus, activationStatus, type Serving } from "./activation.ts";
import { Ledger, type LedgerOptions, type LedgerPorts } from "./ledger.ts";
import type { Failed, Totals } from "./opened.ts";
import type { Sealed } from "./recovery.ts";
import { NO_SECRETS, type Secrets, SecretsStore } from "./secrets.ts";

/** What a host works with. */
export interface HostPorts extends LedgerPorts {
  readonly machine: Machine;
  readonly secretsJson: DurableDocument<unknown>;
  /** publisher.lic: the text of the licence file. */
  readonly licenceFile: DurableDocument<string>;
  /** Whether an address is of a network that this computer is itself in. */
  readonly isOwnNetwork: (address: string) => boolean;
}

export interface HostOptions extends LedgerOptions {
  readonly version: string;
}

/** An activation status with what it follows from: while these are the same, so is it (dates aside). */
interface CachedStatus {
  readonly status: ActivationStatus;
  readonly key: HostFacts["key"];
  readonly activation: HostFacts["activation"];
  readonly licence: LicenceFile | undefined;
}

/** A host: its ledger, and what it is beside it: keys, licence file, hardware. */
export class Host {
  readonly ports: HostPorts;
  readonly admission: Admission = new Admission(this);
  readonly #version: string;
  readonly #ledger: Ledger;
  #secretsStore: SecretsStore | undefined;
  #secrets: Secrets | undefined;
  #licence: LicenceFile | undefined;
  #hardware: Uint8Array = new Uint8Array(16);
  #cached: CachedStatus | undefined;
  #started = false;
  #sequence: number;
  #postponed = 0;

  private constructor(ports: HostPorts, version: string, ledger: Ledger) {
    this.ports = ports;
    this.#version = version;
    this.#ledger = ledger;
    this.#sequence = ledger.facts?.sequence ?? 0;
  }

  /** Reads the state folder. A folder that cannot be trusted gives a sealed host; rejects with what the disk says. */
  static async open(ports: HostPorts, options: HostOptions): Promise<Host> {
    const host = new Host(ports, options.version, await Ledger.open(ports, options));
    if (host.trouble === undefined) await host.#readIdentity();
    return host;
  }

  /** Why nothing can be signed, where that is so. */
  get trouble(): Sealed | Failed | undefined {
    return this.#ledger.trouble;
  }

  /** While the disk fails, those that were known last; undefined where the state folder is sealed. */
  get facts(): HostFacts | undefined {
    return this.#ledger.facts;
  }

  /** The same, for whoever asks with every request: cheaper than `facts`, which copies the counters. */
  get uncounted(): UncountedFacts | undefined {
    return this.#ledger.uncounted;
  }

  /** The count as it is at `now` (milliseconds since 1970); while the disk fails, as it was before. */
  totals(now: number): Totals {
    return this.#ledger.totals(now);
  }

  /** Throws OperationError while the state is sealed or not at hand. */
  get state(): HostState {
    return this.#ledger.state;
  }

  /** Where journal and checkpoint stand; undefined while the state is sealed or not at hand. */
  get standing(): Ledger["standing"] {
    return this.#ledger.standing;
  }

  get licence(): LicenceFile | undefined {
    return this.#licence;
  }

  get hardware(): Uint8Array {
    return this.#hardware;
  }

  get secrets(): Secrets {
    if (this.#secrets === undefined) throw this.#ledger.refusal();
    return this.#secrets;
  }

  /** Whether the host may answer at `now` (milliseconds since 1970). */
  activation(now: number): ActivationStatus {
    const facts = this.uncounted;
    if (facts === undefined) throw this.#ledger.refusal();
    const cached = this.#cached;
    if (cached !== undefined && this.#isCurrent(cached, facts, now)) return cached.status;
    const status = activationStatus(facts, {
      licence: this.#licence,
      hostKey: this.secrets.hostKey,
      hardware: this.#hardware,
    }, now);
    this.#cached = { status, key: facts.key, activation: facts.activation, licence: this.#licence };
    return status;
  }

  /** The sequence of the next reply. */
  nextSequence(): number {
    this.#sequence = (this.#sequence + 1) >>> 0;
    return this.#sequence;
  }

  /** Requests that were answered with 'try later' since the process began: the journal cannot know of them. */
  get postponed(): number {
    return this.#postponed;
  }

  /** Counts a request that is answered with 'try later'. */
  countPostponed(): void {
    this.#postponed += 1;
  }

  /** Takes the events into the state; resolves once they are on disk. Rejects with HostUnavailable where they may not be. */
  record(events: readonly HostEvent[]): Promise<void> {
    return this.#ledger.record(events);
  }

  /** Says in the journal that the host begins to serve. */
  async start(): Promise<void> {
    await this.record([{ id: EventId.hostStarted, time: this.ports.clock.now(), version: this.#version }]);
    this.#started = true;
  }

  /** Calls `listener` with each event once it is on disk, until the function that is returned is called. */
  subscribe(listener: (event: HostEvent) => void): () => void {
    return this.#ledger.subscribe(listener);
  }

  /** Puts a licence file in place of the one before; resolves once it is on disk. */
  async storeLicence(licence: LicenceFile): Promise<void> {
    await this.ports.licenceFile.write(licence.text);
    this.#licence = licence;
  }

  /** Changes what is kept apart from the journal; resolves once it is on disk. Throws OperationError while the state is sealed. */
  async changeSecrets(change: (store: SecretsStore) => Promise<Secrets>): Promise<void> {
    if (this.#secretsStore === undefined) throw this.#ledger.refusal();
    this.#secrets = await change(this.#secretsStore);
  }

  /** Forgets the host key, which the next to open the folder makes anew. */
  async forgetHostKey(): Promise<void> {
    await this.#secretsStore?.forgetHostKey();
  }

  /** Writes state.json and the machine records, so that recovery need not read the journal before. */
  checkpoint(): Promise<void> {
    return this.#ledger.checkpoint();
  }

  /** Keeps the journal within its limits, down to what the last checkpoint needs. Never rejects. */
  prune(): Promise<void> {
    return this.#ledger.prune();
  }

  /** Records the stop, writes the checkpoint and closes the journal. What was recorded before is safe even if this fails. */
  async stop(): Promise<void> {
    const { clock } = this.ports;
    await this.#ledger.close(
      this.#started ? [{ id: EventId.hostStopped, time: clock.now(), sequence: this.#sequence }] : [],
    );
  }

  async #readIdentity(): Promise<void> {
    try {
      this.#hardware = await this.ports.machine.hardware();
      this.#secretsStore = new SecretsStore(this.ports.secretsJson, this.ports.random, this.#hardware);
      this.#secrets = await this.#secretsStore.open(this.#ledger.standing?.position.n === 0);
      this.#licence = await readLicence(this.ports.licenceFile);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const isNewer = error instanceof NewerFormat;
      const remedy =
        `restore secrets.json in the state folder from a backup; without one, put ${NO_SECRETS} into it: the host then makes ` +
        "another key, and must be given its product key and be activated again";
      await this.#ledger.seal(reason, (isNewer ? error.remedy : undefined) ?? remedy);
      if (!(error instanceof DecodeError || isNewer)) throw error;
    }
  }

  #isCurrent(
    { status, key, activation, licence }: CachedStatus,
    facts: UncountedFacts,
    now: number,
  ): boolean {
    return status.kind === "activated" && key === facts.key && activation === facts.activation &&
      licence === this.#licence && isInDate(status.serving, now);
  }
}

function isInDate({ certificate, authority }: Serving, now: number): boolean {
  return [certificate, authority].every((dated) => dateFault(dated, now / 60_000) === undefined);
}
