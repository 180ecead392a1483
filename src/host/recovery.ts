import { DecodeError } from "../protocol/decode_error.ts";
import { EventId } from "../policy/events.ts";
import { apply, createState, type HostState } from "../policy/state.ts";
import type { Clock, Disk } from "../ports.ts";
import { type Checkpoint, NewerFormat } from "./checkpoint.ts";
import { JournalDamage, type JournalTail, readJournal } from "./journal_reader.ts";
import { segmentName } from "./journal_segments.ts";
import { JournalWriter } from "./journal_writer.ts";

export interface Recovered {
  readonly kind: "recovered";
  readonly state: HostState;
  readonly journal: JournalWriter;
  /** Events that were folded in after the checkpoint. */
  readonly folded: number;
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

/** The state as it was acknowledged last: the checkpoint and the journal after it. Rejects with what the disk says. */
export async function recover(disk: Disk, checkpoint: Checkpoint, clock: Clock): Promise<Recovered | Sealed> {
  try {
    return await fold(disk, checkpoint, clock);
  } catch (error) {
    if (error instanceof NewerFormat) {
      return {
        kind: "sealed",
        reason: error.message,
        remedy: "run a version of kms at least as new as the one that wrote it",
      };
    }
    if (error instanceof JournalDamage || error instanceof DecodeError) {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
      return { kind: "sealed", reason: error.message + cause, remedy: RESTORE };
    }
    throw error;
  }
}

async function fold(disk: Disk, checkpoint: Checkpoint, clock: Clock): Promise<Recovered> {
  const { facts, machines, position } = await checkpoint.load();
  const state = createState(facts, machines);
  let folded = 0;
  const tail = await readJournal(disk, position, (event) => {
    apply(state, event);
    folded += 1;
  });
  const journal = await openJournal(disk, tail, clock);
  return { kind: "recovered", state, journal, folded };
}

/** Cuts off what a crash left unfinished, and says so in the journal. */
async function openJournal(disk: Disk, tail: JournalTail, clock: Clock): Promise<JournalWriter> {
  const { position, soundBytes, tornBytes } = tail;
  if (tornBytes > 0) await disk.truncate(segmentName(position.segment), soundBytes);
  const journal = await JournalWriter.open(disk, { position, bytes: soundBytes });
  if (tornBytes > 0) {
    await journal.append([{ id: EventId.journalTailCut, time: clock.now(), bytes: tornBytes }]);
  }
  return journal;
}
