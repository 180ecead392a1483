import { networkInterfaces } from "node:os";

/**
 * The addresses by which this computer can reach others, as one text: another text is another network. Those that are made up without a
 * network (loopback, link-local) are left out.
 */
export function networkAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((infos = []) => infos.map(({ address }) => address));
  return all.filter(reachesOthers).sort().join(" ");
}

function reachesOthers(address: string): boolean {
  return !/^(?:127\.|169\.254\.|::1$|fe[89ab])/i.test(address);
}
