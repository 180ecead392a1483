import { type Adapter, Low } from "lowdb";
import * as v from "valibot";
import { digestOfJson } from "../crypto/digest_member.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseValue } from "../protocol/json.ts";
import type { KeyHash } from "../table/key_hash.ts";
import { MachineTable } from "../table/machine_table.ts";
import type { MachineSnapshot } from "../table/snapshot.ts";
import { clockFactsSchema, INITIAL_CLOCK } from "../policy/clock.ts";
import { NewerFormat } from "../policy/kept_format.ts";
import { healthFactsSchema, INITIAL_HEALTH } from "../policy/alerts.ts";
import { domainStandingSchema } from "../policy/dns.ts";
import { hostSettingsSchema } from "../policy/settings.ts";
import { type CountsByProduct, UNKNOWN_PRODUCT } from "../policy/request_counts.ts";
import type { HostFacts, HostState } from "../policy/state.ts";
import type { Disk, DurableDocument, Timer } from "../ports.ts";
import { JOURNAL_START, type JournalPosition } from "../journal/reader.ts";
import { type MachineFile, readMachineFile, writeMachineFile } from "./machine_file.ts";

/** Format of state.json. A program refuses a state of a later format untouched. */
const FORMAT = 1;
const MACHINES_NAME = /^machines-(\d{8})\.jsonl$/;
const WHAT = "state.json";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const factsSchema = v.strictObject({
  settings: hostSettingsSchema,
  key: v.nullable(v.strictObject({ serial: whole, partialKey: v.string() })),
  activation: v.nullable(
    v.strictObject({ certificate: v.string(), authorityCertificate: v.string(), time: whole }),
  ),
  counters: v.strictObject({
    requests: whole,
    byResult: v.record(v.string(), whole),
    byLicenceState: v.pipe(v.array(whole), v.length(6)),
  }),
  dns: v.optional(v.record(v.string(), domainStandingSchema), {}),
  sequence: whole,
  health: v.optional(healthFactsSchema, INITIAL_HEALTH),
  clock: v.optional(clockFactsSchema, INITIAL_CLOCK),
});
const stateSchema = v.strictObject({
  facts: factsSchema,
  /** By product, then by result; absent in a state of before products were told apart. */
  requests: v.optional(v.record(v.string(), v.record(v.string(), whole))),
  /** Where in the journal this state stands: what comes after is to be folded in. */
  journal: v.strictObject({ segment: whole, before: v.string(), n: whole, hash: v.string() }),
  /** The file of machine records that belongs to this state. */
  machines: v.strictObject({ file: v.string(), records: whole, sha256: v.string() }),
});
type StoredState = v.InferOutput<typeof stateSchema>;
const envelopeSchema = v.looseObject({ format: whole });
const currentSchema = v.strictObject({
  format: v.literal(FORMAT),
  sha256: v.string(),
  state: v.looseObject({}),
});

export interface LoadedCheckpoint {
  readonly facts: HostFacts | undefined;
  readonly requests: CountsByProduct;
  readonly machines: MachineTable;
  readonly position: JournalPosition;
}

/** The checkpoint that is on disk. */
export interface SavedCheckpoint {
  /** Of the last event that it holds, milliseconds since 1970; undefined where it holds none. */
  readonly time: number | undefined;
  /** Number of that event. */
  readonly event: number;
  /** Records in it. */
  readonly machines: number;
  /** The files that it is in. */
  readonly files: readonly string[];
}

/** state.json and the file of machine records beside it: the fold of the journal up to a place in it. */
export class Checkpoint {
  readonly #disk: Disk;
  readonly #document: Low<unknown>;
  readonly #timer: Timer;
  /** What was read or written last. */
  saved: SavedCheckpoint | undefined;

  constructor(disk: Disk, stateJson: DurableDocument<unknown>, timer: Timer) {
    this.#disk = disk;
    this.#document = new Low<unknown>(stateJson as Adapter<unknown>, null);
    this.#timer = timer;
  }

  /**
   * Throws NewerFormat or DecodeError. Where there is no state.json the journal is to be folded from its start. `hash`: for the table
   * of machines.
   */
  async load(hash: KeyHash): Promise<LoadedCheckpoint> {
    this.#document.data = null; // lowdb keeps what it has where there is no file
    await this.#document.read();
    if (this.#document.data === null) {
      return {
        facts: undefined,
        requests: {},
        machines: MachineTable.empty(hash),
        position: JOURNAL_START,
      };
    }
    const stored = readEnvelope(this.#document.data);
    this.saved = savedAs(stored);
    return {
      facts: stored.facts,
      requests: stored.requests ?? { [UNKNOWN_PRODUCT]: stored.facts.counters.byResult },
      machines: await readMachineFile(this.#disk, stored.machines, hash),
      position: stored.journal,
    };
  }

  /**
   * Writes `state` as it is at the call; changes made meanwhile do not reach it. `synced` must resolve once the journal is on
   * disk up to `position`. Gives the event loop its turn between slices.
   */
  async save(state: HostState, position: JournalPosition, synced: Promise<void>): Promise<void> {
    const snapshot = state.machines.snapshot();
    try {
      await this.#save(state, snapshot, { position, synced });
    } finally {
      snapshot.close();
    }
  }

  async #save(
    state: HostState,
    snapshot: MachineSnapshot,
    { position, synced }: { readonly position: JournalPosition; readonly synced: Promise<void> },
  ): Promise<void> {
    const { facts } = state;
    const requests = state.requests.snapshot();
    await synced;
    const machines = await this.#writeMachines(snapshot);
    const stored: StoredState = {
      facts: {
        ...facts,
        counters: { ...facts.counters, byLicenceState: [...facts.counters.byLicenceState] },
      },
      requests,
      journal: position,
      machines,
    };
    this.#document.data = { format: FORMAT, sha256: digestOfJson(stored, WHAT), state: stored };
    await this.#document.write();
    this.saved = savedAs(stored);
    await this.#removeOtherMachineFiles(machines.file);
  }

  async #writeMachines(snapshot: MachineSnapshot): Promise<MachineFile> {
    const name = await this.#nextMachinesName();
    try {
      const written = await writeMachineFile({ disk: this.#disk, timer: this.#timer }, name, snapshot);
      await this.#disk.syncFolder();
      return written;
    } catch (error) {
      await this.#disk.remove(name).catch(() => {}); // half a file only takes the space that the journal needs
      throw error;
    }
  }

  async #nextMachinesName(): Promise<string> {
    const numbers = (await this.#disk.list()).map((name) => Number(MACHINES_NAME.exec(name)?.[1] ?? 0));
    return `machines-${(Math.max(0, ...numbers) + 1).toString().padStart(8, "0")}.jsonl`;
  }

  async #removeOtherMachineFiles(kept: string): Promise<void> {
    for (const name of await this.#disk.list()) {
      if (MACHINES_NAME.test(name) && name !== kept) await this.#disk.remove(name);
    }
  }
}

/** Where state.json says that the journal stands, or why it cannot say that. */
export type CheckpointedEvent =
  | { readonly kind: "read"; readonly n: number; readonly hash: string }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Number and hash of the last event that state.json holds. */
export async function checkpointedEvent(stateJson: DurableDocument<unknown>): Promise<CheckpointedEvent> {
  try {
    const stored = await stateJson.read();
    if (stored === null) return { kind: "none" };
    const { n, hash } = readEnvelope(stored).journal;
    return { kind: "read", n, hash };
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof NewerFormat)) throw error;
    return { kind: "unreadable", reason: error.message };
  }
}

function savedAs({ facts, journal, machines }: StoredState): SavedCheckpoint {
  return {
    time: facts.health.latest || undefined,
    event: journal.n,
    machines: machines.records,
    files: ["state.json", machines.file],
  };
}

function readEnvelope(value: unknown): StoredState {
  const { format } = parseValue(envelopeSchema, value, WHAT);
  if (format > FORMAT) throw new NewerFormat(WHAT, format, FORMAT);
  const envelope = parseValue(currentSchema, value, WHAT);
  if (digestOfJson(envelope.state, WHAT) !== envelope.sha256) {
    throw new DecodeError(
      WHAT,
      "checksum",
      "its content is not what its sha256 says: it was changed or damaged",
    );
  }
  return parseValue(stateSchema, envelope.state, WHAT);
}
