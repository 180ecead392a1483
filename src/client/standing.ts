import type { LicenceFile } from "../crypto/licence_file.ts";
import {
  type LeaseFinding,
  type LicenceMemory,
  type LicenceStanding,
  licenceStanding,
  remember,
} from "../policy/licence_state.ts";
import { renewalAfter } from "../policy/renewal.ts";
import type { Clock, Machine } from "../ports.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { type ClientFacts, type ClientStore, licenceMemory } from "./client_store.ts";
import { type LeaseStanding, leaseStanding, type VerifiedLease, verifyLease } from "./lease.ts";

/** What the standing of a client follows from. */
export interface ClientBasis {
  readonly facts: ClientFacts;
  readonly product: Product | undefined;
  readonly licence: LicenceFile | undefined;
}

/** lease.json cannot be read. */
export interface DamagedLease {
  readonly kind: "damaged";
  readonly reason: string;
}

/** A client, looked at offline. */
export interface ClientLook {
  /** Undefined where there is none, or nothing to verify it by. */
  readonly lease: LeaseStanding | DamagedLease | undefined;
  readonly standing: LicenceStanding;
  /** What is to be remembered of this look. */
  readonly memory: LicenceMemory;
}

/** Verifies the stored lease and tells how the client stands. Writes nothing. */
export async function lookAtLicence(
  store: ClientStore,
  { clock, machine }: { clock: Clock; machine: Machine },
  basis: ClientBasis,
): Promise<ClientLook> {
  const { facts, licence } = basis;
  const lease = await verifiedLease(store, machine, basis);
  const now = clock.now();
  const finding = findingOf(lease, basis);
  const memory = remember(havingSeen(licenceMemory(facts), lease), finding, now);
  const { graceDays = 0, afterGrace = "notification" } = licence?.payload ?? {};
  const standing = licenceStanding(memory, finding, { graceDays, afterGrace }, now);
  const standingLease = standingOf(lease, standing, now);
  return { lease: withRenewal(standingLease, facts.renewalInterval), standing, memory };
}

async function verifiedLease(
  store: ClientStore,
  machine: Machine,
  { product, licence }: ClientBasis,
): Promise<VerifiedLease | DamagedLease | undefined> {
  try {
    const frames = await store.readLease();
    if (frames === undefined || product === undefined || licence === undefined) return undefined;
    return verifyLease(frames, { roots: licence.roots, product, hardware: await machine.hardware() });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { kind: "damaged", reason: error.message };
  }
}

/** When a lease was issued is a time that was seen, signed by a host: to set back the one in client.json gains nothing (SPEC 9.3). */
function havingSeen(memory: LicenceMemory, lease: VerifiedLease | DamagedLease | undefined): LicenceMemory {
  if (lease === undefined || "reason" in lease) return memory;
  return { ...memory, highestTime: Math.max(memory.highestTime, lease.times.issued) };
}

/** One for another product says nothing of this one. */
function findingOf(
  lease: VerifiedLease | DamagedLease | undefined,
  { facts: { activated }, product }: ClientBasis,
): LeaseFinding {
  switch (lease?.kind) {
    case "sound":
    case "otherComputer":
      return { kind: lease.kind, ends: lease.times.ends };
    case "forged":
    case "damaged":
      return { kind: "forged" };
    case "otherProduct":
      return { kind: "never" };
    case undefined:
      if (!activated) return { kind: product === undefined ? "noProduct" : "never" };
      return { kind: product === undefined ? "unverifiable" : "forged" };
  }
}

/** A host may have told another interval since. */
function withRenewal(lease: ClientLook["lease"], renewalInterval: number): ClientLook["lease"] {
  if (lease === undefined || "reason" in lease) return lease;
  return { ...lease, renewAfter: renewalAfter(lease, renewalInterval) };
}

function standingOf(
  lease: VerifiedLease | DamagedLease | undefined,
  { reason }: LicenceStanding,
  now: number,
): ClientLook["lease"] {
  if (lease === undefined || lease.kind === "damaged") return lease;
  return leaseStanding(lease, now, reason === "clockBack");
}
