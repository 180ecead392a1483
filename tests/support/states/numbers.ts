import type { Authority } from "../../../src/authority/authority.ts";
import type { Client } from "../../../src/client/client.ts";
import type { Host } from "../../../src/host/host.ts";

/** What the folders of a version hold, as its numbers: they must be the same in every later version. */
export interface StateNumbers {
  /** When the folders are looked at, milliseconds since 1970. */
  readonly now: number;
  readonly host?: HostNumbers;
  readonly client?: ClientNumbers;
  readonly authority?: AuthorityNumbers;
}

/** Later versions have more settings, so those that the folder's version had are compared. */
export interface HostNumbers {
  readonly activation: string;
  readonly serial: number | null;
  readonly sequence: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly counters: unknown;
  /** Not from versions that did not tell products apart. */
  readonly byProduct?: unknown;
  readonly count: number;
  readonly machines: readonly string[];
}

export interface ClientNumbers {
  readonly machineId: string;
  readonly key: string | null;
  readonly host: string | null;
  readonly product: string | null;
  readonly standing: unknown;
  /** Not from versions that did not keep them. */
  readonly intervals?: unknown;
}

export interface AuthorityNumbers {
  readonly publisher: string;
  readonly products: readonly string[];
  /** Serial of each host key and how many hosts it has activated. */
  readonly keys: readonly (readonly [number, number])[];
}

export function hostNumbers(host: Host, now: number): HostNumbers {
  const { facts, machines, requests } = host.state;
  return {
    activation: host.activation(now).kind,
    serial: facts.key?.serial ?? null,
    sequence: facts.sequence,
    settings: { ...facts.settings },
    counters: { ...facts.counters },
    byProduct: requests.snapshot(),
    count: machines.totals(now).counted,
    machines: machines.records().map((one) =>
      [
        ...[one.name, one.machineId, one.hardware, one.productId],
        ...[one.virtual, one.ephemeral, one.counted, one.licenceState, one.minutesLeft, one.result],
        ...[one.firstSeen, one.lastSeen, one.heldFrom ?? one.lastSeen],
      ].join(" ")
    ).sort(),
  };
}

export async function clientNumbers(client: Client): Promise<ClientNumbers> {
  return {
    machineId: client.machineId,
    key: client.partialKey ?? null,
    host: client.settings.host,
    product: client.product?.name ?? null,
    standing: (await client.look()).standing,
    intervals: client.intervals,
  };
}

export async function authorityNumbers(authority: Authority): Promise<AuthorityNumbers> {
  const { publisher, products, hostKeys } = await authority.read();
  return {
    publisher,
    products: products.map(({ name }) => name),
    keys: hostKeys.map(({ serial, hosts }) => [serial, hosts.length] as const),
  };
}
