import { BlockList } from "node:net";
import { networkInterfaces } from "node:os";
import { plainAddress } from "../../policy/remote_address.ts";

/** How long what was seen of the interfaces is believed, milliseconds: an address that asks is looked up, and many may ask. */
const SEEN_MS = 10_000;

/** Networks that this computer is itself in, by its interfaces' addresses and prefixes. */
export class OwnNetworks {
  readonly #elapsed: () => number;
  #seen: { readonly networks: BlockList; readonly at: number } | undefined;

  /** `elapsed`: a stopwatch, milliseconds. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  has(address: string): boolean {
    const plain = plainAddress(address).replace(/%.*$/, "");
    return this.#networks().check(plain, plain.includes(":") ? "ipv6" : "ipv4");
  }

  #networks(): BlockList {
    const now = this.#elapsed();
    if (this.#seen === undefined || now - this.#seen.at > SEEN_MS) {
      this.#seen = { networks: networksOf(cidrs()), at: now };
    }
    return this.#seen.networks;
  }
}

function cidrs(): string[] {
  return Object.values(networkInterfaces()).flatMap((infos = []) => infos.flatMap(({ cidr }) => cidr ?? []));
}

/** `192.0.2.7/24`, `2001:db8::1/64`. One that cannot be read is left out. */
export function networksOf(cidrs: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const cidr of cidrs) {
    const [, address, prefix] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(cidr) ?? [];
    if (address === undefined || Number(prefix) === 0) continue; // all of the world is nobody's own network
    networks.addSubnet(address, Number(prefix), address.includes(":") ? "ipv6" : "ipv4");
  }
  return networks;
}
