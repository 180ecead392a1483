import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { WATCH_PATH } from "../../src/api/paths.ts";
import { ROUTES } from "../../src/api/routes.ts";
import { eventsInputSchema } from "../../src/api/types.ts";
import { openApiDocument } from "./openapi.ts";

interface Operation {
  operationId: string;
  requestBody?: unknown;
  parameters?: { name: string; in: string; required: boolean; description: string }[];
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  info: Record<string, unknown>;
}

const parsed = () => JSON.parse(openApiDocument()) as Document;

async function isValid(document: Document): Promise<boolean> {
  const { valid, errors } = await new Validator().validate({ ...document });
  assert(valid || errors !== undefined);
  return valid;
}

Deno.test("openapi.json is valid OpenAPI 3.1, and the validator refuses one that is not", async () => {
  assert.equal(await isValid(parsed()), true);
  const untitled = parsed();
  delete untitled.info["title"];
  assert.equal(await isValid(untitled), false);
  const misnamed = parsed();
  misnamed.paths["v1/status"] = misnamed.paths["/v1/status"]!;
  assert.equal(await isValid(misnamed), false);
});

Deno.test("openapi.json has every call, and a body where one is taken", () => {
  const { paths } = parsed();
  const calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { operationId }]) =>
      `${operationId}: ${method.toUpperCase()} ${path}`
    )
  );
  const routes = Object.entries(ROUTES).map(([name, { method, path }]) => `${name}: ${method} ${path}`);
  assert.deepEqual(calls.sort(), [...routes, `watch: GET ${WATCH_PATH}`].sort());
  assert.notEqual(paths["/v1/key"]!["put"]!.requestBody, undefined);
  assert.equal(paths["/v1/key"]!["delete"]!.requestBody, undefined);
});

Deno.test("openapi.json has the parameters of a call that reads, each where the query has it", () => {
  const { requestBody, parameters = [] } = parsed().paths["/v1/events"]!["get"]!;
  assert.equal(requestBody, undefined);
  assert.deepEqual(parameters.map(({ name }) => name), [...Object.keys(eventsInputSchema.entries)]);
  assert(parameters.every((one) => one.in === "query" && !one.required && one.description !== ""));
});

Deno.test("every reference in openapi.json leads somewhere", () => {
  const text = openApiDocument();
  const document: unknown = JSON.parse(text);
  const references = Array.from(text.matchAll(/"\$ref": "#\/([^"]+)"/g), ([, path]) => path!);
  assert(references.length > 100);
  for (const path of references) {
    const found = path.split("/").reduce(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      document,
    );
    assert.notEqual(found, undefined, path);
  }
});
