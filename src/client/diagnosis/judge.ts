import { CLIENT_STEPS, inOrder, type Step } from "../../policy/diagnosis.ts";
import { licenceStep } from "../../policy/licence_step.ts";
import type { HostAnswer } from "../asking.ts";
import { endsSearch, mostTelling } from "../searching.ts";
import { answerSteps } from "./answer_steps.ts";
import { findingSteps } from "./finding_steps.ts";
import { keyStep, leaseStep } from "./own_steps.ts";
import { hostSteps } from "./host_steps.ts";
import type { ClientSight } from "./sight.ts";

/** Every step between this computer and its activation, from what was seen. */
export function judgeClient(sight: ClientSight): Step[] {
  const decisive = decisiveAnswer(sight.answers);
  return inOrder([
    licenceStep(sight.licence),
    keyStep(sight),
    ...findingSteps(sight, decisive),
    ...hostSteps(sight, decisive),
    ...answerSteps(sight, decisive),
    leaseStep(sight),
  ], CLIENT_STEPS);
}

/** The answer at which an activation would end, or of all that fail the one that tells most; undefined where no host was asked. */
function decisiveAnswer(answers: readonly HostAnswer[]): HostAnswer | undefined {
  const telling = mostTelling(
    answers.flatMap(({ verdict }) => verdict.kind === "activates" ? [] : [verdict]),
  );
  return answers.find(endsSearch) ??
    answers.find(({ verdict }) => verdict === telling);
}
