import { broken, notReached, ok, type Step, type StepName } from "../../policy/diagnosis.ts";
import { formatSpan, formatTime } from "../../policy/wording.ts";
import type { Dated } from "../../crypto/certificates.ts";
import type { HostAnswer } from "../asking.ts";
import { formatHostAddress } from "../host_address.ts";
import { type AnswerRead, readAnswer } from "./answer_read.ts";
import { answerFault } from "./answer_fault.ts";
import { unreadFault } from "./fault_of.ts";
import type { ClientSight } from "./sight.ts";

const STEPS = ["answer", "authority", "hostCertificate", "signature", "clock", "count", "result"] as const;

/** Clocks are compared in whole seconds, over a network. */
const SAME_MS = 2000;

/** What the decisive host said, step by step as SPEC 9 checks it. */
export function answerSteps(sight: ClientSight, decisive: HostAnswer | undefined): Step[] {
  if (decisive?.address === undefined) {
    const tried = sight.answers.some(({ candidate }) => candidate.addresses.length > 0);
    return [...(tried ? [] : [notReached("connection")]), ...restFrom("answer")];
  }
  const read = readAnswer(sight, decisive);
  return read === undefined ? [unanswered(decisive), ...restFrom("authority")] : judged(read);
}

function unanswered({ candidate, verdict }: HostAnswer): Step {
  const host = formatHostAddress(candidate);
  if (verdict.kind === "activates") throw new Error("an answer that activates was not read");
  const seen = verdict.kind === "errorFrame" ? "refuses" : "gives no sensible answer";
  return broken("answer", `${host} ${seen}`, unreadFault(verdict));
}

/** Behind the broken step, what was verified is shown all the same. */
function judged(read: AnswerRead): Step[] {
  const fault = answerFault(read);
  const faultAt = fault === undefined ? STEPS.length : STEPS.indexOf(fault.step);
  return STEPS.map((step, at) => {
    const seen = SEEN[step](read);
    if (at === faultAt) return broken(step, seen, fault!.fault);
    if (at < faultAt) return ok(step, seen);
    if (!read.verified || step === "result") return notReached(step);
    return step === "count" && read.reply.count < read.product.threshold
      ? notReached(step, seen)
      : ok(step, seen);
  });
}

const SEEN: Readonly<Record<typeof STEPS[number], (read: AnswerRead) => string>> = {
  answer: ({ host, milliseconds }) => `of ${host} in ${milliseconds} ms`,
  authority: ({ authority }) =>
    `serial ${authority.serial}, ${datesOf(authority)}, groups ${groupsIn(authority)}, ` +
    `epochs from ${authority.minimumEpoch}`,
  hostCertificate: ({ reply: { certificate } }) =>
    `key ${certificate.serial}, ${datesOf(certificate)}, groups ${
      groupsIn(certificate)
    }, epoch ${certificate.epoch}`,
  signature: () => "the host's, over this very request",
  clock: ({ aheadMs }) => {
    const apart = formatSpan(Math.abs(aheadMs));
    return Math.abs(aheadMs) <= SAME_MS
      ? "as the host's"
      : `${apart} ${aheadMs > 0 ? "ahead of" : "behind"} the host's`;
  },
  count: ({ reply, product }) => `${reply.count} of ${product.threshold} for ${product.name}`,
  result: ({ product, activates }) => activates ? `${product.name} would be activated` : "refused",
};

function datesOf({ notBefore, notAfter }: Dated): string {
  return `${dayOf(notBefore)} to ${dayOf(notAfter)}`;
}

/** The day of epoch minutes. */
function dayOf(minutes: number): string {
  return formatTime(minutes * 60_000).split(" ")[0]!;
}

/** The places of the bits that are set; `none` */
function groupsIn({ groups }: { readonly groups: number }): string {
  if (groups >>> 0 === 0xFFFFFFFF) return "all";
  const places = Array.from({ length: 32 }, (_, place) => place).filter((place) =>
    (groups >>> place & 1) === 1
  );
  return places.join(" ") || "none";
}

function restFrom(step: StepName): Step[] {
  return STEPS.slice(STEPS.findIndex((one) => one === step)).map((one) => notReached(one));
}
