import { parseName } from "../dns/name.ts";
import { parseServer } from "../dns/server_address.ts";
import { parseTsigKey } from "../dns/tsig_key_file.ts";
import { EventId } from "../policy/events.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Host } from "./host.ts";
import { byWhom } from "./installing.ts";

/** How a host is to be published in a domain, as a person has put it. */
export interface WantedDomain {
  readonly domain: string;
  readonly priority: number;
  readonly weight: number;
  readonly server: string | null;
  readonly target: string | null;
  /** Text of a key file, or null for none. */
  readonly tsigKey: string | null;
}

/** Sets a domain, or changes how the host is published in it. Resolves with its name once that is on disk. Rejects with OperationError. */
export async function setDomain(host: Host, wanted: WantedDomain, by?: string): Promise<string> {
  void host.state; // a sealed host takes nothing in
  const domain = readDomain(wanted.domain);
  const { priority, weight, server, tsigKey } = wanted;
  const target = wanted.target === null ? null : readDomain(wanted.target);
  if (server !== null) orOperationError(() => parseServer(server), {});
  if (tsigKey !== null) {
    orOperationError(() => parseTsigKey(tsigKey), {
      remedy: "name a file that tsig-keygen or keymgr -t has written",
    });
  }
  await host.changeSecrets((store) => store.storeTsigKey(domain, tsigKey));
  await host.record([{
    id: EventId.dnsDomainChanged,
    time: host.ports.clock.now(),
    domain,
    wanted: { priority, weight, server, target, signed: tsigKey !== null },
    ...byWhom(by),
  }]);
  return domain;
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

function readDomain(text: string): string {
  const remedy = "write it as example.com: labels of letters, digits and hyphens between dots";
  const name = orOperationError(() => parseName(text.trim()), { remedy }).replace(/\.$/, "").toLowerCase();
  if (name !== "") return name;
  throw new OperationError("Cannot publish in the root of DNS", { remedy });
}
