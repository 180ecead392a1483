/** An address as people write it: IPv4 that came in at an IPv6 listener without its prefix. */
export function plainAddress(address: string): string {
  if (!address.startsWith("::")) return address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/**
 * Whether an address is one of those that no provider of the Internet routes: loopback, link-local, RFC 1918, RFC 6598 (shared by a
 * provider's customers) and RFC 4193. What is no address is none of them.
 */
export function isPrivateAddress(address: string): boolean {
  const plain = plainAddress(address);
  if (plain.includes(":")) return /^(?:::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(plain);
  const parts = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(plain);
  if (parts === null) return false;
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  return first === 10 || first === 127 || (first === 172 && second >> 4 === 1) ||
    (first === 192 && second === 168) || (first === 169 && second === 254) ||
    (first === 100 && second >> 6 === 1);
}

/** What is taken for one address: an IPv4 address, or the 64 bits of an IPv6 address that one network has to itself. */
export function addressGroup(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
  const [before = "", after] = plain.replace(/%.*$/, "").split("::");
  const [start, end] = [groupsOf(before), groupsOf(after ?? "")];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  const groups = [...start, ...new Array<string>(zeros).fill("0"), ...end];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** Without leading zeros, in small letters. */
function groupsOf(part: string): string[] {
  return part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16).toString(16));
}
