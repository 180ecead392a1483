import { signReply } from "../crypto/reply_signature.ts";
import { authorityKeyId } from "../crypto/certificates.ts";
import { decide } from "../policy/decide.ts";
import { decodeCertificateRequest, encodeCertificateReply } from "../protocol/certificate_exchange.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { encodeErrorFrame } from "../protocol/error_frame.ts";
import { frameType, Type } from "../protocol/frame.ts";
import { HResult } from "../protocol/hresult.ts";
import { encodeReplyBody, type ReplyFields } from "../protocol/reply.ts";
import { type ActivationRequest, decodeRequest } from "../protocol/request.ts";
import type { Serving } from "./activation.ts";
import type { Host } from "./host.ts";
import { HostUnavailable } from "./host_unavailable.ts";

export interface Answer {
  readonly frame: Uint8Array;
  /** Whether the connection is to be closed after it. */
  readonly close: boolean;
}

/** Answers one whole frame from `address`. Never rejects for what the frame holds. */
export async function answerFrame(host: Host, frame: Uint8Array, address: string): Promise<Answer> {
  if (!host.admission.admits(address)) {
    await host.admission.tell(address);
    return { frame: encodeErrorFrame(HResult.networkRefused), close: true };
  }
  try {
    const type = frameType(frame);
    if (type === Type.certificateRequest) return answerCertificateRequest(host, frame);
    if (type === Type.request) return { frame: await answerRequest(host, frame, address), close: false };
    return malformed();
  } catch (error) {
    if (error instanceof DecodeError) return malformed();
    throw error;
  }
}

/** SPEC 2: what a malformed frame is answered with, before the connection is closed. */
export function malformed(): Answer {
  return { frame: encodeErrorFrame(HResult.malformed), close: true };
}

function answerCertificateRequest(host: Host, frame: Uint8Array): Answer {
  const wanted = decodeCertificateRequest(frame);
  const serving = servingOf(host);
  if (serving === undefined) return { frame: encodeErrorFrame(HResult.hostNotActivated), close: false };
  if (wanted !== 0 && wanted !== authorityKeyId(serving.authority.publicKey)) return malformed();
  return { frame: encodeCertificateReply(serving.authorityBytes), close: false };
}

/** Decide, record, sync, sign, reply: no reply is signed before its event is on disk. */
async function answerRequest(host: Host, frame: Uint8Array, address: string): Promise<Uint8Array> {
  const request = decodeRequest(frame);
  const serving = servingOf(host);
  if (serving === undefined) return encodeErrorFrame(HResult.hostNotActivated);
  const circumstances = { now: host.ports.clock.now(), sequence: host.nextSequence(), address };
  const reply = await recordedReply(host, serving, request, circumstances);
  return signReply(encodeReplyBody(reply, serving.certificateBytes), frame, serving.hostKey);
}

async function recordedReply(
  host: Host,
  serving: Serving,
  request: ActivationRequest,
  circumstances: { now: number; sequence: number; address: string },
): Promise<ReplyFields> {
  try {
    if (host.trouble !== undefined) throw new HostUnavailable(host.trouble.reason);
    const { catalogue, unserved } = serving;
    const decision = decide(host.state, catalogue, request, { ...circumstances, unserved });
    await host.record(decision.events);
    return decision.reply;
  } catch (error) {
    if (error instanceof HostUnavailable) return tryLater(host, circumstances);
    throw error;
  }
}

function tryLater(host: Host, { now, sequence }: { now: number; sequence: number }): ReplyFields {
  host.countPostponed();
  const settings = host.facts?.settings;
  return {
    result: HResult.tryLater,
    count: host.totals(now).counted,
    activationInterval: settings?.activationInterval ?? 0,
    renewalInterval: settings?.renewalInterval ?? 0,
    validity: 0,
    issued: Math.floor(now / 1000),
    sequence,
  };
}

function servingOf(host: Host): Serving | undefined {
  if (host.trouble?.kind === "sealed") return undefined;
  const status = host.activation(host.ports.clock.now());
  return status.kind === "activated" ? status.serving : undefined;
}
