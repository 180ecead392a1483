import { broken, ok, type Step, type StepName, warning } from "../../policy/diagnosis.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { HostAnswer } from "../asking.ts";
import { formatHostAddress } from "../host_address.ts";
import type { Refused } from "../verdict.ts";
import { faultOf } from "./fault_of.ts";

/** One step for each host that was tried: whether it could be reached. Of those that an activation passes over also why. */
export function hostSteps(answers: readonly HostAnswer[], decisive: HostAnswer | undefined): Step[] {
  return answers.filter(({ candidate }) => candidate.addresses.length > 0)
    .flatMap((answer) => stepsOf(answer, answer === decisive));
}

function stepsOf({ candidate, address, verdict }: HostAnswer, isDecisive: boolean): Step[] {
  const host = formatHostAddress(candidate);
  const from = candidate.origin === "remembered" ? " (remembered)" : "";
  if (address === undefined) {
    const unreached = verdict as Refused; // without a connection there is no other
    const fail = isDecisive ? broken : warning;
    const fault = faultOf(unreached.error, remedyFor(candidate.origin));
    return [fail("connection", `${host}${from}: no connection`, fault)];
  }
  const reached = ok("connection", `${host}${from} at ${address}`);
  if (isDecisive || verdict.kind === "activates") return [reached];
  return [reached, warning(stepOf(verdict), `${host}: passed over`, faultOf(verdict.error))];
}

function remedyFor(origin: HostAnswer["candidate"]["origin"]): string {
  const start = "kms serve (or kms service start) on the host; open its TCP port in the firewalls";
  const other = origin === "set" || origin === "product"
    ? "kms /skms HOST[:PORT] for another host"
    : "kms dns status on the host, where its record is wrong";
  return `${start}; ${other}`;
}

/** The step at which a host failed that was reached. */
function stepOf({ kind, error }: Refused): StepName {
  if (kind === "unsound") return "authority";
  if (kind !== "signed") return "answer";
  return error.code === HResult.belowThreshold ? "count" : "result";
}
