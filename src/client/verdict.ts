import { HResult } from "../protocol/hresult.ts";
import type { Reply } from "../protocol/reply.ts";
import { OperationError } from "../policy/operation_error.ts";
import { type CheckedReply, checkReply, type ExchangeFrames } from "./check.ts";
import type { Exchanged } from "./exchange.ts";
import { formatHostAddress, type HostAddress } from "./host_address.ts";
import type { Question } from "./question.ts";
import { refusalOf, signedRefusal, unanswered } from "./refusals.ts";

/** How far a host came that does not activate, from the least telling to the most. */
export const REFUSALS = ["unreachable", "unanswered", "unsound", "errorFrame", "signed"] as const;

/** A sound reply with result 0; to a probe it grants nothing. */
export interface Activates {
  readonly kind: "activates";
  readonly frames: ExchangeFrames;
  readonly reply: Reply;
  /** Of the lease, minutes. */
  readonly validity: number;
}

export interface Refused {
  readonly kind: typeof REFUSALS[number];
  readonly error: OperationError;
  /** The reply whose checks all passed; undefined where there was none. */
  readonly reply: Reply | undefined;
  /** Whether it counts as the answer for now, and no other host is asked (SPEC 9.2). */
  readonly final: boolean;
}

export type Verdict = Activates | Refused;

/** What the answer of a host is worth. `now`: milliseconds since 1970. */
export function verdictOn(
  exchanged: Exchanged,
  host: HostAddress,
  { licence, product }: Question,
  now: number,
): Verdict {
  if (exchanged.kind === "error") return refused("errorFrame", refusalOf(exchanged.result, host));
  const { frames } = exchanged;
  const checked = checkReply(frames, { roots: licence.roots, licensed: licence.authority, product, now });
  switch (checked.kind) {
    case "sound":
      return { kind: "activates", frames, reply: checked.reply, validity: checked.validity };
    case "refused":
      return {
        ...refused("signed", signedRefusal(checked.reply, product, host)),
        reply: checked.reply,
        final: FINAL.includes(checked.reply.result),
      };
    case "fault": // behind the signature: a host of the publisher's does say so
      return { ...refused("unsound", unsound(checked, host)), final: checked.step === "clock" };
  }
}

/** Nothing came of it: no connection, or nothing sensible over it. */
export function silence(kind: "unreachable" | "unanswered", host: HostAddress, cause: unknown): Refused {
  return refused(kind, unanswered(host, cause));
}

/**
 * Signed refusals after which no other host is asked. Too few computers: this one is counted there now, and would be at each that is
 * asked besides. Clocks that differ: a person has to set one. All else is about the host, and another may do better.
 */
const FINAL: readonly number[] = [HResult.belowThreshold, HResult.clockOff];

function refused(kind: Refused["kind"], error: OperationError): Refused {
  return { kind, error, reply: undefined, final: false };
}

function unsound(fault: Extract<CheckedReply, { kind: "fault" }>, host: HostAddress): OperationError {
  const message = `The answer of ${formatHostAddress(host)} does not hold: ${fault.reason}`;
  return new OperationError(message, { code: fault.code });
}
