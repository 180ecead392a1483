import { systemDatagrams } from "../../../src/adapters/network/dns_transport.ts";
import { systemClock, systemRandom, systemTimer } from "../../../src/adapters/system/system.ts";
import { tcpNetwork } from "../../../src/adapters/network/tcp.ts";
import type { DnsPorts } from "../../../src/dns/exchanged.ts";
import type { Publishing, ServiceRecord } from "../../../src/dns/publish.ts";
import { ServerResolver } from "../../../src/dns/resolver.ts";
import type { TsigKey } from "../../../src/dns/tsig.ts";
import type { SocketAddress } from "../../../src/ports.ts";
import { type Algorithm, SECRETS } from "./dns_zones.ts";

/** The real network and clock. */
export const systemPorts: DnsPorts = {
  clock: systemClock,
  timer: systemTimer,
  random: systemRandom,
  datagrams: systemDatagrams(systemRandom),
  network: tcpNetwork,
};

/** The keys that the servers of these tests have. */
export function testKey(algorithm: Algorithm): TsigKey {
  const secret = Uint8Array.from(atob(SECRETS[algorithm]), (char) => char.charCodeAt(0));
  return { name: `${algorithm}.key.`, algorithm, secret };
}

/** What publishing at a server takes, with that server for all questions. */
export function publishingAt(
  server: SocketAddress,
  key?: TsigKey,
  { ports = systemPorts, waits = [5000] as readonly number[] } = {},
): Publishing {
  const patience = { waits, deadline: ports.clock.now() + 20_000 };
  return { ports, patience, key, server, resolver: new ServerResolver(ports, [server], patience) };
}

export function resolverAt(
  server: SocketAddress,
  { ports = systemPorts, waits = [5000] as readonly number[] } = {},
) {
  return new ServerResolver(ports, [server], { waits, deadline: ports.clock.now() + 20_000 });
}

export function offer(target: string, change: Partial<ServiceRecord> = {}): ServiceRecord {
  return { priority: 0, weight: 0, port: 1688, target, ttl: 3600, ...change };
}
