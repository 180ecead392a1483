import type { Link } from "../../ports.ts";
import { parseIpAddress } from "../ip_address.ts";

/** Addresses of a link beyond so many are not announced: all must go into one datagram. */
const MOST_ADDRESSES = 8;

/** The links that an address lies on. Who lies on none is from elsewhere and has no part in this (RFC 6762, 11). */
export function linksOf(address: string, links: readonly Link[]): Link[] {
  const bytes = parseIpAddress(withoutInterface(address));
  if (bytes === undefined) return [];
  return links.filter(({ addresses }) =>
    addresses.some(({ address, prefix }) => isOnLink(bytes, address, prefix))
  );
}

/** The addresses of a link that others can connect to. */
export function announcedAddresses({ addresses }: Link): string[] {
  return addresses.map(({ address }) => withoutInterface(address)).filter(isReachable).slice(
    0,
    MOST_ADDRESSES,
  );
}

/**
 * Whether others can connect to an address that they are told: not to loopback, unspecified and multicast addresses, and not to a
 * link-local one of IPv6, which is none without the interface of whoever connects. That of IPv4 is: a network without DHCP has no other.
 */
export function isReachable(address: string): boolean {
  const bytes = parseIpAddress(address);
  if (bytes === undefined) return false;
  if (bytes.length === 4) return bytes[0] !== 0 && bytes[0] !== 127 && bytes[0]! < 224;
  const isLow = bytes.subarray(0, 10).every((byte) => byte === 0); // ::, ::1, and IPv4 as IPv6
  const isLinkLocal = bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80;
  return !isLow && !isLinkLocal && bytes[0] !== 0xff;
}

function isOnLink(bytes: Uint8Array, address: string, prefix: number): boolean {
  const own = parseIpAddress(withoutInterface(address));
  if (own?.length !== bytes.length) return false;
  return own.every((byte, i) => {
    const mask = 0xff00 >> Math.min(Math.max(prefix - 8 * i, 0), 8) & 0xff;
    return (byte & mask) === (bytes[i]! & mask);
  });
}

function withoutInterface(address: string): string {
  return address.replace(/%.*$/, "");
}
