import type { HostNames } from "../dns/host_names.ts";
import { parseIpAddress, sameIpAddress } from "../dns/ip_address.ts";
import type { ServiceLookup, ServiceTarget } from "../dns/lookup.ts";
import { type DnsName, parseName } from "../dns/name.ts";
import type { HostOrigin } from "../policy/client_settings.ts";
import type { CachedHost, Candidate } from "./candidate.ts";
import { type HostAddress, parseHostAddress, parseHostSetting } from "./host_address.ts";

/** What a client knows of its host before it looks in DNS. */
export interface HostKnowledge {
  /** The host that is set for the product, or null. */
  readonly productHost: string | null;
  /** The host that is set, or a port alone (`:1700`) at which hosts are asked that are found; or null. */
  readonly host: string | null;
  /** The host that answered last, or null. */
  readonly cachedHost: CachedHost | null;
  /** The domain to look in, or null for the computer's own. */
  readonly domain: string | null;
  /** Whether hosts are looked for by multicast too. */
  readonly multicast: boolean;
}

/** What a search comes by, in its order: whoever explains it shows these. */
export type FindingStep =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "lookup"; readonly domain: DnsName; readonly lookup: ServiceLookup }
  /** What was announced on this computer's links. */
  | { readonly kind: "multicast"; readonly lookup: ServiceLookup }
  /** No domain is set, and the computer lies in none. */
  | { readonly kind: "noDomain" };

/** Finds hosts in the order in which they are to be asked; nothing is looked up before it is reached. A host that is set is the only one. */
export async function* findHosts(known: HostKnowledge, names: HostNames): AsyncGenerator<FindingStep> {
  const set = hostSet(known);
  if (set === undefined) yield* discoverHosts(known, names);
  else yield { kind: "candidate", candidate: await resolveHost(set, names) };
}

/** The host that an administrator has set, and for what; undefined where none is. */
export function hostSet(
  { productHost, host }: HostKnowledge,
): HostAddress & { origin: HostOrigin } | undefined {
  if (productHost !== null) return { ...parseHostAddress(productHost), origin: "product" };
  if (host === null) return undefined;
  const { host: name, port } = parseHostSetting(host);
  return name === undefined ? undefined : { host: name, port, origin: "set" };
}

/** Finds hosts as if none were set: the one that answered last, those that DNS tells of, then those that announce themselves. None comes twice with one address. */
export async function* discoverHosts(known: HostKnowledge, names: HostNames): AsyncGenerator<FindingStep> {
  const found: Candidate[] = [];
  const port = portSet(known);
  for await (const step of steps(known, names)) {
    if (step.kind !== "candidate") {
      yield step;
      continue;
    }
    const candidate = withoutKnown({ ...step.candidate, port: port ?? step.candidate.port }, found);
    if (candidate === undefined) continue;
    found.push(candidate);
    yield { kind: "candidate", candidate };
  }
}

async function* steps(known: HostKnowledge, names: HostNames): AsyncGenerator<FindingStep> {
  const { cachedHost, domain, multicast } = known;
  if (cachedHost !== null) yield { kind: "candidate", candidate: remembered(cachedHost) };
  const domains = domain === null ? await names.domains() : [parseName(domain)];
  if (domains.length === 0) yield { kind: "noDomain" };
  for (const domain of domains) {
    const lookup = await names.findService(domain);
    yield { kind: "lookup", domain, lookup };
    yield* candidatesOf(lookup, { origin: "dns", domain: withoutLastDot(domain) });
  }
  if (!multicast) return;
  const lookup = await names.findAnnounced();
  yield { kind: "multicast", lookup };
  yield* candidatesOf(lookup, { origin: "multicast", domain: null });
}

function* candidatesOf(
  { outcome }: ServiceLookup,
  told: Pick<Candidate, "origin" | "domain">,
): Generator<FindingStep> {
  if (outcome.kind !== "found") return;
  for (const target of outcome.targets) yield { kind: "candidate", candidate: offered(target, told) };
}

/** The port alone that is set. */
export function portSet({ host }: HostKnowledge): number | undefined {
  const setting = host === null ? undefined : parseHostSetting(host);
  return setting?.host === undefined ? setting?.port : undefined;
}

/** A host that is set, with the addresses of its name. */
export async function resolveHost(
  set: HostAddress & { readonly origin: HostOrigin },
  names: HostNames,
): Promise<Candidate> {
  const isAddress = parseIpAddress(set.host.replace(/%.*$/, "")) !== undefined;
  const { addresses, missing } = isAddress
    ? { addresses: [set.host], missing: undefined }
    : await names.findAddresses(set.host);
  return { ...set, addresses, missing, domain: null, priority: null, weight: null };
}

/** It is asked where it answered, without a question to DNS; should it have moved, DNS tells of it as of any other. */
function remembered({ host, port, address, domain }: CachedHost): Candidate {
  const origin = "remembered";
  return {
    origin,
    host,
    port,
    addresses: [address],
    missing: undefined,
    domain,
    priority: null,
    weight: null,
  };
}

function offered(
  { target, port, addresses, missing, priority, weight }: ServiceTarget,
  told: Pick<Candidate, "origin" | "domain">,
): Candidate {
  return { ...told, host: withoutLastDot(target), port, addresses, missing, priority, weight };
}

/** The candidate with the addresses that no other before it had at that port; undefined where that leaves none. */
function withoutKnown(candidate: Candidate, others: readonly Candidate[]): Candidate | undefined {
  const isKnown = (address: string) =>
    others.some((other) =>
      other.port === candidate.port && other.addresses.some((one) => sameIpAddress(one, address))
    );
  const addresses = candidate.addresses.filter((address) => !isKnown(address));
  return addresses.length === 0 && candidate.addresses.length > 0 ? undefined : { ...candidate, addresses };
}

function withoutLastDot(name: DnsName): string {
  return name.replace(/\.$/, "");
}
