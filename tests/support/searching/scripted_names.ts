import type { HostAddresses, HostNames, NameSource, OpenNames } from "../../../src/dns/host_names.ts";
import {
  type ServiceLookup,
  serviceName,
  type ServiceOutcome,
  type ServiceTarget,
} from "../../../src/dns/lookup.ts";

/** DNS as it is written down: what is offered in each domain (with its last dot), and the addresses of names. */
export class ScriptedNames {
  readonly services = new Map<string, ServiceOutcome>();
  readonly addresses = new Map<string, readonly string[]>();
  domains: readonly string[] = [];
  /** What is announced by multicast. */
  announced: ServiceOutcome = { kind: "noRecords" };
  /** How long a lookup of the service takes. */
  delay: () => Promise<void> = () => Promise.resolve();
  /** Every question, in order: `domains`, `SRV example.com.`, `A kms.example`, `multicast`. */
  readonly asked: string[] = [];
  /** What each search was opened with. */
  readonly sources: NameSource[] = [];

  readonly open: OpenNames = (source) => {
    this.sources.push(source);
    return this.#names();
  };

  /** Offers targets in a domain, in the order in which they are to be tried. */
  offer(domain: string, ...targets: readonly ServiceTarget[]): void {
    this.services.set(domain, { kind: "found", targets });
  }

  #names(): HostNames {
    return {
      domains: () => {
        this.asked.push("domains");
        return Promise.resolve(this.domains);
      },
      findService: async (domain): Promise<ServiceLookup> => {
        this.asked.push(`SRV ${domain}`);
        await this.delay();
        const outcome = this.services.get(domain) ?? { kind: "noName" };
        return { name: serviceName(domain), outcome, asked: [] };
      },
      findAnnounced: (): Promise<ServiceLookup> => {
        this.asked.push("multicast");
        return Promise.resolve({ name: serviceName("local"), outcome: this.announced, asked: [] });
      },
      findAddresses: (name): Promise<HostAddresses> => {
        this.asked.push(`A ${name}`);
        const addresses = this.addresses.get(name) ?? [];
        return Promise.resolve({ addresses, missing: addresses.length === 0 ? "no such name" : undefined });
      },
    };
  }
}

/** What DNS offers at a target with these addresses. */
export function target(
  name: string,
  addresses: readonly string[],
  change: Partial<ServiceTarget> = {},
): ServiceTarget {
  const missing = addresses.length === 0 ? "no address is known in DNS" : undefined;
  return { priority: 0, weight: 0, port: 1688, target: `${name}.`, ttl: 60, addresses, missing, ...change };
}
