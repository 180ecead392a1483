import { rememberActivation, rememberRefusal } from "../policy/licence_state.ts";
import { OperationError } from "../policy/operation_error.ts";
import { intervalsTold } from "../policy/renewal.ts";
import { HResult } from "../protocol/hresult.ts";
import { type Activation, activationOf, type Asked, learntFrom, signedRefusalIn } from "./activating.ts";
import { licenceMemory } from "./client_store.ts";
import type { KeptClient } from "./kept_client.ts";
import type { SearchFailed } from "./searching.ts";

/**
 * Keeps what came of asking hosts, at `now` (milliseconds since 1970). Resolves once the lease is on disk. Rejects with OperationError where no host activated, or the
 * client is not the one any more that asked.
 */
export async function keepAnswer(kept: KeptClient, asked: Asked, now: number): Promise<Activation> {
  refuseOther(kept, asked);
  if (asked.kind === "refused") {
    await keepRefusal(kept, asked.failure).catch(() => {}); // the next refusal tells the same
    throw asked.failure;
  }
  const { answer, product } = asked;
  await kept.store.writeLease(answer.verdict.frames);
  const memory = rememberActivation(licenceMemory(kept.facts), now);
  await kept.change({ ...memory, activated: true, ...learntFrom(answer, kept.facts) });
  return activationOf(product, answer);
}

/** What a command did to the client while hosts were asked goes before what they said. */
function refuseOther(kept: KeptClient, { machineId, product }: Asked): void {
  if (kept.facts.machineId === machineId && kept.product?.id === product.id) return;
  throw new OperationError("Cannot keep the activation: key or machine ID were changed meanwhile", {
    remedy: "kms /ato",
  });
}

/** Without a signed one there is still what was seen of the clock. */
async function keepRefusal(kept: KeptClient, failure: SearchFailed): Promise<void> {
  const reply = signedRefusalIn(failure);
  if (reply === undefined) return void await kept.look();
  const { memory } = await kept.see();
  const vouches = reply.result !== HResult.clockOff;
  await kept.change({
    ...(vouches ? rememberRefusal(memory, reply.issued * 1000) : memory),
    ...intervalsTold(reply),
  });
}
