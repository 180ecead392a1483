import { DEFAULT_PORT } from "../protocol/frame.ts";
import { parseIpAddress } from "../dns/ip_address.ts";
import { OperationError } from "../policy/operation_error.ts";

const LONGEST_NAME = 253;
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`. Throws OperationError. */
export function parseHostAddress(text: string, defaultPort: number = DEFAULT_PORT): HostAddress {
  const match = /^(?:\[([0-9a-fA-F:.%a-zA-Z]+)\]|([^\s:[\]/@]+))(?::(\d{1,5}))?$/.exec(text.trim());
  const host = match?.[1] ?? (match?.[2] === undefined ? undefined : inAscii(match[2]));
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || !isHostName(host) || port < 1 || port > 65535) {
    throw new OperationError(`Cannot read the host ${JSON.stringify(text)}`, {
      remedy: `write it as NAME, NAME:PORT, 192.0.2.1:${defaultPort} or [2001:db8::1]:${defaultPort}`,
    });
  }
  return { host, port };
}

/** A name in other letters as DNS has it (IDNA): `büro` is `xn--bro-hoa`. */
function inAscii(name: string): string {
  const url = `http://${name}`;
  return /^[\x21-\x7e]*$/.test(name) || !URL.canParse(url) ? name : new URL(url).hostname;
}

/** An IP address, or a name that DNS can have (RFC 1123, 2.1); what has digits and dots alone is an address. */
function isHostName(host: string): boolean {
  if (host.includes(":")) return parseIpAddress(host.replace(/%[\w.-]+$/, "")) !== undefined;
  if (/^[\d.]+$/.test(host)) return parseIpAddress(host) !== undefined;
  return host.length <= LONGEST_NAME &&
    host.replace(/\.$/, "").split(".").every((label) => LABEL.test(label));
}

/** What /skms sets: a host, or a port alone, at which hosts are asked that are found. */
export type HostSetting = HostAddress | { readonly host: undefined; readonly port: number };

/** Reads what `parseHostAddress` does, and `:PORT`. Throws OperationError. */
export function parseHostSetting(text: string): HostSetting {
  const port = Number(/^:(\d{1,5})$/.exec(text.trim())?.[1] ?? 0);
  return port >= 1 && port <= 65535 ? { host: undefined, port } : parseHostAddress(text);
}

/** How that is written. */
export function formatHostSetting(setting: HostSetting): string {
  return setting.host === undefined ? `:${setting.port}` : formatHostAddress(setting);
}

export function formatHostAddress({ host, port }: HostAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
