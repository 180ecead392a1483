import type { SocketAddress } from "../ports.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { USUAL_WAITS } from "./exchanged.ts";
import { type DnsName, parentOf, parseName, ROOT } from "./name.ts";
import { parseServer } from "./server_address.ts";

/** How this computer looks names up. */
export interface DnsSettings {
  readonly servers: readonly SocketAddress[];
  /** Domains that are tried, the computer's own first. */
  readonly search: readonly DnsName[];
  /** Milliseconds after each sending: see Patience. */
  readonly waits: readonly number[];
}

/** As many as the C library takes. */
const MOST_SERVERS = 3;
const MOST_SECONDS = 30;
const MOST_ATTEMPTS = 5;

/** Reads /etc/resolv.conf as resolv.conf(5) has it: what cannot be read is passed over, of `search` and `domain` the last holds. */
export function parseResolvConf(text: string): DnsSettings {
  const lines = text.split("\n").map((line) => line.replace(/[#;].*/, "").trim().split(/\s+/));
  const named = (keyword: string) =>
    lines.filter(([first]) => first === keyword).map(([, ...words]) => words);
  const search = lines.findLast(([first]) => first === "search" || first === "domain") ?? [];
  return {
    servers: readable(named("nameserver").flatMap(([host = ""]) => [host]), parseServer).slice(
      0,
      MOST_SERVERS,
    ),
    search: readable(search.slice(1), parseName),
    waits: waitsOf(named("options").flat()),
  };
}

/** `options timeout:N attempts:N`, in seconds: each wait twice as long as the one before. */
function waitsOf(options: readonly string[]): readonly number[] {
  const numberOf = (name: string, most: number) => {
    const digits = options.findLast((option) => option.startsWith(`${name}:`))?.slice(name.length + 1) ?? "";
    return /^[1-9]\d{0,3}$/.test(digits) ? Math.min(Number(digits), most) : undefined;
  };
  const first = numberOf("timeout", MOST_SECONDS) ?? USUAL_WAITS[0]! / 1000;
  const attempts = numberOf("attempts", MOST_ATTEMPTS) ?? USUAL_WAITS.length;
  return Array.from({ length: attempts }, (_, i) => Math.min(first * 2 ** i, MOST_SECONDS) * 1000);
}

/**
 * Reads what `reg query HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters /s` prints: servers that an administrator has set
 * before those from DHCP, of interfaces that have an address; the computer's own domain before those of its interfaces.
 */
export function parseWindowsRegistry(text: string): DnsSettings {
  const sections = text.split(/^(?=HKEY_)/m).map(valuesOf);
  const up = sections.filter((values) => !/^0\.0\.0\.0$/.test(values.get("DhcpIPAddress") ?? ""));
  const lists = (...names: readonly string[]) =>
    names.flatMap((name) => up.flatMap((values) => (values.get(name) ?? "").split(/[\s,]+/)));
  const distinct = (words: readonly string[]) => [...new Set(words.filter((word) => word !== ""))];
  return {
    servers: readable(distinct(lists("NameServer", "DhcpNameServer")), parseServer),
    search: readable(distinct(lists("NV Domain", "Domain", "SearchList", "DhcpDomain")), parseName),
    waits: USUAL_WAITS,
  };
}

function valuesOf(section: string): Map<string, string> {
  return new Map(section.split(/[\r\n]+/).flatMap(valueIn));
}

/** Found by its type: one expression for all of the line takes its length squared in steps where much of it is blank. */
function valueIn(line: string): [name: string, value: string][] {
  const type = /[ \t]REG_(?:EXPAND_)?SZ[ \t]/.exec(line);
  if (type === null || !/^[ \t]/.test(line)) return [];
  const [name, value] = [line.slice(0, type.index).trim(), line.slice(type.index + type[0].length).trim()];
  return name === "" || value === "" ? [] : [[name, value]];
}

/** The domain that this computer lies in: that of its full name, or the first that is searched. */
export function ownDomain(hostname: string, { search }: DnsSettings): DnsName | undefined {
  const [name] = readable([hostname], parseName);
  const domain = name === undefined ? ROOT : parentOf(name) ?? ROOT;
  return domain === ROOT ? search.find((other) => other !== ROOT) : domain;
}

/** What can be read of these texts. */
function readable<T>(texts: readonly string[], read: (text: string) => T): T[] {
  return texts.flatMap((text) => {
    try {
      return [read(text)];
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  });
}
