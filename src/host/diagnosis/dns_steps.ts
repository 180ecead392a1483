import {
  broken,
  notNeeded,
  notReached,
  ok,
  type Step,
  type StepFault,
  warning,
} from "../../policy/diagnosis.ts";
import { countOf } from "../../policy/wording.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { SeenRecord } from "../dns_seen.ts";
import { isOnLoopback } from "./reach.ts";
import type { DomainSight, HostSight } from "./sight.ts";
import type { Answering } from "./who_answers.ts";

/** DNS_INFO_NO_RECORDS and WSAHOST_NOT_FOUND */
const NO_RECORDS = 0x8007251D;
const NO_ADDRESS = 0x80072AF9;

/** One for each domain in which the host is to be found: its record there as others see it, and where that leads. */
export function dnsSteps(sight: HostSight): Step[] {
  const { domains, facts: { settings }, listening } = sight;
  if (domains.length === 0) return [notNeeded("dns", "no domain is set (kms dns add DOMAIN)")];
  if (!settings.dnsPublishing) return [notNeeded("dns", "publishing is off (kms /sdns)")];
  return domains.map((domain) =>
    listening === undefined
      ? notReached("dns", `${domain.domain}: ${recordsIn(domain)}; published while the host runs`)
      : domainStep(domain, isOnLoopback(sight))
  );
}

/** `onLoopback`: that nobody answers where the record leads is the port's fault then, and says nothing of the record. */
function domainStep(sight: DomainSight, onLoopback: boolean): Step {
  const { domain, standing, answering } = sight;
  const seen = `${domain}: ${recordsIn(sight)}`;
  if (standing.wanted === null) return leftBehind(sight, seen);
  if (onLoopback && answering.size > 0 && [...answering.values()].every(({ kind }) => kind === "nobody")) {
    return notReached("dns", seen);
  }
  const fault = faultIn(sight);
  if (fault !== undefined) return broken("dns", seen, fault);
  return standing.failure === null
    ? ok("dns", seen)
    : warning("dns", seen, publishingFault(standing.failure));
}

/** The domain was removed, and the record could not be taken back. */
function leftBehind({ domain, standing: { failure } }: DomainSight, seen: string): Step {
  return warning("dns", seen, {
    code: failure?.code ?? null,
    text: failure?.reason ?? `the host's record is still in ${domain}, which is not to have it any more`,
    remedy: failure?.remedy ?? "kms dns publish",
  });
}

function recordsIn({ records }: DomainSight): string {
  const ours = records.filter((record) => record.ours).map(placeOf).join(", ");
  if (records.length === 0) return "no record";
  return `${countOf(records.length, "record")}, ${
    ours === "" ? "none of this host" : `of this host ${ours}`
  }`;
}

function placeOf({ target, port, addresses }: SeenRecord): string {
  return `${target.replace(/\.$/, "")}:${port} at ${addresses.join(", ") || "no address"}`;
}

/** Why a client does not come to this host by its record; undefined where it does. */
function faultIn({ domain, records, standing, failure, answering }: DomainSight): StepFault | undefined {
  const ours = records.filter((record) => record.ours);
  if (ours.length === 0) {
    if (standing.failure !== null) return publishingFault(standing.failure);
    if (failure !== null) return publishingFault(failure);
    const text = `none of the ${countOf(records.length, "record")} in ${domain} is this host's`;
    return { code: NO_RECORDS, text, remedy: "kms dns publish" };
  }
  const { target, port } = ours[0]!;
  const name = target.replace(/\.$/, "");
  const remedy = `correct the address of ${name} in DNS, or kms dns add ${domain} --target NAME`;
  if (answering.size === 0) {
    return { code: NO_ADDRESS, text: `its record leads to ${name}, which has no address`, remedy };
  }
  if ([...answering.values()].some(({ kind }) => kind === "thisHost" || kind === "notActivated")) {
    return undefined;
  }
  const where = [...answering].map(([address, found]) => `${address} port ${port}: ${wordsOf(found)}`);
  const text = `its record leads to ${name}, and there is not this host (${where.join("; ")})`;
  return { code: HResult.serverUnavailable, text, remedy };
}

function publishingFault({ code, reason, remedy }: NonNullable<DomainSight["failure"]>): StepFault {
  return { code, text: reason, remedy: `${remedy}; then kms dns publish` };
}

function wordsOf(found: Answering): string {
  switch (found.kind) {
    case "nobody":
      return found.why;
    case "anotherHost":
      return "another KMS host";
    default:
      return "something else";
  }
}
