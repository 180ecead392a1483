import type { HostOrigin } from "../policy/client_settings.ts";
import type { HostAddress } from "./host_address.ts";

/** A host that may be asked. Its host is a name or an IP address. */
export interface Candidate extends HostAddress {
  readonly origin: HostOrigin;
  /** Where to connect to. */
  readonly addresses: readonly string[];
  /** Why there are none; undefined where there are. */
  readonly missing: string | undefined;
  /** The domain in which DNS told of it, now or when it was remembered; null where none did. */
  readonly domain: string | null;
  /** Of the SRV record; null where there is none. */
  readonly priority: number | null;
  readonly weight: number | null;
}

/** The host that answered last, of those that were found and not set. */
export interface CachedHost extends HostAddress {
  /** Where it answered. */
  readonly address: string;
  readonly domain: string;
}
