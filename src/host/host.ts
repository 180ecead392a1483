import { dateFault } from "../crypto/certificates.ts";
import { decodeLicenceFile, type LicenceFile } from "../crypto/licence_file.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { OperationError } from "../policy/operation_error.ts";
import { apply, type HostFacts, type HostState } from "../policy/state.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { Clock, Disk, DurableDocument, Machine, Random, Timer } from "../ports.ts";
import { type ActivationStatus, activationStatus, type HostIdentity, type Serving } from "./activation.ts";
import { Checkpoint } from "./checkpoint.ts";
import { SEGMENT_BYTES, segmentName, segmentsIn } from "./journal_segments.ts";
import { recover, type Recovered, type Sealed } from "./recovery.ts";
import { openSecrets, type Secrets, storeProductKey } from "./secrets.ts";

/** What a host works with. */
export interface HostPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly disk: Disk;
  readonly machine: Machine;
  readonly stateJson: DurableDocument<unknown>;
  readonly secretsJson: DurableDocument<unknown>;
  /** publisher.lic: the text of the licence file. */
  readonly licenceFile: DurableDocument<string>;
}

export interface HostOptions {
  readonly version: string;
  /** Events after which a checkpoint is written. */
  readonly checkpointEvery?: number;
  /** Journal segments that are kept, and the length at which one is closed. */
  readonly segmentsKept?: number;
  readonly segmentBytes?: number;
  /** Takes a line about what failed in the background; console.error unless told otherwise. */
  readonly note?: (text: string) => void;
}

const CHECKPOINT_EVERY = 50_000;
const SEGMENTS_KEPT = 16;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/** The state was not recovered, or the journal cannot be written just now. */
export class HostUnavailable extends OperationError {
  override readonly name = "HostUnavailable";

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(options.cause instanceof Error ? `${reason}: ${options.cause.message}` : reason, {
      ...options,
      remedy: "look at the disk of the state folder: make room on it, or make it writable",
    });
  }
}

/** The disk failed, and the state is to be read again. `facts` are those that were known last. */
interface Failed {
  readonly kind: "failed";
  readonly reason: string;
  readonly facts: HostFacts | undefined;
}

type Opened = Recovered | Sealed | Failed;

/**
 * A host's state and all that changes it. `record` is the one door for changes: state in memory and journal move together, and
 * after a failure of the disk the state is read again from what was acknowledged.
 */
export class Host {
  readonly ports: HostPorts;
  readonly #options: Required<HostOptions>;
  readonly #checkpoint: Checkpoint;
  #opened: Opened;
  #secrets: Secrets | undefined;
  #licence: LicenceFile | undefined;
  #hardware: Uint8Array = new Uint8Array(16);
  #activation: ActivationStatus | undefined;
  #started = false;
  #sequence = 0;
  #sinceCheckpoint = 0;
  /** Events since the last checkpoint at which the next is written. */
  #nextCheckpoint: number;
  #saving: Promise<void> | undefined;
  #reopening: Promise<void> | undefined;
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<(event: HostEvent) => void>();

  private constructor(ports: HostPorts, options: HostOptions) {
    this.ports = ports;
    this.#options = {
      checkpointEvery: CHECKPOINT_EVERY,
      segmentsKept: SEGMENTS_KEPT,
      segmentBytes: SEGMENT_BYTES,
      note: console.error,
      ...options,
    };
    this.#checkpoint = new Checkpoint(ports.disk, ports.stateJson, ports.timer);
    this.#nextCheckpoint = this.#options.checkpointEvery;
    this.#opened = { kind: "failed", reason: "the state is not read yet", facts: undefined };
  }

  /** Reads the state folder. A folder that cannot be trusted gives a sealed host; rejects with what the disk says. */
  static async open(ports: HostPorts, options: HostOptions): Promise<Host> {
    const host = new Host(ports, options);
    const opened = await host.#recover();
    host.#opened = opened;
    if (opened.kind !== "recovered") return host;
    try {
      await host.#readIdentity();
    } catch (error) {
      await opened.journal.close();
      if (!(error instanceof DecodeError)) throw error;
      host.#opened = sealedIdentity(error);
      return host;
    }
    host.#sequence = opened.state.facts.sequence;
    host.#afterRecovery(opened);
    return host;
  }

  /** Why nothing can be signed, where that is so. */
  get trouble(): Exclude<Opened, Recovered> | undefined {
    return this.#opened.kind === "recovered" ? undefined : this.#opened;
  }

  /** While the disk fails, those that were known last; undefined where the state folder is sealed. */
  get facts(): HostFacts | undefined {
    if (this.#opened.kind === "recovered") return this.#opened.state.facts;
    return this.#opened.kind === "failed" ? this.#opened.facts : undefined;
  }

  get licence(): LicenceFile | undefined {
    return this.#licence;
  }

  get hardware(): Uint8Array {
    return this.#hardware;
  }

  /** Throws OperationError while the state is sealed or not at hand. */
  get state(): HostState {
    return this.#recovered().state;
  }

  get secrets(): Secrets {
    if (this.#secrets === undefined) throw this.#refusal();
    return this.#secrets;
  }

  /** Whether the host may answer at `now` (milliseconds since 1970). */
  activation(now: number): ActivationStatus {
    const cached = this.#activation;
    if (cached?.kind === "activated" && isInDate(cached.serving, now)) return cached;
    const { facts } = this;
    if (facts === undefined) throw this.#refusal();
    return this.#activation = activationStatus(facts, this.#identity(), now);
  }

  /** The sequence of the next reply. */
  nextSequence(): number {
    this.#sequence = (this.#sequence + 1) >>> 0;
    return this.#sequence;
  }

  /** Takes the events into the state; resolves once they are on disk. Rejects with HostUnavailable where they may not be. */
  async record(events: readonly HostEvent[]): Promise<void> {
    if (this.#opened.kind !== "recovered" || this.#reopening !== undefined) {
      throw new HostUnavailable(this.#why());
    }
    if (events.length === 0) return;
    const { state, journal } = this.#opened;
    for (const event of events) apply(state, event);
    this.#activation = events.some((event) => event.id !== EventId.requestProcessed)
      ? undefined
      : this.#activation;
    try {
      await journal.append(events);
    } catch (cause) {
      this.#reopen();
      throw new HostUnavailable("the journal cannot be written", { cause });
    }
    for (const event of events) for (const listener of this.#listeners) listener(event);
    this.#countTowardsCheckpoint(events.length);
  }

  /** Says in the journal that the host begins to serve. */
  async start(): Promise<void> {
    await this.record([{
      id: EventId.hostStarted,
      time: this.ports.clock.now(),
      version: this.#options.version,
    }]);
    this.#started = true;
  }

  /** Calls `listener` with each event once it is on disk, until the function that is returned is called. */
  subscribe(listener: (event: HostEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts a licence file in place of the one before; resolves once it is on disk. */
  async storeLicence(licence: LicenceFile): Promise<void> {
    await this.ports.licenceFile.write(licence.text);
    this.#licence = licence;
    this.#activation = undefined;
  }

  /** Keeps the product key's text, or null for none, apart from the journal. Resolves once it is on disk. */
  async storeProductKey(productKey: string | null): Promise<void> {
    await storeProductKey(this.ports.secretsJson, productKey);
    this.#secrets = await openSecrets(this.ports.secretsJson, this.ports.random);
  }

  /** Writes state.json and the machine records, so that recovery need not read the journal before. */
  checkpoint(): Promise<void> {
    this.#saving ??= this.#save().finally(() => this.#saving = undefined);
    return this.#saving;
  }

  /** Records the stop, writes the checkpoint and closes the journal. What was recorded before is safe even if this fails. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reopening;
    await this.#saving?.catch(() => {});
    if (this.#opened.kind !== "recovered") return;
    try {
      if (this.#started) await this.record([this.#stopped()]);
      if (this.#sinceCheckpoint > 0) await this.checkpoint();
    } finally {
      await this.#opened.journal.close();
    }
  }

  #stopped(): HostEvent {
    return { id: EventId.hostStopped, time: this.ports.clock.now(), sequence: this.#sequence };
  }

  #recover(): Promise<Recovered | Sealed> {
    const { disk, clock } = this.ports;
    return recover(this.#checkpoint, { disk, clock, segmentBytes: this.#options.segmentBytes });
  }

  async #readIdentity(): Promise<void> {
    this.#hardware = await this.ports.machine.hardware();
    this.#secrets = await openSecrets(this.ports.secretsJson, this.ports.random);
    const text = await this.ports.licenceFile.read();
    this.#licence = text === null ? undefined : decodeLicenceFile(text);
  }

  #afterRecovery(recovered: Recovered): void {
    this.#sinceCheckpoint = recovered.folded;
    this.#activation = undefined;
  }

  #identity(): HostIdentity {
    return { licence: this.#licence, hostKey: this.secrets.hostKey, hardware: this.#hardware };
  }

  #recovered(): Recovered {
    if (this.#opened.kind !== "recovered") throw this.#refusal();
    return this.#opened;
  }

  #refusal(): OperationError {
    const { trouble } = this;
    if (trouble?.kind === "sealed") {
      return new OperationError(`The state folder is sealed: ${trouble.reason}`, { remedy: trouble.remedy });
    }
    return new OperationError(`The state is not at hand: ${this.#why()}`, {
      remedy: "look at the disk of the state folder",
    });
  }

  #why(): string {
    if (this.#reopening !== undefined) return "the journal is being reopened";
    return this.#opened.kind === "recovered" ? "" : this.#opened.reason;
  }

  #countTowardsCheckpoint(events: number): void {
    this.#sinceCheckpoint += events;
    if (this.#sinceCheckpoint < this.#nextCheckpoint || this.#saving !== undefined) return;
    this.checkpoint().catch((error) =>
      this.#options.note(`kms: cannot write the checkpoint: ${error.message}`)
    );
  }

  async #save(): Promise<void> {
    const { state, journal } = this.#recovered();
    const { position } = journal;
    const saved = this.#sinceCheckpoint;
    this.#sinceCheckpoint = 0;
    try {
      await this.#checkpoint.save(state, position, journal.append([]));
      this.#nextCheckpoint = this.#options.checkpointEvery;
    } catch (error) {
      this.#sinceCheckpoint += saved;
      this.#nextCheckpoint = this.#sinceCheckpoint + this.#options.checkpointEvery; // not at once again
      throw error;
    }
    await this.#pruneSegments(position.segment);
  }

  /** Removes the oldest segments. The checkpoint just written needs those from segment `needed` on. */
  async #pruneSegments(needed: number): Promise<void> {
    const segments = segmentsIn(await this.ports.disk.list());
    for (const segment of segments) {
      if (segment <= needed - this.#options.segmentsKept) await this.ports.disk.remove(segmentName(segment));
    }
  }

  #reopen(): void {
    this.#reopening ??= this.#tryReopening().finally(() => this.#reopening = undefined);
  }

  /** Reads the state again until that succeeds, with longer and longer waits. */
  async #tryReopening(): Promise<void> {
    const { journal } = this.#recovered();
    await this.#saving?.catch(() => {});
    await journal.close().catch(() => {});
    for (
      let wait = FIRST_RETRY_MS;
      !this.#stopping.signal.aborted;
      wait = Math.min(2 * wait, LONGEST_RETRY_MS)
    ) {
      await this.ports.timer.wait(wait, this.#stopping.signal);
      try {
        this.#opened = await this.#recoverUpTo(journal.durable);
        if (this.#opened.kind === "recovered") this.#afterRecovery(this.#opened);
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#opened = { kind: "failed", reason, facts: this.facts };
      }
    }
  }

  /** What lies behind the last successful sync was never acknowledged, and may read back without being on disk: it is cut off. */
  async #recoverUpTo(durable: { segment: number; bytes: number }): Promise<Recovered | Sealed> {
    const { disk } = this.ports;
    const segments = segmentsIn(await disk.list());
    for (const segment of segments.filter((segment) => segment > durable.segment)) {
      await disk.remove(segmentName(segment));
    }
    if (segments.includes(durable.segment)) await disk.truncate(segmentName(durable.segment), durable.bytes);
    await disk.syncFolder();
    return await this.#recover();
  }
}

function sealedIdentity({ message }: DecodeError): Sealed {
  return {
    kind: "sealed",
    reason: message,
    remedy: "restore secrets.json and publisher.lic in the state folder from a backup",
  };
}

function isInDate({ certificate, authority }: Serving, now: number): boolean {
  return [certificate, authority].every((dated) => dateFault(dated, now / 60_000) === undefined);
}
