import { DecodeError } from "../protocol/decode_error.ts";
import type { SocketAddress } from "../ports.ts";
import { parseIpAddress, sameIpAddress } from "./ip_address.ts";

const DNS_PORT = 53;

/** Reads the address of a DNS server: `ADDR`, `ADDR:PORT`, `[IPv6]` or `[IPv6]:PORT`. Throws DecodeError. */
export function parseServer(text: string): SocketAddress {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text.trim());
  const plain = /^([^:]*)(?::(\d{1,5}))?$/.exec(text.trim());
  const [, host = text.trim(), digits] = bracketed ?? plain ?? [];
  const port = digits === undefined ? DNS_PORT : Number(digits);
  const isIpv6 = host.includes(":");
  const isAddress = parseIpAddress(withoutInterface(host)) !== undefined && (bracketed === null || isIpv6);
  if (isAddress && port >= 1 && port <= 65535) return { host, port };
  throw new DecodeError("DNS server", "text", "write it as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53");
}

/** `192.0.2.1:53`, `[2001:db8::1]:53`. */
export function showServer({ host, port }: SocketAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export function familyOf({ host }: SocketAddress): 4 | 6 {
  return host.includes(":") ? 6 : 4;
}

/** Whether two texts of an address, and their ports, are one. */
export function sameServer(one: SocketAddress, other: SocketAddress): boolean {
  return one.port === other.port && sameIpAddress(one.host, other.host);
}

/** Of a link-local address such as `fe80::1%eth0`, what is before the interface. */
function withoutInterface(host: string): string {
  return /^(fe80:[^%]*)%[\w.-]+$/i.exec(host)?.[1] ?? host;
}
