import type { Product } from "../../../src/protocol/licence_payload.ts";
import type { ActivationRequest } from "../../../src/protocol/request.ts";
import type { RenewalFacts } from "../../../src/policy/renewal.ts";

type Seen = Pick<RenewalFacts, "renewal" | "activationInterval">;

/** Bugs that are planted through what program and hosts are given, to see that the simulation finds them. */
export interface Faults {
  /** The product as the hosts have it. */
  readonly product: Partial<Product>;
  /** Days of the first grace as the licence file has them. */
  readonly graceDays: number;
  /** By how much sooner than after 30 days a host forgets a machine, milliseconds. */
  readonly hostForgetsEarlier: number;
  /** Whether the spread of tries is left out. */
  readonly noSpread: boolean;
  /** Whether a full disk takes documents without keeping them, and says nothing. */
  readonly losesWrites: boolean;
  /** The components that a computer tells, in place of those that it has. `first`: those that it began with. */
  hardware(now: readonly string[], first: readonly string[]): readonly string[];
  /** client.json as it is read, where that is not as it is. */
  readonly remembered?: (facts: Record<string, unknown>) => Record<string, unknown>;
  asUnderstood(request: ActivationRequest): ActivationRequest;
  /** What a try follows from. `ends`: when the lease does, by the computer's clock. */
  planned(seen: Seen, ends: number | undefined): Seen;
}

export const NO_FAULTS: Faults = {
  product: {},
  graceDays: 30,
  hostForgetsEarlier: 0,
  noSpread: false,
  losesWrites: false,
  hardware: (now) => now,
  asUnderstood: (request) => request,
  planned: (seen) => seen,
};
