import { isLongOpen, type JournalLimits, pruneJournal, segmentBytesFor } from "../journal/retention.ts";
import type { JournalWriter } from "../journal/writer.ts";
import type { HostEvent } from "../policy/events.ts";
import { believedAt } from "../policy/clock.ts";
import type { HostSettings } from "../policy/settings.ts";
import type { HostFacts } from "../policy/state.ts";
import type { Clock, Disk } from "../ports.ts";

const DAY = 86_400_000;

/** In place of what the settings say. */
export interface PruningOptions {
  /** Bytes of the journal that are kept. */
  readonly journalBytes?: number;
  /** The length at which a segment is closed. */
  readonly segmentBytes?: number;
}

/** What a ledger hands over for it. */
export interface Prunable {
  readonly journal: JournalWriter;
  readonly facts: HostFacts;
  /** The first segment that the last checkpoint on disk needs. */
  readonly needed: number;
  record(event: HostEvent): Promise<void>;
}

/** Keeps the journal within its limits: removes the oldest segments, and begins another where the last has been open for long. */
export async function prune(
  { disk, clock }: { disk: Disk; clock: Clock },
  { journal, facts: { settings, clock: said }, needed, record }: Prunable,
  options: PruningOptions,
): Promise<void> {
  const now = clock.now();
  const pruning = { limits: limitsOf(settings, options), now, believed: believedAt(said, now), needed };
  setSegmentBytes(journal, settings, options);
  if (await isLongOpen(disk, journal.position.segment, pruning)) journal.closeSegment();
  await pruneJournal(disk, pruning, record);
}

export function setSegmentBytes(
  journal: JournalWriter,
  settings: HostSettings,
  options: PruningOptions,
): void {
  journal.segmentBytes = options.segmentBytes ?? segmentBytesFor(limitsOf(settings, options));
}

function limitsOf(
  { journalMaxBytes, journalMaxAgeDays }: HostSettings,
  { journalBytes = journalMaxBytes }: PruningOptions,
): JournalLimits {
  return { maxBytes: journalBytes, maxAge: journalMaxAgeDays * DAY };
}
