import type { HostEvent } from "../policy/events.ts";
import type { OperationError } from "../policy/operation_error.ts";
import { apply, type HostFacts, type HostState, type UncountedFacts } from "../policy/state.ts";
import type { Clock, Disk, DurableDocument, Random, Timer } from "../ports.ts";
import { Checkpoint, type SavedCheckpoint } from "./checkpoint.ts";
import type { JournalPosition } from "../journal/reader.ts";
import { cutBack, SEGMENT_BYTES } from "../journal/segments.ts";
import type { JournalWriter } from "../journal/writer.ts";
import { HostUnavailable } from "./host_unavailable.ts";
import {
  factsOf,
  type Failed,
  type KnownLast,
  knownLast,
  NOT_READ,
  type Opened,
  refusalOf,
  type Totals,
  totalsOf,
  uncountedOf,
} from "./opened.ts";
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

/** What the journal syncs together. Thousands of requests a second wait for one, so it has one promise for all. */
interface Batch {
  readonly events: HostEvent[];
  /** What was known before its first event. */
  readonly before: KnownLast;
  /** Resolves once its events are on disk and were told of. */
  recorded?: Promise<void>;
}

/**
 * A host's state and its journal, which move together: `record` is the one door for changes. After a failure of the disk the state
 * is read again from what was acknowledged.
 */
export class Ledger {
  readonly #ports: LedgerPorts;
  readonly #options: LedgerOptions & Required<Pick<LedgerOptions, "checkpointEvery" | "note">>;
  readonly #checkpoint: Checkpoint;
  #opened: Opened = NOT_READ;
  /** What the journal takes in until it writes again. */
  #batch: Batch | undefined;
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
    return factsOf(this.#opened);
  }

  /** The same, for whoever asks with every request: cheaper than `facts`, which copies the counters. */
  get uncounted(): UncountedFacts | undefined {
    return uncountedOf(this.#opened);
  }

  /** The count as it is at `now` (milliseconds since 1970); while the disk fails, as it was before. */
  totals(now: number): Totals {
    return totalsOf(this.#opened, now);
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
    return refusalOf(this.#opened as Sealed | Failed);
  }

  /** Takes the events into the state; resolves once they are on disk. Rejects with HostUnavailable where they may not be. */
  record(events: readonly HostEvent[]): Promise<void> {
    if (this.#opened.kind !== "recovered") return Promise.reject(new HostUnavailable(this.#opened.reason));
    return events.length === 0 ? Promise.resolve() : this.#append(this.#opened, events);
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

  /** With no events, it resolves once the journal is on disk as far as it goes: it may begin a segment for that, which can fail as an event can. */
  #append({ state, journal }: Recovered, events: readonly HostEvent[]): Promise<void> {
    if (!journal.isForming) this.#batch = undefined;
    const batch = this.#batch ??= { events: [], before: knownLast(state, this.#ports.clock.now()) };
    for (const event of events) apply(state, event);
    batch.events.push(...events);
    const written = journal.append(events);
    return batch.recorded ??= this.#recorded(batch, journal, written);
  }

  async #recorded({ events, before }: Batch, journal: JournalWriter, written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (cause) {
      this.#fail(journal, reasonOf(cause), before);
      throw new HostUnavailable(reasonOf(cause), { cause });
    }
    this.#tell(events);
    this.#countTowardsCheckpoint(events.length);
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
      await this.#checkpoint.save(state, position, this.#append(opened, []));
      this.#nextCheckpoint = this.#options.checkpointEvery;
    } catch (error) {
      this.#sinceCheckpoint += saved;
      this.#nextCheckpoint = this.#sinceCheckpoint + this.#options.checkpointEvery; // not at once again
      throw error;
    }
    this.#needed = position.segment;
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
  #fail(journal: JournalWriter, reason: string, before: KnownLast): void {
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
