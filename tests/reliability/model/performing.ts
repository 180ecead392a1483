import assert from "node:assert/strict";
import { EventId } from "../../../src/policy/events.ts";
import { changeSetting, clearKey, generalize, removeKey } from "../../../src/host/installing.ts";
import { answerFrame } from "../../../src/host/service.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import { verifyReply } from "../../../src/crypto/reply_signature.ts";
import { decodeErrorFrame } from "../../../src/protocol/error_frame.ts";
import { decodeReply } from "../../../src/protocol/reply.ts";
import { frameType, Type } from "../../../src/protocol/frame.ts";
import { DAY, MINUTE, NO_HARDWARE, requestOf } from "../../support/counting.ts";
import { settled } from "../../support/fakes/fake_time.ts";
import { bytesNamed } from "../../support/fakes/seeded_random.ts";
import { errorFrom } from "../../support/roles/asking.ts";
import { compare, matches } from "./comparing.ts";
import { type Told, TRY_LATER } from "./model_host.ts";
import type { Stage } from "./stage.ts";
import type { Ask, Deed, Step } from "./steps.ts";

/** Does one step with the host and with the model, and compares what the two tell and what is to be seen of them. */
export async function perform(stage: Stage, step: Step): Promise<void> {
  await carryOut(stage, step);
  compare(stage);
}

async function carryOut(stage: Stage, step: Step): Promise<void> {
  const { host, model, now } = stage;
  switch (step.kind) {
    case "ask":
      return sameAnswers(stage, [step.ask]);
    case "crowd":
      return await sameAnswers(stage, crowd(step));
    case "set":
      await changeSetting(host, step, () => Promise.resolve(null));
      model.set(step.name, step.value, now);
      return await settled(); // a limit of the journal is kept to at once
    case "restart":
      await stage.stop();
      return await stage.open();
    case "checkpoint":
      return await host.checkpoint();
    case "prune":
      return await host.prune();
    case "malformed":
      return assert.deepEqual(await errorFrom(host, new Uint8Array([0, 1, 9])), {
        code: HResult.malformed,
        close: true,
      });
    case "kill":
      await stage.kill(step.powerLost);
      return await stage.open();
    case "die":
      return await die(stage, step);
    case "fail":
      return await fail(stage, step);
    case "clock": // a host that runs finds out, and records it
      stage.time.set(now + step.by);
      await host.record([{ id: EventId.clockJumped, time: stage.now, by: step.by }]);
      return model.happened(stage.now);
    case "pause":
      return await stage.advance(step.milliseconds);
    case "days":
      for (let day = 0; day < step.days; day++) await stage.advance(DAY);
      return;
    default:
      return await administer(stage, step.kind);
  }
}

async function administer(
  stage: Stage,
  kind: "activate" | "installKey" | "clearKey" | "removeKey" | "generalize",
): Promise<void> {
  const { host, model, now } = stage;
  if (kind === "installKey") return await stage.installKey();
  if (kind === "generalize") {
    await generalize(host);
    model.generalized();
    model.happened(now);
    await stage.kill(null);
    return await stage.open();
  }
  if (!model.hasKey) return;
  if (kind === "activate") return await stage.activate();
  if (kind === "clearKey") await clearKey(host);
  else {
    await removeKey(host);
    model.keyRemoved();
  }
  model.happened(now);
}

/** At one moment; the host records them together. */
async function sameAnswers(stage: Stage, asks: readonly Ask[]): Promise<void> {
  const requests = asks.map((ask) => requestFor(stage, ask));
  const told = await Promise.all(requests.map((request) => answer(stage, request)));
  for (const [i, request] of requests.entries()) {
    assert.deepEqual(told[i], stage.model.ask(request, stage.now), "the answer");
  }
}

function crowd({ first, computers, ask }: Extract<Step, { kind: "crowd" }>): Ask[] {
  return Array.from({ length: computers }, (_, i) => ({ ...ask, id: first + i, hardware: first + i }));
}

/** The process dies while it does something: what it has not acknowledged may be there or not. */
async function die(stage: Stage, step: Extract<Step, { kind: "die" }>): Promise<void> {
  const { disk } = stage;
  const before = stage.model.copy();
  disk.partOfWrite = (bytes) => step.part % (bytes + 1);
  disk.dieAt = disk.operations + step.at;
  const acknowledged = await attempt(stage, step.during).catch((error) => {
    if (!disk.died) throw error;
    return false;
  });
  await settled();
  disk.dieAt = disk.died ? disk.dieAt : undefined;
  if (!disk.died) return;
  await stage.kill(step.powerLost);
  await stage.open();
  if (acknowledged || matches(stage)) return;
  stage.model = before;
  before.started(stage.now);
}

/** The disk fails once while it does something, and works again. */
async function fail(stage: Stage, step: Extract<Step, { kind: "fail" }>): Promise<void> {
  const { disk, model } = stage;
  if (model.isLookNear) return;
  disk.partOfWrite = (bytes) => step.part % (bytes + 1);
  disk.trouble = { at: 0, which: (operation) => operation === step.operation };
  const failed = await attempt(stage, step.during).then(() => undefined, (error: unknown) => error);
  disk.trouble = undefined;
  if (failed instanceof assert.AssertionError) throw failed;
  if (failed !== undefined && step.during === "restart") {
    await stage.kill(null);
    await stage.open();
  }
  for (let tries = 0; stage.host.trouble !== undefined && tries < 20; tries++) {
    await stage.advance(MINUTE / 2);
    if (stage.host.trouble === undefined) stage.model.happened(stage.now); // it records that the disk works again
  }
}

/** Whether it was acknowledged. Where the host says that it could not record it, the model has not heard of it. */
async function attempt(stage: Stage, deed: Deed): Promise<boolean> {
  if (deed === "checkpoint") await stage.host.checkpoint();
  else if (deed === "restart") await carryOut(stage, { kind: "restart" });
  else return await attemptToAsk(stage, deed);
  return true;
}

async function attemptToAsk(stage: Stage, ask: Ask): Promise<boolean> {
  const before = stage.model.copy();
  const request = requestFor(stage, ask);
  const told = await answer(stage, request);
  const expected = stage.model.ask(request, stage.now);
  if (!("result" in told) || told.result !== TRY_LATER) {
    assert.deepEqual(told, expected, "the answer");
    return true;
  }
  assert.deepEqual(told, before.tryLater(stage.now), "the answer while the disk fails");
  if (stage.disk.died) return false;
  stage.model = before;
  return false;
}

function requestFor({ now, publisher }: Stage, ask: Ask): ActivationRequest {
  const { id, hardware, product, clockOff, virtual, ephemeral, probe, renewal, licenceState } = ask;
  return requestOf(`computer ${id} on ${hardware}`, now + clockOff * 1000, {
    machineId: bytesNamed(`machine ID ${id}`),
    hardware: hardware === 0 ? NO_HARDWARE : bytesNamed(`hardware ${hardware}`),
    productId: product === "unknown" ? bytesNamed("unknown") : publisher.productId(product),
    minutesLeft: 60 * id,
    ...{ virtual, ephemeral, probe, renewal, licenceState },
  });
}

async function answer(stage: Stage, request: ActivationRequest): Promise<Told> {
  const { host } = stage;
  const frame = encodeRequest(request);
  let cloneReported = false;
  const unsubscribe = host.subscribe((event) => {
    cloneReported ||= event.id === EventId.cloneSeen && event.name === request.name;
  });
  try {
    const answered = (await answerFrame(host, frame, stage.nextAddress())).frame;
    if (frameType(answered) !== Type.reply) return { error: decodeErrorFrame(answered) };
    const reply = decodeReply(answered);
    assert(verifyReply(answered, frame, reply.certificate.publicKey), "the signature does not verify");
    const { result, count, activationInterval, renewalInterval, validity } = reply;
    return { result, count, activationInterval, renewalInterval, validity, cloneReported };
  } finally {
    unsubscribe();
  }
}
