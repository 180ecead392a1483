import { type Patience, USUAL_WAITS } from "../dns/exchanged.ts";
import type { Published, Publishing } from "../dns/publish.ts";
import { ServerResolver } from "../dns/resolver.ts";
import { parseServer } from "../dns/server_address.ts";
import type { DnsSettings } from "../dns/system_settings.ts";
import { parseTsigKey } from "../dns/tsig_key_file.ts";
import type { DomainStanding } from "../policy/dns.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { Datagrams, Network } from "../ports.ts";
import type { Host } from "./host.ts";

/** What publishing takes beside the host's own ports. */
export interface PublisherPorts {
  readonly datagrams: Datagrams;
  readonly network: Network;
  /** How this computer looks names up. */
  readonly dnsSettings: () => Promise<DnsSettings>;
}

interface Change {
  readonly domain: string;
  readonly standing: DomainStanding;
  /** How long it may take. */
  readonly milliseconds: number;
}

/** Does something to a domain with the server and the key that are set for it; what is malformed there is a failure too. */
export async function changeInDns(
  host: Host,
  ports: PublisherPorts,
  change: Change,
  work: (publishing: Publishing) => Promise<Published>,
): Promise<Published> {
  try {
    return await work(await publishingOf(host, ports, change));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const remedy = "correct what is set for the domain: kms dns list shows it, kms dns add changes it";
    return { kind: "failed", failure: { code: undefined, message: error.message, remedy } };
  }
}

async function publishingOf(
  host: Host,
  { datagrams, network, dnsSettings }: PublisherPorts,
  { domain, standing: { wanted, published }, milliseconds }: Change,
): Promise<Publishing> {
  const { clock, timer, random } = host.ports;
  const ports = { clock, timer, random, datagrams, network };
  const patience: Patience = { waits: USUAL_WAITS, deadline: clock.now() + milliseconds };
  const named = wanted === null ? published?.server ?? null : wanted.server;
  const server = named === null ? undefined : parseServer(named);
  const servers = server === undefined ? (await dnsSettings()).servers : [server];
  const keyText = host.secrets.tsigKeys[domain];
  const key = keyText === undefined ? undefined : parseTsigKey(keyText);
  return { ports, patience, resolver: new ServerResolver(ports, servers, patience), server, key };
}
