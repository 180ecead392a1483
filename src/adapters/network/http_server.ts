import { plainLine } from "../../policy/plain_line.ts";
import { boundedText } from "../../protocol/bounded_text.ts";
import { listenError } from "./listen_error.ts";

/** Requests to the services that listen here are a few hundred bytes. */
const LONGEST_BODY = 10_000;

export interface HttpService {
  readonly hostname: string;
  readonly port: number;
  close(): Promise<void>;
}

/** What a POST is answered with: a status and a value that becomes JSON. */
export type AnswerPost = (
  path: string,
  body: string,
) => Promise<{ readonly status: number; readonly body: unknown }>;

/** Serves JSON over HTTP, POST only. Port 0 takes a free one. Throws OperationError where the address cannot be had. */
export function servePosts(hostname: string, port: number, answer: AnswerPost): HttpService {
  const server = listen(hostname, port, (request) => answerRequest(request, answer));
  return { hostname: server.addr.hostname, port: server.addr.port, close: () => server.shutdown() };
}

async function answerRequest(request: Request, answer: AnswerPost): Promise<Response> {
  if (request.method !== "POST") return refusal(405, "POST only");
  const text = await boundedText(request.body, LONGEST_BODY);
  if (text === undefined) return refusal(413, "the body is too long");
  const { status, body } = await answer(new URL(request.url).pathname, text);
  return Response.json(body, { status });
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { code: null, message } }, { status });
}

function listen(hostname: string, port: number, handler: (request: Request) => Promise<Response>) {
  try {
    return Deno.serve({ hostname, port, onListen: () => {}, onError }, handler);
  } catch (cause) {
    throw listenError(hostname, port, cause, "choose another with --listen ADDR:PORT");
  }
}

function onError(error: unknown): Response {
  console.error(plainLine(`kms: the service failed: ${error instanceof Error ? error.message : error}`));
  return refusal(500, "the service failed");
}
