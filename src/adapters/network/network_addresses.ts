import { networkInterfaces } from "node:os";

/** The addresses by which this computer can reach others, as one text: another text is another network. */
export function networkAddresses(): string {
  return textOf(
    Object.values(networkInterfaces()).flatMap((infos = []) => infos.map(({ address }) => address)),
  );
}

/** Those that are there without a network (loopback, link-local) are left out. */
export function textOf(addresses: readonly string[]): string {
  return addresses.filter((address) => !/^(?:127\.|169\.254\.|::1$|fe[89ab])/i.test(address)).sort().join(
    " ",
  );
}
