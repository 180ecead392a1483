import { CLOCK_TOLERANCE_SECONDS } from "../../policy/decide.ts";
import { broken, notReached, ok, type Step, warning } from "../../policy/diagnosis.ts";
import { countOf, formatSpan, formatTime } from "../../policy/wording.ts";
import { HResult } from "../../protocol/hresult.ts";
import { SEGMENT_BYTES } from "../../journal/segments.ts";
import type { HostSight } from "./sight.ts";

/** ERROR_DISK_FULL and ERROR_FILE_CORRUPT */
const DISK_FULL = 0x80070070;
const CORRUPT = 0x80070570;

const MIB = 1024 * 1024;

/** The clock against what it has shown before, and against the beginning of the activation. */
export function clockStep({ now, journal, activation, certificate }: HostSight): Step {
  const { highestTime, last } = journal;
  const seen = `${formatTime(now)}${last === undefined ? "" : `, last event ${formatTime(last.time)}`}`;
  const remedy = "set the clock of this computer (and its time zone)";
  const behind = highestTime - now;
  if (behind > CLOCK_TOLERANCE_SECONDS * 1000) {
    const text = `the clock is ${formatSpan(behind)} behind the time of an event in the journal`;
    return broken("clock", seen, { code: HResult.clockOff, text, remedy });
  }
  if (activation?.kind === "notYetValid") {
    const begins = certificate === undefined ? "" : ` (${formatTime(certificate.notBefore * 60_000)})`;
    const text = `the clock is before the beginning of the host's activation${begins}`;
    return broken("clock", seen, { code: HResult.clockOff, text, remedy });
  }
  return ok("clock", seen);
}

/** The disk of the state folder: what has failed there, or soon will. */
export function diskStep({ freeBytes, refusal, trouble, facts: { settings } }: HostSight): Step {
  const seen = freeBytes === undefined
    ? "the system does not tell its free space"
    : `${Math.floor(freeBytes / MIB)} MiB free`;
  const fault = (code: number, text: string) => ({
    code,
    text,
    remedy: "make room on the disk of the state folder, or make it writable: the host goes on by itself",
  });
  if (trouble?.kind === "failed") return broken("disk", seen, fault(HResult.tryLater, trouble.reason));
  if (refusal !== undefined) {
    return broken(
      "disk",
      seen,
      fault(HResult.accessDenied, `the state folder cannot be written: ${refusal}`),
    );
  }
  if (freeBytes === undefined) return notReached("disk", seen);
  if (freeBytes < SEGMENT_BYTES) {
    return broken("disk", seen, fault(DISK_FULL, "the disk of the state folder is full, or nearly so"));
  }
  const { journalMaxBytes } = settings;
  if (freeBytes < journalMaxBytes) {
    const text = `the journal alone may come to ${Math.floor(journalMaxBytes / MIB)} MiB`;
    return warning("disk", seen, fault(DISK_FULL, text));
  }
  return ok("disk", seen);
}

/** Whether what was recorded is whole: what recovery found, and the journal's end as it is on disk now. */
export function journalStep({ trouble, journal: { last, checked, fault } }: HostSight): Step {
  const seen = last === undefined
    ? "no event yet"
    : `event ${last.n} at ${formatTime(last.time)}; ${countOf(checked, "event")} checked`;
  if (trouble?.kind === "sealed") {
    const { reason, remedy } = trouble;
    return broken("journal", "sealed: nothing is signed", { code: CORRUPT, text: reason, remedy });
  }
  if (fault === undefined) return ok("journal", seen);
  return broken("journal", seen, {
    code: CORRUPT,
    text: `the journal on disk is damaged: ${fault}`,
    remedy: "restore the state folder from a backup: the host signs nothing after its next start",
  });
}
