import type { Credentials, SignInResult } from "../../admin/sign_in.ts";
import type { Sender } from "../../adapters/network/tls_server.ts";
import { decodeBasic } from "../../api/basic_auth.ts";
import { answerApi, type ApiServices, refusal } from "../../api/server.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";

export type CheckSignIn = (credentials: Credentials, address: string) => Promise<SignInResult>;

/**
 * Answers a request from another computer: who it is comes first, then whether he may. Nothing of the body is read before. `ending`
 * ends the streams of changes.
 */
export async function answerRemote(
  services: ApiServices,
  check: CheckSignIn,
  request: Request,
  sender: Sender,
  ending: AbortSignal,
): Promise<Response> {
  if (isFromBrowser(request)) return refusal(403, notForBrowsers());
  const credentials = decodeBasic(request.headers.get("authorization"));
  if (credentials === undefined) return unknownUser();
  const result = await check(credentials, sender.address);
  if (result.kind === "refused") return unknownUser();
  if (result.kind === "delayed") return delayed(result.milliseconds);
  if (result.kind === "busy" || !sender.admit()) return busy();
  const { user: { name, role }, ended } = result;
  const watch = (signal: AbortSignal) => services.watch(AbortSignal.any([signal, ended, ending]));
  const caller = { name: `${name} from ${sender.address}`, role };
  return await answerApi({ handlers: services.handlers, watch }, request, caller);
}

/** A browser adds a password that it has been told to whatever page asks: requests that pages make are refused. */
function isFromBrowser({ headers }: Request): boolean {
  return headers.has("origin") || headers.has("sec-fetch-site");
}

function notForBrowsers(): OperationError {
  return new OperationError("This is a management API, and not for browsers", {
    code: HResult.accessDenied,
    remedy: "kms COMPUTER USER opens the dashboard in a terminal",
  });
}

/** The same for a user who does not exist and for a password that is wrong. */
function unknownUser(): Response {
  const response = refusal(
    401,
    new OperationError("The user name or the password is wrong", {
      code: HResult.accessDenied,
      remedy: "check both; kms admin user list on the host shows who may sign in",
    }),
  );
  response.headers.set("www-authenticate", 'Basic realm="kms", charset="UTF-8"');
  return response;
}

function delayed(milliseconds: number): Response {
  const seconds = Math.ceil(milliseconds / 1000);
  const error = new OperationError("Too many sign-ins from this address have failed", {
    code: HResult.accessDenied,
    remedy: `try again in ${seconds} second${seconds === 1 ? "" : "s"}`,
  });
  return withRetry(refusal(429, error), seconds);
}

function busy(): Response {
  const error = new OperationError("The host has too many sign-ins to look at", {
    code: HResult.tryLater,
    remedy: "try again in a few seconds",
  });
  return withRetry(refusal(503, error), 5);
}

function withRetry(response: Response, seconds: number): Response {
  response.headers.set("retry-after", String(seconds));
  return response;
}
