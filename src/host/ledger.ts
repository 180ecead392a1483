import type { HostEvent } from "../policy/events.ts";
import { OperationError } from "../policy/operation_error.ts";
import { apply, type HostFacts, type HostState } from "../policy/state.ts";
import type { Clock, Disk, DurableDocument, Random, Timer } from "../ports.ts";
import { Checkpoint, type SavedCheckpoint } from "./checkpoint.ts";
import type { JournalPosition } from "../journal/reader.ts";
import { cutBack, SEGMENT_BYTES } from "../journal/segments.ts";
import type { JournalWriter } from "../journal/writer.ts";
import { HostUnavailable } from "./host_unavailable.ts";
import { prune, type PruningOptions, setSegmentBytes } from "./pruning.ts";
import { reasonOf } from "./reason_of.ts";
import { reopen } from "./reopening.ts";
import { recover, type Recovered, type Sealed } from "./recovery.ts";

export interface LedgerPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly disk: Disk;
  readonly stateJson: DurableDocument<unknown>;
}

export interface LedgerOptions extends PruningOptions {
  /** Events after which a checkpoint is written. */
  readonly checkpointEvery?: number;
  /** Takes a line about what failed in the background; console.error unless told otherwise. */
  readonly note?: (text: string) => void;
  /** Told when it turns out that the folder cannot be trusted. */
  readonly onSealed?: (sealed: Sealed) => void;
}

const CHECKPOINT_EVERY = 50_000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/** The disk failed, and the state is to be read again. `facts` and `totals` are those that were known last. */
export interface Failed {
  readonly kind: "failed";
  readonly reason: string;
  readonly facts: HostFacts | undefined;
  readonly totals: Totals;
}

/** Machines that records are kept of, and those of them that count. */
export interface Totals {
  readonly known: number;
  readonly counted: number;
}

const NO_TOTALS: Totals = { known: 0, counted: 0 };

/**
 * A host's state and its journal, which move together: `record` is the one door for changes. After a failure of the disk the state
 * is read again from what was acknowledged.
 */
export class Ledger {
  readonly #ports: LedgerPorts;
  readonly #options: LedgerOptions & Required<Pick<LedgerOptions, "checkpointEvery" | "note">>;
  readonly #checkpoint: Checkpoint;
  #opened: Recovered | Sealed | Failed = {
    kind: "failed",
    reason: "the state is not read yet",
    facts: undefined,
    totals: NO_TOTALS,
  };
  #sinceCheckpoint = 0;
  /** The first segment that the last checkpoint on disk needs. */
  #needed = 1;
  /** Events since the last checkpoint at which the next is written. */
  #nextCheckpoint: number;
  #saving: Promise<void> | undefined;
  #reopening: Promise<void> | undefined;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(event: HostEvent) => void>();

  private constructor(ports: LedgerPorts, options: LedgerOptions) {
    this.#ports = ports;
    this.#options = {
      checkpointEvery: CHECKPOINT_EVERY,
      note: console.error,
      ...options,
    };
    this.#checkpoint = new Checkpoint(ports.disk, ports.stateJson, ports.timer);
    this.#nextCheckpoint = this.#options.checkpointEvery;
  }

  /** Files that cannot be trusted give a sealed ledger; rejects with what the disk says. */
  static async open(ports: LedgerPorts, options: LedgerOptions): Promise<Ledger> {
    const ledger = new Ledger(ports, options);
    ledger.#take(await ledger.#recover());
    return ledger;
  }

  /** Why nothing can be recorded, where that is so. */
  get trouble(): Sealed | Failed | undefined {
    return this.#opened.kind === "recovered" ? undefined : this.#opened;
  }

  /** While the disk fails, those that were known last; undefined where the ledger is sealed. */
  get facts(): HostFacts | undefined {
    if (this.#opened.kind === "recovered") return this.#opened.state.facts;
    return this.#opened.kind === "failed" ? this.#opened.facts : undefined;
  }

  /** The count as it is at `now` (milliseconds since 1970); while the disk fails, as it was before. */
  totals(now: number): Totals {
    if (this.#opened.kind === "recovered") return this.#opened.state.machines.totals(now);
    return this.#opened.kind === "failed" ? this.#opened.totals : NO_TOTALS;
  }

  /** Where the journal stands, and the checkpoint on disk before it; undefined while the state is sealed or not at hand. */
  get standing(): { position: JournalPosition; saved: SavedCheckpoint | undefined } | undefined {
    if (this.#opened.kind !== "recovered") return undefined;
    return { position: this.#opened.journal.position, saved: this.#checkpoint.saved };
  }

  /** Throws OperationError while the state is sealed or not at hand. */
  get state(): HostState {
    return this.#recovered().state;
  }

  /** Why the state cannot be used, as an error for people. */
  refusal(): OperationError {
    if (this.#opened.kind === "sealed") {
      const { reason, remedy } = this.#opened;
      return new OperationError(`The state folder is sealed: ${reason}`, { remedy });
    }
    const { reason } = this.#opened as Failed;
    return new HostUnavailable(`The state is not at hand: ${reason}`);
  }

  /** Takes the events into the state; resolves once they are on disk. Rejects with HostUnavailable where they may not be. */
  async record(events: readonly HostEvent[]): Promise<void> {
    if (this.#opened.kind !== "recovered") throw new HostUnavailable(this.#opened.reason);
    if (events.length === 0) return;
    const opened = this.#opened;
    const { facts, machines } = opened.state;
    const before = { facts, totals: machines.totals(events[0]!.time) };
    for (const event of events) apply(opened.state, event);
    try {
      await opened.journal.append(events);
    } catch (cause) {
      this.#fail(opened.journal, reasonOf(cause), before);
      throw new HostUnavailable(reasonOf(cause), { cause });
    }
    this.#tell(events);
    this.#countTowardsCheckpoint(events.length);
  }

  /** Calls `listener` with each event once it is on disk, until the function that is returned is called. */
  subscribe(listener: (event: HostEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes state.json and the machine records, so that recovery need not read the journal before; what of it is too much then goes. */
  checkpoint(): Promise<void> {
    this.#saving ??= this.#save().then(() => this.prune()).finally(() => this.#saving = undefined);
    return this.#saving;
  }

  /** Something else in the folder cannot be trusted: nothing more is recorded. */
  async seal(reason: string, remedy: string): Promise<void> {
    await this.#closeJournal();
    this.#take({ kind: "sealed", reason, remedy });
  }

  /** Records `last`, writes the checkpoint and closes the journal. What was recorded before is safe even if this fails. */
  async close(last: readonly HostEvent[] = []): Promise<void> {
    this.#closing.abort();
    await this.#reopening;
    if (this.#opened.kind !== "recovered") return;
    try {
      await this.record(last);
      await this.#saving?.catch(() => {});
      if (this.#sinceCheckpoint > 0) await (last.length > 0 ? this.#save() : this.checkpoint()); // nothing comes after `last`
    } finally {
      await this.#closeJournal();
      await this.#reopening; // which closes a journal that failed
    }
  }

  #tell(events: readonly HostEvent[]): void {
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  async #closeJournal(): Promise<void> {
    if (this.#opened.kind === "recovered") await this.#opened.journal.close();
  }

  #take(opened: Recovered | Sealed): void {
    this.#opened = opened;
    if (opened.kind === "sealed") return this.#options.onSealed?.(opened);
    this.#sinceCheckpoint = opened.folded;
    if (this.#checkpoint.saved === undefined) this.#nextCheckpoint = 1; // then a journal that is missing is missed
    this.#needed = opened.from;
    setSegmentBytes(opened.journal, opened.state.facts.settings, this.#options);
  }

  #recover(): Promise<Recovered | Sealed> {
    const { disk, clock, random } = this.#ports;
    return recover(this.#checkpoint, {
      disk,
      clock,
      random,
      segmentBytes: this.#options.segmentBytes ?? SEGMENT_BYTES,
    });
  }

  #recovered(): Recovered {
    if (this.#opened.kind !== "recovered") throw this.refusal();
    return this.#opened;
  }

  #countTowardsCheckpoint(events: number): void {
    this.#sinceCheckpoint += events;
    if (this.#sinceCheckpoint < this.#nextCheckpoint || this.#saving !== undefined) return;
    this.checkpoint().catch((error) =>
      this.#options.note(`the checkpoint cannot be written: ${reasonOf(error)}`)
    );
  }

  async #save(): Promise<void> {
    const opened = this.#recovered();
    const { state, journal } = opened;
    const { position } = journal;
    const saved = this.#sinceCheckpoint;
    this.#sinceCheckpoint = 0;
    try {
      await this.#checkpoint.save(state, position, this.#synced({ state, journal }));
      this.#nextCheckpoint = this.#options.checkpointEvery;
    } catch (error) {
      this.#sinceCheckpoint += saved;
      this.#nextCheckpoint = this.#sinceCheckpoint + this.#options.checkpointEvery; // not at once again
      throw error;
    }
    this.#needed = position.segment;
  }

  /** Resolves once the journal is on disk as far as it goes. It may begin a segment for that, which can fail as an event can. */
  async #synced({ state, journal }: Pick<Recovered, "state" | "journal">): Promise<void> {
    const before = { facts: state.facts, totals: this.totals(this.#ports.clock.now()) };
    try {
      await journal.append([]);
    } catch (cause) {
      this.#fail(journal, reasonOf(cause), before);
      throw cause;
    }
  }

  /** Keeps the journal within its limits, down to what the last checkpoint needs. Never rejects. */
  async prune(): Promise<void> {
    if (this.#opened.kind !== "recovered") return;
    const { journal, state: { facts } } = this.#opened;
    const record = (event: HostEvent) => this.record([event]);
    try {
      await prune(this.#ports, { journal, facts, needed: this.#needed, record }, this.#options);
    } catch (error) {
      this.#options.note(`the oldest files of the journal cannot be removed: ${reasonOf(error)}`);
    }
  }

  /** The first failure of a journal, at the first event that is not on disk: from here on clients are told to try later, until the state was read again. */
  #fail(journal: JournalWriter, reason: string, before: Pick<Failed, "facts" | "totals">): void {
    if (this.#opened.kind !== "recovered" || this.#opened.journal !== journal) return;
    const failed: Failed = { kind: "failed", reason, ...before };
    this.#opened = failed;
    this.#options.note(`the disk fails, so clients are told to try later: ${failed.reason}`);
    this.#reopening = this.#reopen(journal, failed).finally(() => this.#reopening = undefined);
  }

  /** Tries again and again, with longer and longer waits. */
  async #reopen(journal: JournalWriter, failed: Failed): Promise<void> {
    const { clock, timer } = this.#ports;
    const { signal } = this.#closing;
    const since = clock.now();
    await this.#saving?.catch(() => {});
    await journal.close().catch(() => {});
    const interrupted = { durable: journal.durable, since, reason: failed.reason };
    for (let wait = FIRST_RETRY_MS; !signal.aborted; wait = Math.min(2 * wait, LONGEST_RETRY_MS)) {
      await timer.wait(wait, signal);
      try {
        const { opened, events } = await reopen(this.#ports, interrupted, () => this.#recover());
        this.#take(opened);
        this.#tell(events);
        return this.#options.note(
          opened.kind === "recovered" ? "the disk works again" : `the state is sealed: ${opened.reason}`,
        );
      } catch (error) {
        this.#opened = { ...failed, reason: reasonOf(error) };
      }
    }
    await cutBack(this.#ports.disk, interrupted.durable).catch(() => {}); // or the next process would take it for synced
  }
}
