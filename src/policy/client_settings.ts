/** Kinds of activation that a client may be limited to: 0 all, 2 by a KMS host; there are no others here. */
export const ACTIVATION_TYPES = [0, 2] as const;
export type ActivationType = typeof ACTIVATION_TYPES[number];

/** What an administrator may set on a client. */
export interface ClientSettings {
  /** The KMS host (/skms), or null. */
  readonly host: string | null;
  /** The DNS domain to look for hosts in (/skms-domain), or null for the computer's own. */
  readonly domain: string | null;
  /** Whether the host that answered last is asked first (/skhc). */
  readonly hostCaching: boolean;
  readonly activationType: ActivationType;
}
