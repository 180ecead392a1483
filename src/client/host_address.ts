import { DEFAULT_PORT } from "../protocol/frame.ts";
import { isPlainText } from "../protocol/machine_name.ts";
import { OperationError } from "../policy/operation_error.ts";

export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`. Throws OperationError. */
export function parseHostAddress(text: string, defaultPort: number = DEFAULT_PORT): HostAddress {
  const match = /^(?:\[([0-9a-fA-F:.%a-zA-Z]+)\]|([^\s:[\]/@]+))(?::(\d{1,5}))?$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || !isPlainText(host) || port < 1 || port > 65535) {
    throw new OperationError(`Cannot read the host ${JSON.stringify(text)}`, {
      remedy: `write it as NAME, NAME:PORT, 192.0.2.1:${defaultPort} or [2001:db8::1]:${defaultPort}`,
    });
  }
  return { host, port };
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
