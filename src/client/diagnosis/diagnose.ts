import type { Step } from "../../policy/diagnosis.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import type { SocketAddress } from "../../ports.ts";
import type { ClientPorts } from "../client.ts";
import type { ClientStore } from "../client_store.ts";
import { type ClientBasis, standingBy, storedLease } from "../standing.ts";
import { judgeClient } from "./judge.ts";
import { lookAround, type OwnSight } from "./sight.ts";

/** Follows the chain to an activation. Nothing is written, and no host counts it. Rejects with what the disk says. */
export async function diagnoseClient(
  ports: ClientPorts,
  store: ClientStore,
  basis: ClientBasis & { readonly partialKey: string | undefined },
  dnsServer: SocketAddress | undefined,
): Promise<Step[]> {
  const lease = await leaseSeen(ports, store, basis);
  const standing = standingBy(lease?.kind === "damaged" ? undefined : lease, basis, ports.clock.now());
  const { partialKey, product } = basis;
  const own = { licence: await store.lookAtLicence(), partialKey, product, lease, standing };
  return judgeClient(await lookAround(ports, { ...basis, standing, dnsServer }, own));
}

async function leaseSeen(
  ports: ClientPorts,
  store: ClientStore,
  basis: ClientBasis,
): Promise<OwnSight["lease"]> {
  try {
    return await storedLease(store, ports, basis);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { kind: "damaged", reason: error.message };
  }
}
