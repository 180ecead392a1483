import type { Step } from "../../policy/diagnosis.ts";
import type { SocketAddress } from "../../ports.ts";
import type { ClientPorts } from "../client.ts";
import type { ClientStore } from "../client_store.ts";
import { type ClientBasis, lookAtLicence } from "../standing.ts";
import { judgeClient } from "./judge.ts";
import { lookAround } from "./sight.ts";

/** Follows the chain to an activation. Nothing is written, and no host counts it. Rejects with what the disk says. */
export async function diagnoseClient(
  ports: ClientPorts,
  store: ClientStore,
  basis: ClientBasis & { readonly partialKey: string | undefined },
  dnsServer: SocketAddress | undefined,
): Promise<Step[]> {
  const { lease, standing } = await lookAtLicence(store, ports, basis);
  const { partialKey, product } = basis;
  const own = { licence: await store.lookAtLicence(), partialKey, product, lease, standing };
  return judgeClient(await lookAround(ports, { ...basis, standing, dnsServer }, own));
}
