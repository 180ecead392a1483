import { decodeHostRequest, type HostRequest } from "../crypto/host_request.ts";
import { ACTIVATE_PATH, activateRequestSchema, CHALLENGE_PATH } from "../protocol/activation_service.ts";
import { toBase64Url } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import { parseJson } from "../protocol/json.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Authority } from "./authority.ts";

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers one call of the activation service (SPEC 15). Never rejects for what the call holds, only for a fault on this side. */
export async function answerCall(authority: Authority, path: string, body: string): Promise<ServiceAnswer> {
  try {
    if (path === CHALLENGE_PATH) return ok({ challenge: toBase64Url(authority.challenge()) });
    if (path === ACTIVATE_PATH) return ok(await activate(authority, readRequest(body)));
    return refusal(404, null, "no such call");
  } catch (error) {
    if (error instanceof OperationError && error.code === HResult.malformed) {
      return refusal(400, error.code, error.message);
    }
    // without a code it is the publisher's own trouble, such as a folder in use: not for the caller's eyes
    if (error instanceof OperationError && error.code !== undefined) {
      return refusal(403, error.code, error.message);
    }
    throw error;
  }
}

function readRequest(body: string): HostRequest {
  const read = () => decodeHostRequest(parseJson(activateRequestSchema, body, "activation request"));
  return orOperationError(read, { code: HResult.malformed });
}

async function activate(authority: Authority, request: HostRequest): Promise<unknown> {
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
