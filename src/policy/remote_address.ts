/** An address as people write it: IPv4 that came in at an IPv6 listener without its prefix. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
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
