import { CLOCK_TOLERANCE_SECONDS } from "../../policy/clock_tolerance.ts";
import { broken, notReached, ok, type Step, warning } from "../../policy/diagnosis.ts";
import { countOf, formatSpan, formatTime } from "../../policy/wording.ts";
import { HResult } from "../../protocol/hresult.ts";
import { SEGMENT_BYTES } from "../../journal/segments.ts";
import type { HostSight } from "./sight.ts";

/** ERROR_DISK_FULL and ERROR_FILE_CORRUPT */
const DISK_FULL = 0x80070070;
const CORRUPT = 0x80070570;

const MIB = 1024 * 1024;

/**
 * The clock against the beginning of the activation, which proves it wrong, and against the times of events, which only tell that it
 * was another once: a host whose clock ran ahead goes on activating when that is mended.
 */
export function clockStep({ now, journal: { highestTime, last }, activation, certificate }: HostSight): Step {
  const seen = `${formatTime(now)}${last === undefined ? "" : `, last event ${formatTime(last.time)}`}`;
  if (activation?.kind === "notYetValid") {
    const remedy = "set the clock of this computer (and its time zone)";
    return broken("clock", seen, { code: HResult.clockOff, text: tooEarly(now, certificate), remedy });
  }
  const ahead = highestTime - now;
  if (ahead <= CLOCK_TOLERANCE_SECONDS * 1000) return ok("clock", seen);
  return warning("clock", seen, {
    code: null,
    text: `events of the journal are up to ${formatSpan(ahead)} ahead of this clock: it is behind, or was ` +
      "ahead before",
    remedy: "compare it with a clock that is right; where it is right, nothing is to be done",
  });
}

/** The activation begins with the later of two certificates, the host's and the authority's. */
function tooEarly(now: number, certificate: HostSight["certificate"]): string {
  const begins = (certificate?.notBefore ?? 0) * 60_000;
  return now < begins
    ? `the clock is before the beginning of the host's activation (${formatTime(begins)})`
    : "the clock is before the beginning of the authority certificate that the host was activated by";
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
