import type { HostSight } from "./sight.ts";

/** Whether the host takes requests of its own computer alone. */
export function isOnLoopback({ listening }: Pick<HostSight, "listening">): boolean {
  return listening !== undefined && (listening.host.startsWith("127.") || listening.host === "::1");
}

/** Whether DNS sends clients to the host, or is to. */
export function isPublished({ domains, facts: { settings } }: Pick<HostSight, "domains" | "facts">): boolean {
  return settings.dnsPublishing && domains.some(({ standing }) => standing.wanted !== null);
}
