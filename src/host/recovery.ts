import { DecodeError } from "../protocol/decode_error.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { apply, createState, type HostState } from "../policy/state.ts";
import type { Clock, Disk, Random } from "../ports.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { NewerFormat } from "../policy/kept_format.ts";
import { JournalDamage, type JournalTail, readJournal } from "../journal/reader.ts";
import { segmentName } from "../journal/segments.ts";
import { JournalWriter } from "../journal/writer.ts";
import { KeyHash } from "../table/key_hash.ts";

export interface Recovered {
  readonly kind: "recovered";
  readonly state: HostState;
  readonly journal: JournalWriter;
  /** Events that were folded in after the checkpoint, and the segment that it stands in. */
  readonly folded: number;
  readonly from: number;
}

/** The state cannot be trusted: the host shows its status and signs nothing. */
export interface Sealed {
  readonly kind: "sealed";
  readonly reason: string;
  readonly remedy: string;
}

const RESTORE =
  "restore the state folder from a backup; or, to begin anew, move its state.json, machines-* and journal-* files " +
  "to another folder and install the product key and activate again: computers are counted again as they renew";

export interface RecoveryOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  /** Length at which a journal segment is closed. */
  readonly segmentBytes: number;
}

/** The state as it was acknowledged last: the checkpoint and the journal after it. Rejects with what the disk says. */
export async function recover(
  checkpoint: Checkpoint,
  options: RecoveryOptions,
): Promise<Recovered | Sealed> {
  try {
    const { tail, ...folded } = await fold(checkpoint, options);
    return { kind: "recovered", ...folded, journal: await openJournal(tail, options) };
  } catch (error) {
    const sealed = sealedBy(error);
    if (sealed === undefined) throw error;
    return sealed;
  }
}

/** What it means for a host that its state cannot be read; undefined for a failure of the disk. */
export function sealedBy(error: unknown): Sealed | undefined {
  if (error instanceof NewerFormat) {
    return { kind: "sealed", reason: error.message, remedy: error.remedy ?? RESTORE };
  }
  if (error instanceof JournalDamage || error instanceof DecodeError) {
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
    return { kind: "sealed", reason: error.message + cause, remedy: RESTORE };
  }
  return undefined;
}

/** The state as it is on disk, and where the journal ends. */
export interface Folded extends Pick<Recovered, "state" | "folded" | "from"> {
  readonly tail: JournalTail;
}

/** Reads the checkpoint and the journal after it, and changes neither. */
export async function fold(
  checkpoint: Checkpoint,
  { disk, random }: Pick<RecoveryOptions, "disk" | "random">,
): Promise<Folded> {
  const hash = new KeyHash(random.bytes(KeyHash.RANDOM_BYTES));
  const { facts, machines, requests, position } = await checkpoint.load(hash);
  const state = createState(machines, facts, requests);
  let folded = 0;
  const tail = await readJournal(disk, position, (event) => {
    apply(state, event);
    folded += 1;
  });
  return { state, tail, folded, from: position.segment };
}

/** Cuts off what a crash left unfinished, and says so in the journal. */
async function openJournal(
  { position, soundBytes, tornBytes }: JournalTail,
  { disk, clock, segmentBytes }: RecoveryOptions,
): Promise<JournalWriter> {
  if (tornBytes > 0) await disk.truncate(segmentName(position.segment), soundBytes);
  const journal = await JournalWriter.open(disk, { position, bytes: soundBytes, segmentBytes });
  if (tornBytes > 0) {
    await appendFirst(journal, { id: EventId.journalTailCut, time: clock.now(), bytes: tornBytes });
  }
  return journal;
}

/** Appends to a journal that was just opened, and closes it again where that fails. */
export async function appendFirst(journal: JournalWriter, event: HostEvent): Promise<void> {
  try {
    await journal.append([event]);
  } catch (error) {
    await journal.close();
    throw error;
  }
}
