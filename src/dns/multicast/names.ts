import { serviceName } from "../lookup.ts";
import { type DnsName, labelsOf, nameOf, parentOf, parseName, sameName } from "../name.ts";

/** The names of multicast DNS end with it (RFC 6762, 3). */
const DOMAIN = "local";
/** `_volact._tcp.local.`: a PTR record for each instance of the service. */
export const SERVICE: DnsName = serviceName(DOMAIN);
/** Has a PTR record for each kind of service (RFC 6763, 9). */
export const ALL_SERVICES: DnsName = parseName(`_services._dns-sd._udp.${DOMAIN}`);

const LONGEST_LABEL = 63;

/** The name of an instance of the service, which people read: any text of 1 to 63 bytes in UTF-8. Throws DecodeError. */
export function instanceName(instance: string): DnsName {
  return `${labelName(instance)}${SERVICE}`;
}

/** The name of a computer, such as `server-1.local.`: of a longer name the first label. Throws DecodeError. */
export function hostName(name: string): DnsName {
  return `${labelName(name.split(".")[0]!)}${DOMAIN}.`;
}

/** The instance of which a name is, for people; undefined where it is of none. What would disturb a terminal is replaced. */
export function instanceOf(name: DnsName): string | undefined {
  const parent = parentOf(name);
  if (parent === undefined || !sameName(parent, SERVICE)) return undefined;
  return new TextDecoder().decode(labelsOf(name)[0]!).replace(/\p{C}/gu, "\ufffd");
}

/** Whether a name is that of a computer as multicast DNS knows them. */
export function isHostName(name: DnsName): boolean {
  const parent = parentOf(name);
  return parent !== undefined && sameName(parent, `${DOMAIN}.`);
}

/** The name after one that another has: `Contoso`, `Contoso (2)`, `Contoso (3)` (RFC 6763, D). */
export function nextInstance(instance: string): string {
  const [, stem, digits] = /^(.*?)(?: \((\d{1,9})\))?$/su.exec(instance)!;
  return labelOf(stem!, ` (${Number(digits ?? 1) + 1})`);
}

/** `server`, `server-2`, `server-3`. */
export function nextHost(host: string): string {
  const [, stem, digits] = /^(.*?)(?:-(\d{1,9}))?$/su.exec(host)!;
  return labelOf(stem!, `-${Number(digits ?? 1) + 1}`);
}

/** Both as one label; the stem loses whole characters where that would be too long. */
export function labelOf(stem: string, ending: string): string {
  const characters = [...stem];
  while (utf8(characters.join("") + ending).length > LONGEST_LABEL) characters.pop();
  return characters.join("") + ending;
}

function labelName(text: string): DnsName {
  return nameOf([utf8(text)]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
