import type { GenericSchema, InferOutput } from "valibot";
import { parseJson, parseValue } from "../protocol/json.ts";
import { knownResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Console } from "./console.ts";
import { type Input, type Output, type RouteName, ROUTES, WATCH_PATH } from "./routes.ts";
import { SignInRefused } from "./sign_in_refused.ts";
import { errorSchema, type WatchLine, watchLineSchema } from "./types.ts";

/** What is wanted of a response. `body`: null where it was read whole. */
export type ApiResponse = Pick<Response, "ok" | "status" | "body" | "json">;

/** Sends one HTTP request to a host's management API and resolves with its response; one with a signal may last as a stream. */
export type SendRequest = (
  path: string,
  init: { method: string; body?: string; signal?: AbortSignal },
) => Promise<ApiResponse>;

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** A running host over its management API. */
export class ApiConsole implements Console {
  readonly live = true;
  readonly #send: SendRequest;
  readonly #close: () => void;
  readonly #unreachable: (cause: unknown) => OperationError;

  /** `unreachable`: what is said where no answer comes. */
  constructor(send: SendRequest, close: () => void, unreachable = hostDoesNotAnswer) {
    this.#send = send;
    this.#close = close;
    this.#unreachable = unreachable;
  }

  async call<Name extends RouteName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const { method, path, output } = ROUTES[name];
    const { ok, status, body } = method === "GET"
      ? await this.#ask(path + queryOf(input), { method })
      : await this.#ask(path, { method, body: JSON.stringify(input) });
    if (!ok) throw refusalOf(status, body);
    return parseValue(
      output as GenericSchema<unknown, InferOutput<typeof output>>,
      body,
      "host's answer",
    ) as Output<Name>;
  }

  async *watch(signal: AbortSignal): AsyncGenerator<WatchLine> {
    try {
      const response = await this.#send(WATCH_PATH, { method: "GET", signal });
      if (!response.ok || response.body === null) {
        throw refusalOf(response.status, await response.json());
      }
      for await (const line of linesOf(response.body)) {
        if (signal.aborted) return;
        yield parseJson(watchLineSchema, line, "host's change");
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #ask(path: string, init: { method: string; body?: string }): Promise<Answer> {
    try {
      const response = await this.#send(path, init);
      return { ok: response.ok, status: response.status, body: await response.json() };
    } catch (cause) {
      throw cause instanceof OperationError ? cause : this.#unreachable(cause);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    return Promise.resolve();
  }
}

/** What a call that only reads takes goes into the query, each member as text: `?limit=100&machine=desk`. */
function queryOf(input: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

function hostDoesNotAnswer(cause: unknown): OperationError {
  return new OperationError("The host that runs on the state folder does not answer", {
    remedy: "try again; if it goes on, end that host and start it anew (kms serve)",
    cause,
  });
}

function refusalOf(status: number, body: unknown): OperationError {
  const { error } = parseValue(errorSchema, body, "host's answer");
  const code = knownResult(error.code);
  const Refusal = status === 401 ? SignInRefused : OperationError;
  return new Refusal(error.message, {
    ...(code === undefined ? {} : { code }),
    ...(error.remedy === null ? {} : { remedy: error.remedy }),
  });
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
