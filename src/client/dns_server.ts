import { parseServer, showServer } from "../dns/server_address.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { SocketAddress } from "../ports.ts";
import { DecodeError } from "../protocol/decode_error.ts";

/** Reads the address of a DNS server; null is the system's. Throws OperationError. */
export function parseDnsServer(text: string | null): SocketAddress | undefined {
  if (text === null) return undefined;
  try {
    return parseServer(text);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new OperationError(`Cannot read the DNS server ${JSON.stringify(text)}`, {
      remedy: "write it as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53",
      cause,
    });
  }
}

/** How that is kept. Throws OperationError. */
export function normalDnsServer(text: string): string {
  return showServer(parseDnsServer(text)!);
}
