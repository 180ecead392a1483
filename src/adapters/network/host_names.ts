import { addressesOf } from "../../dns/addresses.ts";
import type { DnsPorts } from "../../dns/exchanged.ts";
import { USUAL_WAITS } from "../../dns/exchanged.ts";
import type { HostAddresses, HostNames, NameSource, OpenNames } from "../../dns/host_names.ts";
import { lookupService, type ServiceLookup } from "../../dns/lookup.ts";
import { BROWSE_MS, browseServices } from "../../dns/multicast/browse.ts";
import type { MulticastPorts } from "../../dns/multicast/ports.ts";
import { type DnsName, parseName, ROOT, sameName } from "../../dns/name.ts";
import { type Resolver, ServerResolver } from "../../dns/resolver.ts";
import { type DnsSettings, ownDomain } from "../../dns/system_settings.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import { SystemResolver } from "./system_resolver.ts";

export type NamePorts = DnsPorts & MulticastPorts & {
  /** How this computer looks names up. */
  readonly dnsSettings: () => Promise<DnsSettings>;
};

/** Names as this computer has them, or as a DNS server that is given does. `hostname`: the computer's. */
export function systemNames(ports: NamePorts, hostname: () => string): OpenNames {
  return (source) => new SystemNames(ports, hostname, source);
}

class SystemNames implements HostNames {
  readonly #ports: NamePorts;
  readonly #hostname: () => string;
  readonly #source: NameSource;
  #settings: Promise<DnsSettings> | undefined;

  constructor(ports: NamePorts, hostname: () => string, source: NameSource) {
    this.#ports = ports;
    this.#hostname = hostname;
    this.#source = source;
  }

  async domains(): Promise<readonly DnsName[]> {
    const settings = await this.#readSettings();
    const own = ownDomain(this.#hostname(), settings);
    const all = [...(own === undefined ? [] : [own]), ...settings.search].filter((domain) => domain !== ROOT);
    return all.filter((domain, i) => all.findIndex((other) => sameName(other, domain)) === i);
  }

  async findService(domain: DnsName) {
    return await lookupService(domain, { resolver: await this.#resolver(), random: this.#ports.random });
  }

  async findAnnounced(): Promise<ServiceLookup> {
    const left = this.#source.multicastDeadline - this.#ports.clock.now();
    return await browseServices(this.#ports, { timeoutMs: Math.min(BROWSE_MS, left) });
  }

  /** A DNS server that is given is asked for it; else the system, which may know it from elsewhere than DNS. */
  async findAddresses(name: string): Promise<HostAddresses> {
    const { server } = this.#source;
    return server === undefined ? await this.#bySystem(name) : await this.#byServer(name);
  }

  async #byServer(name: string): Promise<HostAddresses> {
    try {
      const { addresses, failure } = await addressesOf(parseName(name), await this.#resolver());
      return { addresses, missing: failure?.message ?? "the DNS server has no address of that name" };
    } catch (error) {
      if (error instanceof DecodeError) return { addresses: [], missing: error.message };
      throw error;
    }
  }

  async #bySystem(name: string): Promise<HostAddresses> {
    const { clock, timer } = this.#ports;
    const done = new AbortController();
    const late = timer.wait(Math.max(1, this.#source.deadline - clock.now()), done.signal)
      .then(() => ({ addresses: [], missing: "its name was not resolved in time" }));
    return await Promise.race([systemAddresses(name), late]).finally(() => done.abort());
  }

  async #resolver(): Promise<Resolver> {
    const { server, deadline } = this.#source;
    if (server !== undefined) {
      return new ServerResolver(this.#ports, [server], { waits: USUAL_WAITS, deadline });
    }
    const { servers, waits } = await this.#readSettings();
    if (servers.length > 0) return new ServerResolver(this.#ports, servers, { waits, deadline });
    return new SystemResolver(AbortSignal.timeout(Math.max(1, deadline - this.#ports.clock.now())));
  }

  #readSettings(): Promise<DnsSettings> {
    return this.#settings ??= this.#ports.dnsSettings();
  }
}

/** As the system resolves a name (getaddrinfo), in its order. */
async function systemAddresses(name: string): Promise<HostAddresses> {
  const { lookup } = await import("node:dns/promises"); // only those pay for it who have a name
  try {
    const found = await lookup(name, { all: true, verbatim: true });
    return { addresses: [...new Set(found.map(({ address }) => address))], missing: undefined };
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const why = code === "ENOTFOUND" ? "the system knows no such name" : `${(error as Error).message}`;
    return { addresses: [], missing: why };
  }
}
