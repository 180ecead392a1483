import type { EventSource } from "../../api/event_source.ts";
import type { VerificationStep } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { command } from "../command.ts";
import { countOf, printNote, printResult } from "../output.ts";
import { roughSize } from "../printing/sizes.ts";
import { openProgress, type Progress } from "../printing/progress.ts";
import { openEvents } from "../events/reading_events.ts";

export const verify = command({
  words: "verify",
  summary: "Check the journal's chain of hashes, and name the first line that is not as it was written",
  about: [
    "Each line of the journal holds a hash over itself and the line before, and the checkpoint (state.json) that of the event it stands at: " +
    "so an end that was cut off is found. Exit status 1 where a line is damaged, or that checkpoint cannot be read. A host may run meanwhile.",
  ],
  async run(options) {
    await using source = await openEvents(options);
    using progress = openProgress("Checking the journal");
    const checked = await verifyAll(source, progress);
    progress[Symbol.dispose]();
    const { fault } = checked;
    if (options.json || fault === null) printResult(options.json, checked, soundLines(checked));
    if (fault !== null) throw damaged(fault);
    if (!checked.sound) throw withoutCheckpoint(checked);
    if (checked.events === 0) printNote("kms: there is no journal yet");
    else if (checked.checkpoint === "none") {
      printNote("kms: there is no checkpoint yet (state.json): a missing end would not be seen");
    }
  },
});

interface Checked {
  readonly sound: boolean;
  readonly first: number | null;
  readonly last: number;
  readonly events: number;
  readonly bytes: number;
  readonly explained: boolean;
  readonly unfinished: number;
  readonly checkpoint: VerificationStep["checkpoint"];
  readonly unreadable: string | null;
  readonly fault: VerificationStep["fault"];
}

async function verifyAll(source: EventSource, progress: Progress): Promise<Checked> {
  const sum = { first: null as number | null, events: 0, bytes: 0, explained: false };
  let cursor: string | undefined;
  while (true) {
    const step = await source.verify(cursor);
    sum.first ??= step.first;
    sum.events += step.events;
    sum.bytes += step.bytes;
    sum.explained ||= step.explained || sum.first === 1;
    const { last, unfinished, checkpoint, unreadable, fault } = step;
    if (step.done || fault !== null) {
      const sound = fault === null && !lacksCheckpoint(checkpoint, sum.first);
      return { sound, ...sum, last, unfinished, checkpoint, unreadable, fault };
    }
    progress.show(sum.bytes, step.total, countOf(sum.events, "event"));
    cursor = step.cursor;
  }
}

/**
 * A journal that begins with its first event may be one that no checkpoint was made of yet. Files are removed from its beginning only
 * when a checkpoint holds what was in them.
 */
function lacksCheckpoint(checkpoint: Checked["checkpoint"], first: number | null): boolean {
  return checkpoint === "unreadable" || (checkpoint === "none" && first !== null && first > 1);
}

function withoutCheckpoint({ unreadable }: Checked): OperationError {
  const why = unreadable === null
    ? "the checkpoint, state.json, is gone"
    : `the checkpoint, state.json, cannot be read: ${unreadable}`;
  return new OperationError(
    `The journal cannot be checked to its end: ${why}. An end that was cut off would not be seen`,
    { remedy: "keep a copy of the folder, and restore state.json and its machines file from a backup" },
  );
}

function soundLines({ sound, first, last, events, bytes, explained, unfinished }: Checked): string[] {
  if (first === null) return ["The journal is empty."];
  const state = sound ? "The journal is whole" : "What there is of the journal is whole";
  return [
    `${state}: ${countOf(events, "event")}, from ${first} to ${last}, ${roughSize(bytes)}.`,
    ...(first === 1 ? [] : [
      explained
        ? `It begins with event ${first}: what came before was removed, by its limits of size and age (event 12331).`
        : `It begins with event ${first}, and no event says why: the files before were removed by hand, or by an earlier version.`,
    ]),
    ...(unfinished === 0
      ? []
      : [`Behind it ${countOf(unfinished, "byte")} are being written, or were left by a crash.`]),
  ];
}

function damaged({ file, line, n, reason }: NonNullable<Checked["fault"]>): OperationError {
  const place = line === null ? file : `${file}, line ${line}`;
  const event = n === 0 ? "" : ` (event ${n})`;
  return new OperationError(`The journal is damaged: ${place}${event}: ${reason}`, {
    remedy:
      "keep a copy of the folder; what comes before is as it was written, and kms events shows what can be read. " +
      "Where the host is sealed, restore the folder from a backup",
  });
}
