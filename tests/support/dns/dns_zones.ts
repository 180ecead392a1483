/** The zones that a real DNS server is given in tests, one for each way of treating an update. */

export const ZONES = ["open.test", "signed.test", "closed.test", "broken.test", "wide.test"] as const;
export type ZoneName = typeof ZONES[number];

/** base64 of secrets that open nothing but the servers of these tests. */
export const SECRETS = {
  "hmac-sha256": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
  "hmac-sha512": "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTBmZWRjYmE5ODc2NTQzMjEw",
} as const;
export type Algorithm = keyof typeof SECRETS;
export const ALGORITHMS = Object.keys(SECRETS) as Algorithm[];

/** The text of a zone file. */
export function zoneText(zone: ZoneName): string {
  if (zone === "broken.test") return "this is no zone\n";
  return [
    `$ORIGIN ${zone}.`,
    "$TTL 300",
    "@ IN SOA ns hostmaster 1 3600 600 86400 60",
    "@ IN NS ns",
    "ns IN A 127.0.0.1",
    "one IN A 192.0.2.1",
    "one IN AAAA 2001:db8::1",
    "two IN A 192.0.2.2",
    "six IN AAAA 2001:db8::6",
    ...(zone === "wide.test" ? wideRecords() : []),
    ...(zone === "closed.test" ? closedRecords() : []),
    "",
  ].join("\n");
}

export const WIDE_TARGETS = 40;

/** More than a datagram of 1232 bytes holds. */
function wideRecords(): string[] {
  return Array.from({ length: WIDE_TARGETS }, (_, i) => {
    const target = `target-with-a-rather-long-name-${String(i).padStart(2, "0")}`;
    return `_volact._tcp IN SRV 10 ${i} 1688 ${target}\n${target} IN A 192.0.2.${100 + i}`;
  });
}

/** Lookups without a host beside them: an alias in front, several priorities, a domain that offers nothing. */
function closedRecords(): string[] {
  return [
    "_volact._tcp IN SRV 20 0 1688 six",
    "_volact._tcp IN SRV 10 90 1688 one",
    "_volact._tcp IN SRV 10 10 1700 two",
    "_volact._tcp.branch IN CNAME services.branch",
    "services.branch IN CNAME _volact._tcp",
    "_volact._tcp.none IN SRV 0 0 0 .",
    "_volact._tcp.lost IN SRV 0 0 1688 nowhere",
    "_volact._tcp.circle IN CNAME circle2",
    "circle2 IN CNAME _volact._tcp.circle",
    "empty IN TXT nothing",
    "_volact._tcp.empty IN TXT nothing",
  ];
}
