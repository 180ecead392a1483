import assert from "node:assert/strict";
import { ROUTES } from "../../src/api/routes.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { CALLS, ROUTE_NAMES, StubApi } from "../support/roles/stub_api.ts";

Deno.test("the calls that are tested are all calls of the table", () => {
  assert.deepEqual([...ROUTE_NAMES].sort(), Object.keys(ROUTES).sort());
});

Deno.test("no two calls share method and path", () => {
  const doors = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(doors).size, doors.length);
});

Deno.test("a call that only reads is a GET", () => {
  for (const { method, access } of Object.values(ROUTES)) assert.equal(access === "read", method === "GET");
});

for (const name of ROUTE_NAMES) {
  Deno.test(`client and server agree on ${name}`, async () => {
    const api = new StubApi();
    assert.deepEqual(await api.console().call(name, CALLS[name].input), CALLS[name].output);
    assert.deepEqual(api.asked, [{ name, input: CALLS[name].input }]);
  });

  Deno.test(`a refusal of ${name} comes to the client with its message, code and remedy`, async () => {
    const api = new StubApi();
    api.failure = new OperationError("Cannot do this", { code: HResult.keyBlocked, remedy: "do that" });
    const error = await operationErrorOf(() => api.console().call(name, CALLS[name].input));
    const { message, code, remedy } = error;
    assert.deepEqual({ message, code, remedy }, {
      message: "Cannot do this",
      code: HResult.keyBlocked,
      remedy: "do that",
    });
  });
}

Deno.test("a refusal without code and remedy comes without them", async () => {
  const api = new StubApi();
  api.failure = new OperationError("Cannot do this");
  const { code, remedy } = await operationErrorOf(() => api.console().call("removeKey", {}));
  assert.deepEqual({ code, remedy }, { code: undefined, remedy: undefined });
});
