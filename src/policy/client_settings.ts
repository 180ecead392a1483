/** Kinds of activation that a client may be limited to: 0 all, 2 by a KMS host; there are no others here. */
export const ACTIVATION_TYPES = [0, 2] as const;
export type ActivationType = typeof ACTIVATION_TYPES[number];

/** How a host came to be asked: it was set for the product, set for the computer, has answered before, DNS told of it, or it announced itself. */
export const HOST_ORIGINS = ["product", "set", "remembered", "dns", "multicast"] as const;
export type HostOrigin = typeof HOST_ORIGINS[number];

/** What an administrator may set on a client. */
export interface ClientSettings {
  /** The KMS host (/skms), a port alone (`:1700`) at which hosts are asked that are found, or null. */
  readonly host: string | null;
  /** The KMS host for the installed product (/skms HOST ID), which goes before the other, or null. */
  readonly productHost: string | null;
  /** The DNS server that is asked for hosts instead of the system's, or null. */
  readonly dnsServer: string | null;
  /** The DNS domain to look for hosts in (/skms-domain), or null for the computer's own. */
  readonly domain: string | null;
  /** Whether the host that answered last is asked first (/skhc). */
  readonly hostCaching: boolean;
  /** Whether hosts are looked for by multicast DNS where DNS has told of none that answered. */
  readonly multicast: boolean;
  readonly activationType: ActivationType;
  /** Whether short leases are asked for, as containers and other short-lived machines do: such a machine is never counted. */
  readonly ephemeral: boolean;
}
