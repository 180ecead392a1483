import type { GenericSchema } from "valibot";
import { knownResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Console } from "./console.ts";
import { PATHS, WATCH_PATH } from "./paths.ts";
import type { Input, Output, RouteName } from "./routes.ts";
import { SignInRefused } from "./sign_in_refused.ts";
import type { WatchLine } from "./types.ts";

/** What is wanted of a response. */
export interface ApiResponse extends Pick<Response, "ok" | "status" | "json"> {
  /** Null where it was read whole. */
  readonly body: AsyncIterable<Uint8Array> | null;
  /**
   * Whether this user's own host made it, by this very version of the program. Such an answer is not held against its schema: the
   * compiler has done that, and the schemas take longer to load than the host to answer.
   */
  readonly ours?: boolean;
}

/** Sends one HTTP request to a host's management API and resolves with its response; one with a signal may last as a stream. */
export type SendRequest = (
  path: string,
  init: { method: string; body?: string; signal?: AbortSignal },
) => Promise<ApiResponse>;

interface Answer {
  readonly ok: boolean;
  readonly ours: boolean;
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
    const { method, path } = PATHS[name];
    const { ok, ours, status, body } = method === "GET"
      ? await this.#ask(path + queryOf(input), { method })
      : await this.#ask(path, { method, body: JSON.stringify(input) });
    if (!ok) throw await refusalOf(status, body);
    return ours ? body as Output<Name> : await checked(name, body);
  }

  async *watch(signal: AbortSignal): AsyncGenerator<WatchLine> {
    try {
      const response = await this.#send(WATCH_PATH, { method: "GET", signal });
      if (!response.ok || response.body === null) {
        throw await refusalOf(response.status, await response.json());
      }
      const read = response.ours ? (line: string): WatchLine => JSON.parse(line) : await watchLineReader();
      for await (const line of linesOf(response.body)) {
        if (signal.aborted) return;
        yield read(line);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #ask(path: string, init: { method: string; body?: string }): Promise<Answer> {
    try {
      const response = await this.#send(path, init);
      const { ok, ours = false, status } = response;
      return { ok, ours, status, body: await response.json() };
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

const parsing = () => import("../protocol/json.ts");

async function watchLineReader(): Promise<(line: string) => WatchLine> {
  const [{ watchLineSchema }, { parseJson }] = await Promise.all([import("./types.ts"), parsing()]);
  return (line) => parseJson(watchLineSchema, line, "host's change");
}

async function checked<Name extends RouteName>(name: Name, body: unknown): Promise<Output<Name>> {
  const [{ ROUTES }, { parseValue }] = await Promise.all([import("./routes.ts"), parsing()]);
  return parseValue(ROUTES[name].output as GenericSchema<unknown, Output<Name>>, body, "host's answer");
}

async function refusalOf(status: number, body: unknown): Promise<OperationError> {
  const [{ errorSchema }, { parseValue }] = await Promise.all([import("./calls/shared.ts"), parsing()]);
  const { error } = parseValue(errorSchema, body, "host's answer");
  const code = knownResult(error.code);
  const Refusal = status === 401 ? SignInRefused : OperationError;
  return new Refusal(error.message, {
    ...(code === undefined ? {} : { code }),
    ...(error.remedy === null ? {} : { remedy: error.remedy }),
  });
}

async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
