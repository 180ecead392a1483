import { decodeHostRequest } from "../crypto/host_request.ts";
import { ACTIVATE_PATH, activateRequestSchema, CHALLENGE_PATH } from "../protocol/activation_service.ts";
import { toBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { HResult } from "../protocol/hresult.ts";
import { parseJson } from "../protocol/json.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Authority } from "./authority.ts";

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers one call of the activation service (SPEC 15). Never rejects for what the call holds. */
export async function answerCall(authority: Authority, path: string, body: string): Promise<ServiceAnswer> {
  try {
    if (path === CHALLENGE_PATH) return ok({ challenge: toBase64Url(authority.challenge()) });
    if (path === ACTIVATE_PATH) return ok(await activate(authority, body));
    return refusal(404, null, "no such call");
  } catch (error) {
    if (error instanceof OperationError) return refusal(403, error.code ?? null, error.message);
    if (error instanceof DecodeError) return refusal(400, HResult.malformed, error.message);
    throw error;
  }
}

async function activate(authority: Authority, body: string): Promise<unknown> {
  const request = decodeHostRequest(parseJson(activateRequestSchema, body, "activation request"));
  const { certificate, authorityCertificate, licenceFile } = await authority.activateOnline(request);
  return {
    certificate: toBase64Url(certificate),
    authorityCertificate: toBase64Url(authorityCertificate),
    licenceFile,
  };
}

function ok(body: unknown): ServiceAnswer {
  return { status: 200, body };
}

function refusal(status: number, code: number | null, message: string): ServiceAnswer {
  return { status, body: { error: { code, message } } };
}
