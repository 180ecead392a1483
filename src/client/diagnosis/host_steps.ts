import { broken, notNeeded, ok, type Step, warning } from "../../policy/diagnosis.ts";
import type { HostOrigin } from "../../policy/client_settings.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { HostAnswer } from "../asking.ts";
import { formatHostAddress } from "../host_address.ts";
import { endsSearch } from "../searching.ts";
import type { Refused } from "../verdict.ts";
import { answerFault } from "./answer_fault.ts";
import { readAnswer } from "./answer_read.ts";
import { faultOf, unreadFault } from "./fault_of.ts";
import type { ClientSight } from "./sight.ts";

/**
 * One step for each host that was tried: whether it could be reached. Of those that an activation passes over also why; of those that
 * it would not come to, that it would not.
 */
export function hostSteps(sight: ClientSight, decisive: HostAnswer | undefined): Step[] {
  const tried = sight.answers.filter(({ candidate }) => candidate.addresses.length > 0);
  const last = decisive === undefined || !endsSearch(decisive) ? tried.length : tried.indexOf(decisive);
  return tried.flatMap((answer, at) =>
    at > last && answer.address !== undefined
      ? [notAsked(answer, decisive!)]
      : [connectionStep(answer, answer === decisive), ...passedOver(sight, answer, decisive)]
  );
}

/** A host behind the one at which an activation would end; what it would answer is not looked at (kms hosts does). */
function notAsked({ candidate, address }: HostAnswer, before: HostAnswer): Step {
  const why = `not asked: ${formatHostAddress(before.candidate)} ${endText(before)}`;
  return notNeeded("connection", `${formatHostAddress(candidate)} at ${address}, ${why}`);
}

function endText({ verdict }: HostAnswer): string {
  if (verdict.kind === "activates") return "would activate";
  const { code } = verdict.error;
  return code === HResult.belowThreshold ? "counts too few, which ends the search" : "ends the search";
}

function connectionStep({ candidate, address, verdict }: HostAnswer, isDecisive: boolean): Step {
  const host = `${formatHostAddress(candidate)}${candidate.origin === "remembered" ? " (remembered)" : ""}`;
  if (address !== undefined) return ok("connection", `${host} at ${address}`);
  const { error } = verdict as Refused; // without a connection there is no other verdict
  const fail = isDecisive ? broken : warning;
  return fail("connection", `${host}: no connection`, faultOf(error, remedyFor(candidate.origin)));
}

function passedOver(sight: ClientSight, answer: HostAnswer, decisive: HostAnswer | undefined): Step[] {
  const { candidate, address, verdict } = answer;
  if (answer === decisive || address === undefined || verdict.kind === "activates") return [];
  const read = readAnswer(sight, answer);
  const { step, fault } = (read === undefined ? undefined : answerFault(read)) ??
    { step: "answer" as const, fault: unreadFault(verdict) };
  return [warning(step, `${formatHostAddress(candidate)}: passed over`, fault)];
}

const OTHERWISE: Readonly<Record<HostOrigin, string>> = {
  product: "; kms /skms HOST[:PORT] for another host",
  set: "; kms /skms HOST[:PORT] for another host",
  remembered: "; kms dns status on the host, where its record is wrong",
  dns: "; kms dns status on the host, where its record is wrong",
  multicast: "",
};

function remedyFor(origin: HostOrigin): string {
  return `kms serve (or kms service start) on the host; open its TCP port in the firewalls${
    OTHERWISE[origin]
  }`;
}
