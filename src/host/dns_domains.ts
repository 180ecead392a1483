import { parseIpAddress } from "../dns/ip_address.ts";
import { parseName } from "../dns/name.ts";
import { parseServer } from "../dns/server_address.ts";
import { parseTsigKey } from "../dns/tsig_key_file.ts";
import type { DnsDomain } from "../policy/dns.ts";
import { EventId } from "../policy/events.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Host } from "./host.ts";
import { byWhom } from "./installing.ts";

/** How a host is to be published in a domain, as a person has put it. What is left out stays as it is, and is at first 0 or null. */
export interface WantedDomain {
  readonly domain: string;
  readonly priority?: number | undefined;
  readonly weight?: number | undefined;
  /** Null for the zone's primary one. */
  readonly server?: string | null | undefined;
  /** Null for the host's own name. */
  readonly target?: string | null | undefined;
  /** Text of a key file, or null for none. */
  readonly tsigKey?: string | null | undefined;
}

const UNSET: DnsDomain = { priority: 0, weight: 0, server: null, target: null, signed: false };

/** Sets a domain, or changes how the host is published in it. Resolves with its name once that is on disk. Rejects with OperationError. */
export async function setDomain(host: Host, wanted: WantedDomain, by?: string): Promise<string> {
  void host.state; // a sealed host takes nothing in
  const domain = readNewName(wanted.domain);
  const before = host.state.facts.dns[domain]?.wanted ?? UNSET;
  const { priority = before.priority, weight = before.weight, server = before.server } = wanted;
  const target = wanted.target == null ? wanted.target : readNewName(wanted.target);
  if (server !== null) orOperationError(() => parseServer(server), {});
  const signed = await changeKey(host, domain, before.signed ? wanted.tsigKey : wanted.tsigKey ?? null);
  await host.record([{
    id: EventId.dnsDomainChanged,
    time: host.ports.clock.now(),
    domain,
    wanted: { priority, weight, server, target: target === undefined ? before.target : target, signed },
    ...byWhom(by),
  }]);
  return domain;
}

/** Keeps the text of a key file, none for null, or what is kept for undefined; resolves with whether updates are signed. */
async function changeKey(host: Host, domain: string, key: string | null | undefined): Promise<boolean> {
  if (key === undefined) return true;
  if (key !== null) {
    orOperationError(() => parseTsigKey(key), {
      remedy: "name a file that tsig-keygen or keymgr -t has written",
    });
  }
  await host.changeSecrets((store) => store.storeTsigKey(domain, key));
  return key !== null;
}

/** Removes a domain and resolves with its name; what is published there is taken back by the publisher, which still has its key. Rejects with OperationError. */
export async function removeDomain(host: Host, text: string, by?: string): Promise<string> {
  const domain = readDomain(text);
  const standing = host.state.facts.dns[domain];
  if (standing?.wanted == null) {
    throw new OperationError(`Cannot remove ${domain}: the host is not set to be published there`, {
      remedy: "kms dns list shows the domains",
    });
  }
  const time = host.ports.clock.now();
  await host.record([{ id: EventId.dnsDomainChanged, time, domain, wanted: null, ...byWhom(by) }]);
  if (standing.published === null) await host.changeSecrets((store) => store.storeTsigKey(domain, null));
  return domain;
}

/** SRV records are named for a domain and lead to a name: an address would be taken for one, and lead nowhere (RFC 2782). */
function readNewName(text: string): string {
  const name = readDomain(text);
  if (!name.includes(":") && parseIpAddress(name) === undefined) return name;
  throw new OperationError(`Cannot publish with ${JSON.stringify(name)}: an address is no name`, {
    remedy: "write a name such as kms1.example.com, which has that address in DNS",
  });
}

function readDomain(text: string): string {
  const remedy = "write it as example.com: labels of letters, digits and hyphens between dots";
  const name = orOperationError(() => parseName(text.trim()), { remedy }).replace(/\.$/, "").toLowerCase();
  if (name !== "") return name;
  throw new OperationError("Cannot publish in the root of DNS", { remedy });
}
