import { ApiConsole } from "../../../../src/api/client.ts";
import { decodeBasic, encodeBasic } from "../../../../src/api/basic_auth.ts";
import { LOCAL_CALLER } from "../../../../src/api/caller.ts";
import { type Handlers, type RouteName, ROUTES } from "../../../../src/api/routes.ts";
import { answerApi } from "../../../../src/api/server.ts";
import { addressGroup, plainAddress } from "../../../../src/policy/remote_address.ts";
import { OperationError } from "../../../../src/policy/operation_error.ts";
import { toBase64Url } from "../../../../src/protocol/bytes.ts";
import { DecodeError } from "../../../../src/protocol/decode_error.ts";
import { parseValue } from "../../../../src/protocol/json.ts";
import { CALLS, ROUTE_NAMES } from "../../../support/roles/stub_api.ts";
import { sampleHostStatus } from "../../../support/samples/sample_status.ts";
import {
  bytesOf,
  type Decoder,
  promise,
  samplesOf,
  textDecoder,
  textOf,
  unlessRejected,
} from "../decoder.ts";

const ANSWERS = [200, 400, 404, 409];
/** There are some fifty calls. */
const A_ROUTE = 0.06;

/** What was written of an input for a query, or anything. */
function queryOf(text: string): string {
  try {
    const members: unknown = JSON.parse(text);
    if (typeof members !== "object" || members === null) return text;
    return new URLSearchParams(Object.entries(members).map(([name, value]) => [name, textOfValue(value)]))
      .toString();
  } catch {
    return text;
  }
}

function textOfValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOfValue).join(",");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function asked(name: RouteName): Decoder {
  const { method, path, input: schema } = ROUTES[name];
  return {
    name: "body or query of a call",
    samples: samplesOf(CALLS[name].input),
    json: true,
    share: A_ROUTE,
    read: async (bytes) => {
      const text = textOf(bytes);
      const request = method === "GET"
        ? new Request(`http://localhost${path}?${queryOf(text)}`)
        : new Request(`http://localhost${path}`, { method, body: text });
      let given: unknown;
      const handlers = {
        [name]: (input: unknown) => (given = input, Promise.resolve({})),
      } as unknown as Handlers;
      const { status } = await answerApi({ handlers, watch: () => emptyStream() }, request, LOCAL_CALLER);
      promise(ANSWERS.includes(status), `${name} is answered with ${status}`);
      if (given === undefined) return false;
      promise(
        JSON.stringify(parseValue(schema, given, "input")) === JSON.stringify(given),
        `${name} is read otherwise the second time`,
      );
      return true;
    },
  };
}

async function* emptyStream() {}

/** Whether a body is that of an error. */
export function isError(bytes: Uint8Array): boolean {
  return textOf(bytes.subarray(0, 8)).startsWith('{"error"');
}

function answered(name: RouteName): Decoder {
  return {
    name: "answer of a host to a console",
    samples: samplesOf(CALLS[name].output, { error: { code: 7, message: "no", remedy: null } }),
    json: true,
    share: A_ROUTE,
    read: async (bytes) => {
      const status = isError(bytes) ? 409 : 200;
      const send = () => Promise.resolve(new Response(new Uint8Array(bytes), { status }));
      const call = () => new ApiConsole(send, () => {}).call(name, CALLS[name].input as never);
      return await unlessRejected(call, DecodeError, OperationError) !== undefined;
    },
  };
}

const watched: Decoder = {
  name: "host's stream of changes",
  samples: [
    bytesOf(
      `${
        JSON.stringify({
          status: sampleHostStatus(),
          events: [{ id: 12310, time: 5, version: "1" }],
          left: 0,
        })
      }\n`,
    ),
  ],
  json: true,
  share: 0.2,
  read: async (bytes) => {
    const send = () => Promise.resolve(new Response(new Uint8Array(bytes)));
    let lines = 0;
    await unlessRejected(
      async () => {
        for await (const _ of new ApiConsole(send, () => {}).watch(new AbortController().signal)) lines += 1;
      },
      DecodeError,
      OperationError,
    );
    return lines > 0;
  },
};

export const API: readonly Decoder[] = [
  ...ROUTE_NAMES.map(asked),
  ...ROUTE_NAMES.map(answered),
  watched,
  textDecoder({
    name: "header of who signs in",
    samples: [
      encodeBasic({ user: "alice", password: "correct: horse" }),
      encodeBasic({ user: "é", password: "" }),
    ],
    tokens: ["Basic ", "=", ":", toBase64Url(new Uint8Array(3))],
    read: (text) => {
      const credentials = decodeBasic(text);
      if (credentials === undefined) return false;
      const again = decodeBasic(encodeBasic(credentials));
      promise(
        again?.user === credentials.user && again.password === credentials.password,
        "it is read otherwise when it is written anew",
      );
      return true;
    },
  }),
  textDecoder({
    name: "address of who connects",
    samples: ["192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1", "fe80::1%eth0"],
    tokens: ["::", ":", "%", "."],
    read: (text) => addressGroup(text) !== "" && plainAddress(text) !== "",
  }),
];
