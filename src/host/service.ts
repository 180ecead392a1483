import { signReply } from "../crypto/reply_signature.ts";
import { authorityKeyId } from "../crypto/certificates.ts";
import { type Circumstances, decide, type Decision } from "../policy/decide.ts";
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

/** Answers one whole frame from `address`. Neither throws nor rejects for what the frame holds. */
export function answerFrame(host: Host, frame: Uint8Array, address: string): Answer | Promise<Answer> {
  if (!host.admission.admits(address)) return refuse(host, address);
  try {
    const type = frameType(frame);
    if (type === Type.certificateRequest) return answerCertificateRequest(host, frame);
    if (type === Type.request) return answerRequest(host, decodeRequest(frame), frame, address);
    return malformed();
  } catch (error) {
    if (error instanceof DecodeError) return malformed();
    throw error;
  }
}

async function refuse(host: Host, address: string): Promise<Answer> {
  await host.admission.tell(address);
  return { frame: encodeErrorFrame(HResult.networkRefused), close: true };
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
async function answerRequest(
  host: Host,
  request: ActivationRequest,
  frame: Uint8Array,
  address: string,
): Promise<Answer> {
  const serving = servingOf(host);
  if (serving === undefined) return { frame: encodeErrorFrame(HResult.hostNotActivated), close: false };
  const circumstances = { now: host.ports.clock.now(), sequence: host.nextSequence(), address };
  let reply: ReplyFields;
  try {
    const decision = decideFor(host, serving, request, circumstances);
    await host.record(decision.events);
    reply = decision.reply;
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    reply = tryLater(host, circumstances);
  }
  const body = encodeReplyBody(reply, serving.certificateBytes);
  return { frame: signReply(body, frame, serving.hostKey), close: false };
}

/** Throws HostUnavailable while nothing can be recorded. */
function decideFor(
  host: Host,
  { catalogue, unserved }: Serving,
  request: ActivationRequest,
  circumstances: Omit<Circumstances, "unserved">,
): Decision {
  if (host.trouble !== undefined) throw new HostUnavailable(host.trouble.reason);
  return decide(host.state, catalogue, request, { ...circumstances, unserved });
}

function tryLater(host: Host, { now, sequence }: Circumstances): ReplyFields {
  host.countPostponed();
  const settings = host.uncounted?.settings;
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
