import type { JsonSchema } from "@valibot/to-json-schema";
import { WATCH_PATH } from "../../src/api/paths.ts";
import { ROUTES } from "../../src/api/routes.ts";
import type { Route } from "../../src/api/types.ts";
import { errorSchema, nothingSchema, watchLineSchema } from "../../src/api/types.ts";
import { VERSION } from "../../src/version.ts";
import { apiSchemas, nameOf, referenceTo } from "./schemas.ts";
import { REFUSALS, refusalsOf } from "./statuses.ts";

const ERROR = jsonContent(nameOf(errorSchema));

/** docs/openapi.json: the management API as OpenAPI 3.1. */
export function openApiDocument(): string {
  const document = {
    openapi: "3.1.0",
    info: {
      title: "kms management API",
      version: VERSION,
      description:
        "Status, settings, activation and users of a KMS host. docs/api.md says how it is reached.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: SERVERS,
    security: [{}, { token: [] }, { user: [] }],
    paths: paths(),
    components: { schemas: apiSchemas(), responses: responses(), securitySchemes: SECURITY },
  };
  return JSON.stringify(document, null, 2) + "\n";
}

const SERVERS = [
  { url: "http://localhost", description: "the Unix socket api.sock in the state folder" },
  {
    url: "http://127.0.0.1:{port}",
    description: "where there is no socket (Windows)",
    variables: { port: { default: "0", description: "as api.json in the state folder names it" } },
  },
  {
    url: "https://{computer}:{port}",
    description: "another computer, once kms admin enable was run there",
    variables: { computer: { default: "kms.example.com" }, port: { default: "1690" } },
  },
];

const SECURITY = {
  token: { type: "http", scheme: "bearer", description: "over loopback: the token of api.json" },
  user: { type: "http", scheme: "basic", description: "from another computer: a user of kms admin user add" },
};

function paths(): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(ROUTES)) {
    (all[route.path] ??= {})[route.method.toLowerCase()] = operation(name, route);
  }
  all[WATCH_PATH] = { get: WATCH };
  return all;
}

function operation(operationId: string, route: Route): unknown {
  return {
    operationId,
    summary: route.summary,
    ...inputOf(route),
    responses: {
      200: { description: "done", content: jsonContent(nameOf(route.output)) },
      ...references(route),
    },
  };
}

/** A call that only reads takes its input in the query, any other as a body. */
function inputOf(route: Route): Record<string, unknown> {
  if ((route.input as unknown) === nothingSchema) return {};
  if (route.method === "GET") return { parameters: parametersOf(nameOf(route.input)) };
  return { requestBody: { required: true, content: jsonContent(nameOf(route.input)) } };
}

function parametersOf(name: string): unknown[] {
  const { properties = {}, required = [] } = apiSchemas()[name]!;
  return Object.keys(properties).map((member) => ({
    name: member,
    in: "query",
    required: required.includes(member),
    explode: false, // lists with commas between
    description: (properties[member] as JsonSchema).description ?? "",
    schema: { $ref: `${referenceTo(name)}/properties/${member}` },
  }));
}

const WATCH = {
  operationId: "watch",
  summary: "The state of a running host, and its events as they happen",
  description:
    "JSON lines: the state first, then a line for what changed, at most five a second and at least one.",
  responses: {
    200: {
      description: "a stream of JSON lines, until the reader leaves",
      content: { "application/x-ndjson": { schema: { $ref: referenceTo(nameOf(watchLineSchema)) } } },
    },
    ...references({ method: "GET", input: nothingSchema }),
  },
};

function references(route: Pick<Route, "method" | "input">): Record<number, unknown> {
  return Object.fromEntries(
    refusalsOf(route).map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

function responses(): Record<string, unknown> {
  return Object.fromEntries(
    REFUSALS.map(({ name, meaning }) => [name, { description: meaning, content: ERROR }]),
  );
}

function jsonContent(name: string): Record<string, unknown> {
  return { "application/json": { schema: { $ref: referenceTo(name) } } };
}
