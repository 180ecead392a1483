import assert from "node:assert/strict";
import { answerCall } from "../../../src/authority/service.ts";
import type { Database } from "../../../src/authority/database.ts";
import { activateOffline, activateOnline, installationId } from "../../../src/host/activating.ts";
import { activationStatus } from "../../../src/host/activation.ts";
import type { Host } from "../../../src/host/host.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { ACTIVATE_PATH, type ActivateRequest } from "../../../src/protocol/activation_service.ts";
import { MINUTE } from "../../support/counting.ts";
import { hostOf, type World } from "./world.ts";

/** A host with all that passed between it and its publisher. */
interface Activated {
  readonly name: string;
  readonly host: Host;
  readonly request: ActivateRequest;
  readonly answers: ReadonlyMap<string, { readonly status: number; readonly body: unknown }>;
  readonly confirmationId: string;
}

/** These have computer and host key in common, by which a certificate in the state is known. */
const ONE_HOST: readonly string[] = ["a host", "one with another product key"];

/** Hosts that differ in one thing each: computer, host key, product key, publisher. */
async function activated({ publisher, stranger, time }: World): Promise<Activated[]> {
  const key = await publisher.authority.issueKey("host", []);
  const wishes = {
    "a host": [publisher, { computer: "host C", seed: 500, key }],
    "one on another computer": [publisher, { computer: "host D", seed: 500, key }],
    "one with another host key": [publisher, { computer: "host C", seed: 501, key }],
    "one with another product key": [publisher, { computer: "host C", seed: 500 }],
    "another publisher's": [stranger, { computer: "host C", seed: 500 }],
  } as const;
  const made: Activated[] = [];
  for (const [name, [of, wish]] of Object.entries(wishes)) {
    const host = await hostOf(of, time, wish);
    const answers = new Map<string, { status: number; body: unknown }>();
    let request: ActivateRequest | undefined;
    await activateOnline(host, {
      post: async (url, path, body) => {
        if (path === ACTIVATE_PATH) request = body as ActivateRequest;
        const answer = await of.service.post(url, path, body);
        answers.set(path, answer);
        return answer;
      },
    });
    const confirmationId = await of.authority.confirm(await installationId(host));
    made.push({ name, host, request: request!, answers, confirmationId });
  }
  return made;
}

/** Gives every host what the others got: online, on paper, and in its state. */
export async function crossActivations(world: World): Promise<number> {
  const all = await activated(world);
  let crossings = 0;
  for (const one of all) {
    await takes(one, one, world.time.now());
    for (const other of all) {
      if (one === other) continue;
      crossings += await refuses(one, other, world.time.now());
    }
  }
  return crossings + await replayToAuthority(world, all);
}

/** What is one's own does as well a second time. */
async function takes(
  { host }: Activated,
  { answers, confirmationId }: Activated,
  now: number,
): Promise<void> {
  await activateOnline(host, { post: (_, path) => Promise.resolve(answers.get(path)!) });
  await activateOffline(host, confirmationId);
  assert.equal(host.activation(now).kind, "activated");
}

async function refuses({ name, host }: Activated, other: Activated, now: number): Promise<number> {
  const before = host.facts!.activation;
  const ways = {
    "the answer of the activation service to": () =>
      activateOnline(host, { post: (_, path) => Promise.resolve(other.answers.get(path)!) }),
    "the Confirmation ID of": () => activateOffline(host, other.confirmationId),
  };
  for (const [what, way] of Object.entries(ways)) {
    const taken = await way().then(() => true, isRefusal);
    assert.ok(!taken, `${name} takes ${what} ${other.name}`);
    assert.equal(host.facts!.activation, before, `${name} is changed by ${what} ${other.name}`);
  }
  return 2 + serves(name, host, other, now);
}

/** A certificate that somebody puts into the state of a host: it is the host's by key and hardware, or none. */
function serves(name: string, host: Host, other: Activated, now: number): number {
  const { hostKey } = host.secrets;
  if (ONE_HOST.includes(name) && ONE_HOST.includes(other.name)) return 0;
  const facts = { ...host.facts!, activation: other.host.facts!.activation };
  const { kind } = activationStatus(facts, { licence: host.licence, hostKey, hardware: host.hardware }, now);
  assert.notEqual(kind, "activated", `${name} serves under the certificate of ${other.name}`);
  return 1;
}

/** A request counts once, however often it comes; its parts are of no use in another, and it is none after five minutes. */
async function replayToAuthority({ publisher, time }: World, all: readonly Activated[]): Promise<number> {
  const { authority } = publisher;
  const ask = async (request: ActivateRequest) =>
    (await answerCall(authority, ACTIVATE_PATH, JSON.stringify(request))).status;
  const before = JSON.stringify(await authority.read());
  let replays = 0;
  for (const { name, request } of all.slice(0, -1)) {
    for (let again = 0; again < 3; again++, replays++) {
      assert.equal(await ask(request), 200, `${name} is refused what it got`);
    }
  }
  for (const one of all) {
    for (const other of all) {
      replays += await mixes(ask, one.request, other.request, `${one.name} and ${other.name}`);
    }
  }
  assert.notEqual(await ask(all.at(-1)!.request), 200, "a request to another publisher is granted");
  assert.equal(JSON.stringify(await authority.read() satisfies Database), before, "replays are counted");
  await time.advance(5 * MINUTE + 1);
  for (const { name, request } of all) {
    assert.equal(await ask(request), 400, `an old request of ${name} is granted`);
    replays += 1;
  }
  return replays + 1;
}

/** Every request that has some parts of the one and some of the other. */
async function mixes(
  ask: (request: ActivateRequest) => Promise<number>,
  one: ActivateRequest,
  other: ActivateRequest,
  whose: string,
): Promise<number> {
  const names = Object.keys(one) as (keyof ActivateRequest)[];
  const originals = [one, other].map((request) => JSON.stringify(request));
  let mixed = 0;
  for (let chosen = 1; chosen < 2 ** names.length - 1; chosen++) {
    const parts = names.map((name, i) => [name, ((chosen >> i) & 1) === 1 ? other[name] : one[name]]);
    const request = Object.fromEntries(parts) as ActivateRequest;
    if (originals.includes(JSON.stringify(request))) continue;
    assert.notEqual(
      await ask(request),
      200,
      `a request that is mixed of those of ${whose} is granted: ${names.filter((_, i) => (chosen >> i) & 1)}`,
    );
    mixed += 1;
  }
  return mixed;
}

function isRefusal(error: unknown): false {
  assert.ok(error instanceof OperationError, `expected an OperationError, got ${error}`);
  return false;
}
