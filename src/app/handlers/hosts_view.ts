import type { FoundHost, FoundHosts } from "../../api/types.ts";
import { reasonsIn } from "../../client/searching.ts";
import type { Survey, Surveyed } from "../../client/surveying.ts";
import { HResult } from "../../protocol/hresult.ts";

/** What a survey of hosts looks like to a console. */
export function hostsView({ product, steps, hosts }: Survey): FoundHosts {
  return { product: product.name, notes: reasonsIn(steps), hosts: hosts.map(hostView) };
}

function hostView({ candidate, address, asked, milliseconds, verdict }: Surveyed): FoundHost {
  const { host, port, origin, domain, priority, weight, addresses } = candidate;
  const { reply } = verdict;
  const activates = verdict.kind === "activates";
  return {
    ...{ host, port, origin, domain, priority, weight, addresses: [...addresses], asked },
    address: address ?? null,
    activates,
    text: activates ? "it would activate" : verdict.error.message,
    code: activates ? HResult.activated : verdict.error.code ?? null,
    count: reply?.count ?? null,
    activationInterval: reply?.activationInterval ?? null,
    renewalInterval: reply?.renewalInterval ?? null,
    certificateEnds: reply === undefined ? null : reply.certificate.notAfter * 60_000,
    milliseconds: milliseconds ?? null,
  };
}
