import assert from "node:assert/strict";
import type { Asked } from "../../../src/client/activating.ts";
import { decodeLease, encodeLease } from "../../../src/client/lease.ts";
import { signReply } from "../../../src/crypto/reply_signature.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { frameType, Type } from "../../../src/protocol/frame.ts";
import { decodeReply, encodeReplyBody } from "../../../src/protocol/reply.ts";
import { MINUTE } from "../../support/counting.ts";
import { type Asker, type Carry, GRANTED, toHost, type World } from "./world.ts";

/** What was asked, what came back, and of whom: everything that somebody on the wire has. */
export interface Recorded {
  readonly what: string;
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  /** Answers what else the client asks, for the authority's certificate. */
  readonly others: Carry;
}

/** Every asker asks every host, to be activated and what it would say, at each of these times. */
export async function record(world: World, waits: readonly number[]): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  for (const wait of waits) {
    await world.time.advance(wait);
    for (const [i, host] of world.hosts.entries()) {
      for (const asker of world.askers) {
        await listen(recorded, asker, toHost(host), `host ${i}, ${wait / MINUTE} minutes later`);
      }
    }
    await listen(recorded, world.foreigner, toHost(world.foreignHost), "another publisher's host");
  }
  return recorded;
}

async function listen(recorded: Recorded[], asker: Asker, carry: Carry, whom: string): Promise<void> {
  asker.wire.carry = async (request) => {
    const reply = await carry(request);
    if (frameType(request) === Type.request) {
      recorded.push({ what: `${asker.name} of ${whom}`, request, reply, others: carry });
    }
    return reply;
  };
  await asker.client.survey();
  await asker.client.activate().catch(refusal);
}

/** Gives every asker each of these replies to a request of its own. */
export async function replayReplies({ askers }: World, recorded: readonly Recorded[]): Promise<number> {
  let replays = 0;
  for (const asker of askers) {
    for (const { what, reply, others } of recorded) {
      asker.wire.carry = (frame) =>
        frameType(frame) === Type.request ? Promise.resolve(reply) : others(frame);
      await isRefused(asker, asker.client.activate(), `the reply to ${what}`);
      replays += 1;
    }
  }
  return replays;
}

/** Two ask at the same time, of one computer or of two, or one asks twice; each gets the other's reply. */
export async function crossReplies({ askers, hosts }: World): Promise<number> {
  let crossings = 0;
  const granted = askers.filter(isGranted);
  for (const [i, one] of granted.entries()) {
    for (const other of granted.slice(i)) {
      const carry = crossing(toHost(hosts[0]));
      one.wire.carry = other.wire.carry = carry;
      const asked = await Promise.all([one.client.ask(), other.client.ask()]);
      for (const [at, asker] of [one, other].entries()) {
        await isRefused(
          asker,
          asker.client.accept(asked[at]!),
          `a reply that was crossed with that to ${other.name}`,
        );
        crossings += 1;
      }
    }
  }
  return crossings;
}

const isGranted = ({ product }: Asker) => (GRANTED as readonly string[]).includes(product);

/** Holds the first request back until the second comes, and gives each the other's reply. */
function crossing(carry: Carry): Carry {
  const replies: PromiseWithResolvers<Uint8Array>[] = [Promise.withResolvers(), Promise.withResolvers()];
  let asked = 0;
  return (frame) => {
    if (frameType(frame) !== Type.request) return carry(frame);
    const place = asked++;
    carry(frame).then(replies[place]!.resolve, replies[place]!.reject);
    return replies[1 - place]!.promise;
  };
}

/** What one asker was granted is handed to another, which is to keep it. */
export async function crossAnswers({ askers, hosts }: World): Promise<number> {
  const granted: [Asker, Asked][] = [];
  for (const asker of askers.filter(isGranted)) {
    asker.wire.carry = toHost(hosts[0]);
    granted.push([asker, await asker.client.ask()]);
  }
  let crossings = 0;
  for (const [asker] of granted) {
    for (const [other, asked] of granted) {
      if (asker === other) continue;
      await isRefused(asker, asker.client.accept(asked), `what ${other.name} was granted`);
      crossings += 1;
    }
  }
  for (const [asker, asked] of granted) await asker.client.accept(asked);
  return crossings;
}

/** Copies leases, and puts new ones together from the parts of several. */
export async function copyLeases({ askers, foreigner }: World): Promise<number> {
  const holders = askers.filter(isGranted);
  const leases = [...holders, foreigner].map(({ lease }) => decodeLease(JSON.parse(lease!)));
  let copies = 0;
  for (const [own, asker] of holders.entries()) {
    const lease = asker.lease!;
    for (const [i, { request }] of leases.entries()) {
      for (const [j, { reply }] of leases.entries()) {
        for (const [k, { authorityCertificate }] of leases.entries()) {
          // both have one authority, and a lease is the same with its certificate, whoever had it
          if (i === own && j === own && k < holders.length) continue;
          asker.documents.texts.set(
            "lease.json",
            JSON.stringify(encodeLease({ request, reply, authorityCertificate })),
          );
          const { lease: found } = await asker.client.look();
          assert.ok(
            found?.kind !== "holds" && found?.kind !== "ended",
            `${asker.name} takes the lease of ${i}, ${j} and ${k} for its own`,
          );
          copies += 1;
        }
      }
    }
    asker.documents.texts.set("lease.json", lease);
    assert.equal((await asker.client.look()).lease?.kind, "holds", `${asker.name} has lost its own lease`);
  }
  return copies;
}

/** A host signs, with its own key, under the certificate of another. */
export async function borrowCertificates({ askers, hosts, foreignHost, time }: World): Promise<number> {
  const all = [...hosts, foreignHost];
  const servings = all.map((host) => {
    const status = host.activation(time.now());
    assert.ok(status.kind === "activated");
    return status.serving;
  });
  let borrowed = 0;
  for (const asker of askers.filter(isGranted)) {
    for (const [i, { certificateBytes }] of servings.entries()) {
      for (const [j, { hostKey }] of servings.entries()) {
        if (i === j) continue;
        asker.wire.carry = async (frame) => {
          const answer = await toHost(all[i]!)(frame);
          if (frameType(answer) !== Type.reply) return answer;
          return signReply(
            encodeReplyBody({ ...decodeReply(answer), result: 0, validity: 1000 }, certificateBytes),
            frame,
            hostKey,
          );
        };
        await isRefused(
          asker,
          asker.client.activate(),
          `a reply of host ${j} under the certificate of host ${i}`,
        );
        borrowed += 1;
      }
    }
  }
  return borrowed;
}

/** Nothing of it is kept, and no host is taken at its word: not even for a refusal. */
async function isRefused(asker: Asker, activation: Promise<unknown>, what: string): Promise<void> {
  const before = asker.kept;
  const taken = await activation.then(() => true, refusal);
  assert.ok(taken !== true, `${asker.name} takes ${what}`);
  assert.equal(asker.kept, before, `${asker.name} keeps something of ${what}`);
}

/** The only error that an activation rejects with. */
function refusal(error: unknown): false {
  assert.ok(error instanceof OperationError, `expected an OperationError, got ${error}`);
  return false;
}
