import { lookupFailure } from "../dns/lookup.ts";
import type { Clock } from "../ports.ts";
import { HResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { HostAnswer } from "./asking.ts";
import type { Candidate } from "./candidate.ts";
import type { FindingStep } from "./finding.ts";
import { type Activates, REFUSALS, type Refused } from "./verdict.ts";

/** How long a search may take, lookups and all. */
export const SEARCH_MS = 30_000;

/** What a search came by: what was found, and what each host that was asked said. */
export interface Search {
  readonly steps: readonly FindingStep[];
  readonly answers: readonly Refusing[];
  /** Whether the time was over before every host had been asked. */
  readonly late: boolean;
}

export type Activating = HostAnswer & { readonly verdict: Activates };
export type Refusing = HostAnswer & { readonly verdict: Refused };

/** A search without success. The message says the most telling failure and how many hosts were tried. */
export class SearchFailed extends OperationError {
  readonly search: Search;

  constructor(search: Search) {
    const { message, ...options } = failureOf(search);
    super(message, options);
    this.search = search;
  }
}

/**
 * Asks hosts in the order in which they are found, until one activates or says what counts for now. `until`: when no further host is
 * asked, milliseconds since 1970. Rejects with SearchFailed.
 */
export async function searchHost(
  found: AsyncIterable<FindingStep>,
  ask: (candidate: Candidate) => Promise<HostAnswer>,
  { clock, until }: { clock: Clock; until: number },
): Promise<Activating> {
  const steps: FindingStep[] = [];
  const answers: Refusing[] = [];
  let late = false;
  for await (const step of found) {
    steps.push(step);
    late = clock.now() >= until;
    if (late) break;
    if (step.kind !== "candidate") continue;
    const answer = await ask(step.candidate);
    const { verdict } = answer;
    if (verdict.kind === "activates") return { ...answer, verdict };
    answers.push({ ...answer, verdict });
    if (endsSearch(answer)) break;
  }
  throw new SearchFailed({ steps, answers, late });
}

/** Whether no host behind this one is asked. */
export function endsSearch({ verdict }: HostAnswer): boolean {
  return verdict.kind === "activates" || verdict.final;
}

interface Failure {
  readonly message: string;
  readonly code: HResult;
  readonly remedy?: string;
}

function failureOf({ steps, answers, late }: Search): Failure {
  const reasons = reasonsIn(steps);
  const telling = mostTelling(answers.map(({ verdict }) => verdict));
  if (telling === undefined) {
    return { ...NONE_FOUND, message: `No KMS host was found: ${reasons.join("; ") || NO_TIME}` };
  }
  const { message, code = HResult.noHostAnswered, remedy } = telling.error;
  const more = [
    ...(answers.length > 1 ? [`${answers.length} hosts were tried`] : []),
    ...(late ? [NO_TIME] : reasons),
  ];
  const text = more.length === 0 || telling.final ? message : `${message} (${more.join("; ")})`;
  return { message: text, code, ...(remedy === undefined ? {} : { remedy }) };
}

const NO_TIME = `no more could be tried within ${SEARCH_MS / 1000} seconds`;
const NONE_FOUND = {
  code: HResult.noHostAnswered,
  remedy:
    "set one with kms /skms HOST[:PORT], or have its SRV record _volact._tcp put into DNS; kms hosts shows what is found",
};

/** Why lookups gave nothing, each that did. */
export function reasonsIn(steps: readonly FindingStep[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === "noDomain") {
      return ["no host is set, and this computer lies in no DNS domain to look in"];
    }
    if (step.kind === "candidate" || step.lookup.outcome.kind === "found") return [];
    if (step.kind === "multicast" && step.lookup.outcome.kind === "noRecords") {
      return ["no host has announced itself by multicast"];
    }
    return [lookupFailure(step.lookup)!.message];
  });
}

/** The final one, else the first of those that came farthest. */
export function mostTelling(refusals: readonly Refused[]): Refused | undefined {
  const rank = ({ kind, final }: Refused) => final ? REFUSALS.length : REFUSALS.indexOf(kind);
  return refusals.reduce<Refused | undefined>(
    (best, refusal) => best === undefined || rank(refusal) > rank(best) ? refusal : best,
    undefined,
  );
}
