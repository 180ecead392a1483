import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../support/counting.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { crossActivations } from "./activations.ts";
import {
  borrowCertificates,
  copyLeases,
  crossAnswers,
  crossReplies,
  record,
  replayReplies,
} from "./replies.ts";
import { replayRequests } from "./requests.ts";
import { World } from "./world.ts";

export const replays: Trial = {
  number: 14,
  name: "replayed and crossed replies and requests",
  goal: "0 accepted",
  bugs: [
    {
      name: "a reply is not tied to its request, nor to the nonce in it",
      file: "src/crypto/reply_signature.ts",
      from: 'import { sha256 } from "./hash.ts";',
      to: "const sha256 = (_: Uint8Array) => new Uint8Array(32);",
      says: /takes the reply to/,
    },
    {
      name: "a client keeps what another machine ID was granted",
      file: "src/client/keeping.ts",
      from: "if (kept.facts.machineId === machineId && kept.product?.id === product.id) return;",
      to: "if (machineId !== undefined && kept.product?.id === product.id) return;",
      says: /one's Lone takes what three's Lone was granted/,
    },
    {
      name: "a host takes a certificate of another host key",
      file: "src/host/activating.ts",
      from:
        'if (!equalBytes(certificate.publicKey, host.secrets.hostKey.publicKey)) return "it is for another host key";',
      to: "void equalBytes;",
      says: /takes the answer of the activation service to one with another host key/,
    },
    {
      name: "a machine that asks again counts once more",
      file: "src/policy/decide.ts",
      from: "totals.counted - (known?.counted === true ? 1 : 0) + (counted ? 1 : 0)",
      to: "totals.counted + (counted ? 1 : 0)",
      says: /is answered with another count/,
    },
  ],
  run: replayAll,
};

async function replayAll(torture: Torture): Promise<string> {
  const { waits, each } = inForm(torture, {
    short: { waits: [0, MINUTE], each: 7 },
    long: { waits: [0, MINUTE, 10 * MINUTE, 5 * HOUR, MINUTE], each: 1 },
  });
  const world = await World.make();
  const all = await record(world, waits);
  assert.ok(all.length > 0, "nothing was recorded");
  const recorded = all.filter((_, i) => i % each === torture.seed % each);
  const done: string[] = [];
  const kinds = {
    "replayed replies": () => replayReplies(world, recorded),
    "crossed replies": () => crossReplies(world),
    "crossed answers": () => crossAnswers(world),
    "copied and mixed leases": () => copyLeases(world),
    "borrowed certificates": () => borrowCertificates(world),
    "replayed requests": () => replayRequests(world, recorded),
    "crossed activations of hosts": () => crossActivations(world),
  };
  for (const [name, run] of Object.entries(kinds)) {
    done.push(`${(await run()).toLocaleString("en-US")} ${name}`);
    torture.progress(done.length, Object.keys(kinds).length);
  }
  return `${done.join(", ")}; 0 accepted`;
}
