import type { LicenceFile } from "../crypto/licence_file.ts";
import { type LicenceStanding, licenceStanding } from "../policy/licence_state.ts";
import type { Clock, Machine } from "../ports.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { ClientFacts, ClientStore } from "./client_store.ts";
import { type LeaseStanding, leaseStanding } from "./lease.ts";

/** What the standing of a client follows from. */
export interface ClientBasis {
  readonly facts: ClientFacts;
  readonly product: Product | undefined;
  readonly licence: LicenceFile | undefined;
}

/** How the stored lease stands, checked offline; undefined where there is none. Rejects with DecodeError where it is damaged. */
export async function storedLease(
  store: ClientStore,
  { clock, machine }: { clock: Clock; machine: Machine },
  { facts: { highestTime }, product, licence }: ClientBasis,
): Promise<LeaseStanding | undefined> {
  const frames = await store.readLease();
  if (frames === undefined || product === undefined || licence === undefined) return undefined;
  const hardware = await machine.hardware();
  return leaseStanding(frames, { roots: licence.roots, product, hardware, now: clock.now(), highestTime });
}

/** The licence state at `now` (milliseconds since 1970). A damaged lease, as undefined, licenses nothing. */
export function standingBy(
  lease: LeaseStanding | undefined,
  { facts: { since }, licence }: ClientBasis,
  now: number,
): LicenceStanding {
  const leaseEnds = lease?.kind === "holds" ? lease.ends : undefined;
  return licenceStanding({ leaseEnds, since, graceDays: licence?.payload.graceDays ?? 0 }, now);
}
