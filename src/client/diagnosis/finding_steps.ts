import { lookupFailure, type ServiceLookup, type ServiceTarget } from "../../dns/lookup.ts";
import { rcodeName, RecordType } from "../../dns/numbers.ts";
import type { Asked } from "../../dns/resolver.ts";
import { showServer } from "../../dns/server_address.ts";
import { failing, notNeeded, notReached, ok, type Step, warning } from "../../policy/diagnosis.ts";
import { countOf } from "../../policy/wording.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { HostAnswer } from "../asking.ts";
import type { Candidate } from "../candidate.ts";
import { type FindingStep, hostSet } from "../finding.ts";
import { formatHostAddress } from "../host_address.ts";
import type { ClientSight } from "./sight.ts";

/** ERROR_TIMEOUT and WSAHOST_NOT_FOUND. */
const TIMEOUT = 0x800705B4;
const NO_ADDRESS = 0x80072AF9;

/** How hosts are found: domain, records and addresses. What finds nothing is only a warning where a host was reached all the same. */
export function findingSteps(sight: ClientSight, decisive: HostAnswer | undefined): Step[] {
  const set = hostSet(sight.known);
  const candidates = sight.found.flatMap((step) => step.kind === "candidate" ? [step.candidate] : []);
  if (set !== undefined) {
    const where = `a host is set: ${formatHostAddress(set)}`;
    return [notNeeded("domain", where), notNeeded("dns", where), addressStep(candidates)];
  }
  const found = sight.found.some((step) => "lookup" in step && step.lookup.outcome.kind === "found");
  const known = decisive === undefined ? candidates.length > 0 : decisive.address !== undefined;
  const hinders = !found && !known;
  return [
    domainStep(sight, hinders),
    ...dnsSteps(sight.found, hinders),
    ...multicastSteps(sight.found),
    addressStep(candidates),
  ];
}

function domainStep({ known, found }: ClientSight, hinders: boolean): Step {
  if (found.some(({ kind }) => kind === "noDomain")) {
    return failing(hinders, "domain", "none", {
      code: HResult.noHostAnswered,
      text: "this computer lies in no DNS domain, and none is set to look for hosts in",
      remedy: "kms /skms-domain DOMAIN, or kms /skms HOST[:PORT]",
    });
  }
  const domains = found.flatMap((step) => step.kind === "lookup" ? [withoutLastDot(step.domain)] : []);
  const origin = known.domain === null ? "as this computer has it" : "as it is set";
  return ok("domain", `${domains.join(", ")} (${origin})`);
}

function dnsSteps(found: readonly FindingStep[], hinders: boolean): Step[] {
  const lookups = found.flatMap((step) => step.kind === "lookup" ? [step.lookup] : []);
  return lookups.length === 0 ? [notReached("dns")] : lookups.map((lookup) => dnsStep(lookup, hinders));
}

/** It is a way beside DNS: that it finds nothing is only a warning. No step where it is switched off. */
function multicastSteps(found: readonly FindingStep[]): Step[] {
  return found.flatMap((step) => {
    if (step.kind !== "multicast") return [];
    const { lookup } = step;
    if (lookup.outcome.kind === "found") {
      const { targets } = lookup.outcome;
      return [ok("multicast", `${countOf(targets.length, "host")}: ${targets.map(record).join(", ")}`)];
    }
    const code = lookupFailure(lookup)?.code ?? null;
    const text = lookup.outcome.kind === "failed"
      ? lookup.outcome.failure.message
      : "no host on this computer's links has announced itself";
    return [warning("multicast", "no host", { code, text, remedy: "kms dns multicast on, on the host" })];
  });
}

/** What was asked of which servers, and what they have. Addresses that are missing are the next step's. */
function dnsStep(lookup: ServiceLookup, hinders: boolean): Step {
  const { outcome } = lookup;
  const asked = lookup.asked.filter(({ type }) => type === RecordType.SRV);
  if (outcome.kind === "found") {
    const records = `${countOf(outcome.targets.length, "record")}: ${outcome.targets.map(record).join(", ")}`;
    const seen = `${serversIn(asked)}${records}`;
    const dead = asked.find(({ result }) => result.kind === "fault");
    return dead === undefined ? ok("dns", seen) : warning("dns", seen, silentServer(dead));
  }
  const { code = null, message, remedy } = lookupFailure(lookup)!;
  return failing(hinders, "dns", `${serversIn(asked)}${nothing(lookup)}`, {
    code,
    text: message,
    remedy: `${
      outcome.kind === "failed" ? remedy : publishing(lookup)
    }; or without DNS kms /skms HOST[:PORT]`,
  });
}

/** A host that is stopped takes its record back: that there is none may mean no more than that. */
function publishing({ outcome, name }: ServiceLookup): string {
  const add = `kms dns add DOMAIN on the host, or a record ${name} SRV`;
  if (outcome.kind === "notOffered") return add;
  return "kms serve, or kms service start, on the host (one that is stopped takes its record back); " +
    `where it runs, kms dns status there, then ${add}`;
}

function nothing({ outcome, name }: ServiceLookup): string {
  const what = { noName: "no name", noRecords: "no SRV record at", notOffered: "not offered:" };
  return outcome.kind in what ? `${what[outcome.kind as keyof typeof what]} ${name}` : `nothing of ${name}`;
}

function record({ target, port, priority, weight }: ServiceTarget): string {
  return `${withoutLastDot(target)}:${port} (priority ${priority}, weight ${weight})`;
}

/** Each server that was asked, in its order, and what it said where that is not an answer. */
function serversIn(asked: readonly Asked[]): string {
  const said = new Map(asked.map((one) => [serverName(one), saidBy(one)]));
  return said.size === 0 ? "" : `${[...said].map(([server, said]) => `${server}${said}`).join(", ")}: `;
}

function serverName({ server }: Asked): string {
  return server === undefined ? "the system" : showServer(server);
}

function saidBy({ result }: Asked): string {
  if (result.kind === "fault") return " (no answer)";
  return result.rcode === 0 ? "" : ` (${rcodeName(result.rcode)})`;
}

function silentServer({ server, result }: Asked) {
  const detail = result.kind === "fault" ? result.detail : "";
  const where = server === undefined ? "the system's DNS server" : showServer(server);
  return {
    code: TIMEOUT,
    text: `${where} does not answer, so that each lookup waits for it: ${detail}`,
    remedy: "start that DNS server, or take it out of this computer's network settings",
  };
}

function addressStep(candidates: readonly Candidate[]): Step {
  if (candidates.length === 0) return notReached("address");
  const seen = candidates.map(({ host, addresses }) =>
    addresses.includes(host)
      ? host
      : `${host} ${addresses.length === 0 ? "has no address" : `is at ${addresses.join(", ")}`}`
  );
  const lost = candidates.filter(({ addresses }) => addresses.length === 0);
  const line = [...new Set(seen)].join("; ");
  const [first] = lost;
  if (first === undefined) return ok("address", line);
  const fault = {
    code: NO_ADDRESS,
    text: `${first.host} has no address: ${first.missing}`,
    remedy: first.domain === null
      ? "kms /skms HOST[:PORT], with a name that resolves or an address"
      : "give the name an address (A or AAAA) in DNS; or kms /skms HOST[:PORT]",
  };
  return failing(lost.length === candidates.length, "address", line, fault);
}

function withoutLastDot(name: string): string {
  return name.replace(/\.$/, "");
}
