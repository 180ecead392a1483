import type { VerificationStep } from "../../api/types.ts";
import { segmentName, segmentsIn } from "../../journal/segments.ts";
import type { CheckpointedEvent } from "../../host/checkpoint.ts";
import { type VerifiedPlace, verifyJournal } from "../../journal/verifying.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import type { Disk } from "../../ports.ts";

/** A step of checking the journal, as it travels. Throws DecodeError for a cursor that is none. */
export async function verificationStep(
  disk: Disk,
  after: string | undefined,
  checkpoint: CheckpointedEvent,
): Promise<VerificationStep> {
  const from = after === undefined ? undefined : decodePlace(after);
  const expected = checkpoint.kind === "read" ? checkpoint : undefined;
  const { place, fault, ...checked } = await verifyJournal(disk, from, expected);
  return {
    ...checked,
    cursor: encodePlace(place),
    last: place.n,
    total: await journalBytes(disk),
    checkpoint: checkpoint.kind,
    unreadable: checkpoint.kind === "unreadable" ? checkpoint.reason : null,
    fault: fault ?? null,
  };
}

async function journalBytes(disk: Disk): Promise<number> {
  const names = segmentsIn(await disk.list()).map(segmentName);
  const sizes = await Promise.all(names.map(async (name) => await disk.size(name) ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function encodePlace({ segment, at, line, n, hash }: VerifiedPlace): string {
  return [segment, at, line, n, hash].join(".");
}

function decodePlace(cursor: string): VerifiedPlace {
  const match = /^(\d{1,8})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.([\w-]{0,43})$/.exec(cursor);
  if (match === null) throw new DecodeError("cursor", "text", "take one that an earlier step gave");
  const [segment, at, line, n] = match.slice(1, 5).map(Number);
  return { segment: segment!, at: at!, line: line!, n: n!, hash: match[5]! };
}
