import type { LicenceFile } from "../crypto/licence_file.ts";
import type { HostNames } from "../dns/host_names.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Circumstances } from "./activating.ts";
import { askHost, type AskingPorts, type HostAnswer } from "./asking.ts";
import type { Candidate } from "./candidate.ts";
import type { ClientPorts } from "./client.ts";
import { hostKnowledge } from "./client_store.ts";
import { parseDomain } from "./domain.ts";
import { discoverHosts, type FindingStep, type HostKnowledge, hostSet, resolveHost } from "./finding.ts";
import { forEach } from "./for_each.ts";
import type { Question } from "./question.ts";
import { searchNames } from "./search_names.ts";
import { SEARCH_MS } from "./searching.ts";

/** What is looked at. */
export interface SurveyWish {
  /** Only what DNS tells of in this domain; what is set and remembered is left aside. */
  readonly domain?: string | undefined;
}

/** One host, and what it would say. */
export interface Surveyed extends HostAnswer {
  /** Whether an activation would come to ask it: while a host is set, no other is. */
  readonly asked: boolean;
}

export interface Survey {
  readonly product: Product;
  readonly steps: readonly FindingStep[];
  readonly hosts: readonly Surveyed[];
}

/** Hosts that are probed at one time. */
const AT_ONCE = 8;

/** Finds all hosts, those that an activation would not come to as well, and probes each. Rejects with OperationError. */
export async function surveyHosts(
  ports: ClientPorts,
  circumstances: Circumstances,
  { domain }: SurveyWish,
): Promise<Survey> {
  const question = probeOf(circumstances);
  if (question === undefined) throw nothingToAskFor(circumstances.licence);
  const until = ports.clock.now() + SEARCH_MS;
  const names = searchNames(ports.openNames, circumstances, until);
  const steps = await allSteps(knowledgeFor(circumstances, domain), names);
  const candidates = steps.flatMap((step) => step.kind === "candidate" ? [step.candidate] : []);
  const aHostIsSet = candidates.some(isSet);
  const answers = await probeHosts(ports, candidates, question, until);
  const hosts = answers.map((answer) => ({
    ...answer,
    asked: !aHostIsSet || answer.candidate === candidates[0],
  }));
  return { product: question.product, steps, hosts };
}

/** What each would say, in their order. `until`: when it must be over, milliseconds since 1970. */
export function probeHosts(
  ports: AskingPorts,
  candidates: readonly Candidate[],
  question: Question,
  until: number,
): Promise<HostAnswer[]> {
  return forEach(candidates, AT_ONCE, (candidate) => askHost(ports, candidate, question, until));
}

function isSet({ origin }: Candidate): boolean {
  return origin === "product" || origin === "set";
}

function knowledgeFor({ facts, product }: Circumstances, domain: string | undefined): HostKnowledge {
  if (domain === undefined) return hostKnowledge(facts, product);
  return { productHost: null, host: null, cachedHost: null, domain: parseDomain(domain), multicast: false };
}

async function allSteps(known: HostKnowledge, names: HostNames): Promise<FindingStep[]> {
  const { productHost, host } = known;
  const settings = [{ ...known, productHost, host: null }, { ...known, productHost: null, host }];
  const set = settings.map(hostSet).filter((one) => one !== undefined);
  const candidates = await Promise.all(set.map((one) => resolveHost(one, names)));
  const found = await Array.fromAsync(discoverHosts(known, names));
  return [...candidates.map((candidate) => ({ kind: "candidate", candidate }) as const), ...found];
}

/**
 * Without a product key the licence file's first product is asked for: what a host says of itself does not depend on it. Undefined
 * without a licence file, or a product in it.
 */
export function probeOf(circumstances: Circumstances): Question | undefined {
  const { licence, product = licence?.payload.products[0] } = circumstances;
  if (licence === undefined || product === undefined) return undefined;
  return { ...circumstances, licence, product, leaseCertificate: undefined, probe: true };
}

function nothingToAskFor(licence: LicenceFile | undefined): OperationError {
  const why = licence === undefined
    ? "no licence file is installed, or it is damaged"
    : "the licence file has no product";
  return new OperationError(`Cannot ask hosts: ${why}`, { remedy: "kms /ilc FILE" });
}
