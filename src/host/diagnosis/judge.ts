import { firstBroken, HOST_STEPS, inOrder, type Step } from "../../policy/diagnosis.ts";
import { licenceStep } from "../../policy/licence_step.ts";
import { activationSteps } from "./activation_steps.ts";
import { dnsSteps } from "./dns_steps.ts";
import { clockStep, diskStep, journalStep } from "./folder_steps.ts";
import { healthSteps } from "./health_steps.ts";
import { multicastSteps } from "./multicast_steps.ts";
import { portStep } from "./port_step.ts";
import type { HostSight } from "./sight.ts";

/** Everything that a host needs to activate computers, from what was seen. */
export function judgeHost(sight: HostSight): Step[] {
  const folder = [clockStep(sight), diskStep(sight), journalStep(sight)];
  return inOrder([
    licenceStep(sight.licence),
    ...activationSteps(sight),
    portStep(sight, { isToStart: firstBroken(folder) === undefined }),
    ...dnsSteps(sight),
    ...multicastSteps(sight),
    ...folder,
    ...healthSteps(sight),
  ], HOST_STEPS);
}
