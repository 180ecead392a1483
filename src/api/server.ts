import * as v from "valibot";
import { DecodeError } from "../protocol/decode_error.ts";
import { HResult } from "../protocol/hresult.ts";
import { boundedText } from "../protocol/bounded_text.ts";
import { parseJson, parseValue } from "../protocol/json.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Caller } from "./caller.ts";
import type { Handlers, RouteName } from "./routes.ts";
import { PATHS, VERSION_HEADER, WATCH_PATH } from "./paths.ts";
import { VERSION } from "../version.ts";
import { JsonBytes } from "./json_bytes.ts";
import type { WatchLine } from "./types.ts";

export interface ApiServices {
  readonly handlers: Handlers;
  /** A new stream of changes; it ends when `signal` is aborted, which is when the reader cancels it. */
  watch(signal: AbortSignal): AsyncIterable<WatchLine>;
}

/** By which version of the program an answer was made: see ApiResponse.ours. */
const OUR_VERSION = { [VERSION_HEADER]: VERSION };
/** A licence file, which may be long, in JSON; no more than that is read. */
const LONGEST_BODY = 2_000_000;

/** Answers one HTTP request of `caller` to the management API. Rejects for bugs only. */
export async function answerApi(
  services: ApiServices,
  request: Request,
  caller: Caller,
): Promise<Response> {
  const { pathname: path, searchParams } = new URL(request.url);
  if (path === WATCH_PATH && request.method === "GET") return streamOf(services);
  const name = callNamed(request.method, path);
  if (name === undefined) {
    return refusal(404, new OperationError(`There is no call ${request.method} ${path}`));
  }
  const { ROUTES } = await import("./routes.ts"); // a host that nobody looks at need not hold them
  const route = ROUTES[name];
  if (route.access === "write" && caller.role !== "administrator") return refusal(403, readerOnly(caller));
  try {
    const written = request.method === "GET" ? Object.fromEntries(searchParams) : await bodyOf(request);
    const input = parseValue(route.input as v.GenericSchema, written, "request");
    return done(await (services.handlers[name] as AnyHandler)(input, caller));
  } catch (error) {
    if (error instanceof OperationError) return refusal(409, error);
    if (error instanceof DecodeError) {
      return refusal(400, new OperationError(error.message, { code: HResult.malformed }));
    }
    throw error;
  }
}

function callNamed(method: string, path: string): RouteName | undefined {
  const found = Object.entries(PATHS).find(([, call]) => call.path === path && call.method === method);
  return found?.[0] as RouteName | undefined;
}

/** A handler as its route's name finds it: `input` fits it because that route's own schema has just read it. */
type AnyHandler = (input: unknown, caller: Caller) => Promise<unknown>;

function done(answer: unknown): Response {
  if (!(answer instanceof JsonBytes)) return Response.json(answer, { headers: OUR_VERSION });
  return new Response(answer.bytes, { headers: { "content-type": "application/json", ...OUR_VERSION } });
}

function readerOnly({ name }: Caller): OperationError {
  return new OperationError(`${name} may read, but not change anything`, {
    code: HResult.accessDenied,
  });
}

/** Throws DecodeError for a body that is no JSON, or too long. */
async function bodyOf(request: Request): Promise<unknown> {
  const text = request.body === null ? "" : await boundedText(request.body, LONGEST_BODY);
  if (text === undefined) {
    throw new DecodeError("request", "length", `at most ${LONGEST_BODY} bytes`);
  }
  return parseJson(v.unknown(), text === "" ? "{}" : text, "request");
}

/** How an error travels. */
export function refusal(status: number, error: OperationError): Response {
  const { code, message, remedy } = error;
  return Response.json({ error: { code: code ?? null, message, remedy: remedy ?? null } }, { status });
}

function streamOf(services: ApiServices): Response {
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  const iterator = services.watch(cancelled.signal)[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (cancelled.signal.aborted) return;
      if (done) controller.close();
      else controller.enqueue(encoder.encode(JSON.stringify(value) + "\n"));
    },
    async cancel() {
      cancelled.abort();
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson", ...OUR_VERSION } });
}
