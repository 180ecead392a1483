import assert from "node:assert/strict";
import { ApiConsole } from "../../src/api/client.ts";
import { JsonBytes } from "../../src/api/json_bytes.ts";
import { LOCAL_CALLER } from "../../src/api/caller.ts";
import { ROUTES } from "../../src/api/routes.ts";
import { answerApi } from "../../src/api/server.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { StubApi } from "../support/roles/stub_api.ts";

async function refusalOf(response: Response) {
  const { error } = await response.json();
  return { status: response.status, code: error.code, message: error.message };
}

Deno.test("a path that is no call is answered with 404", async () => {
  const api = new StubApi();
  for (const path of ["/", "/v1", "/v1/statuses", "/v2/status", "/v1/status/"]) {
    const { status, message } = await refusalOf(await api.ask("GET", path));
    assert.equal(status, 404);
    assert.equal(message, `There is no call GET ${path}`);
  }
  assert.deepEqual(api.asked, []);
});

Deno.test("a call with another method is answered with 404 and not carried out", async () => {
  const api = new StubApi();
  const known = new Set(Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`));
  for (const { path } of Object.values(ROUTES)) {
    for (const method of ["GET", "PUT", "POST", "DELETE", "PATCH"]) {
      if (known.has(`${method} ${path}`)) continue;
      assert.equal((await refusalOf(await api.ask(method, path))).status, 404);
    }
  }
  assert.equal((await refusalOf(await api.ask("POST", "/v1/watch", "{}"))).status, 404);
  assert.deepEqual(api.asked, []);
});

const BAD_BODIES = {
  "that is no JSON": "key=BCDFG",
  "that is no object": '["BCDFG"]',
  "that lacks a member": "{}",
  "with a member too many": '{"key":"BCDFG","force":true}',
  "with a member of another type": '{"key":7}',
  "with a member that is too long": JSON.stringify({ key: "B".repeat(201) }),
  "that is empty": "",
};
for (const [what, body] of Object.entries(BAD_BODIES)) {
  Deno.test(`a body ${what} is answered with 400, and the call is not carried out`, async () => {
    const api = new StubApi();
    const { status, code, message } = await refusalOf(await api.ask("PUT", "/v1/key", body));
    assert.deepEqual({ status, code }, { status: 400, code: HResult.malformed });
    assert.match(message, /Cannot decode request/);
    assert.deepEqual(api.asked, []);
  });
}

Deno.test("a body of more than two million characters is answered with 400", async () => {
  const api = new StubApi();
  const body = JSON.stringify({ text: "x".repeat(2_000_000), acceptNewRoots: false });
  assert.equal((await refusalOf(await api.ask("PUT", "/v1/licence", body))).status, 400);
  assert.deepEqual(api.asked, []);
});

Deno.test("settings and URLs that cannot be are refused before a handler sees them", async () => {
  const api = new StubApi();
  const asked = [
    ["PUT", "/v1/setting", '{"name":"ports","value":1}'],
    ["PUT", "/v1/setting", '{"name":"port","value":"1"}'],
    ["POST", "/v1/activation", '{"url":"not a URL"}'],
    ["POST", "/v1/activation", '{"url":null,"id":"Editor"}'],
    ["PUT", "/v1/client-setting", JSON.stringify({ name: "host", value: "x".repeat(301) })],
    ["PUT", "/v1/client-setting", '{"name":"activationType","value":1}'],
    ["POST", "/v1/users", '{"name":"a b","role":"reader","password":"long enough"}'],
    ["POST", "/v1/users", '{"name":"alice","role":"king","password":"long enough"}'],
    ["PUT", "/v1/admin", '{"enabled":true,"port":1690,"address":"everywhere"}'],
  ] as const;
  for (const [method, path, body] of asked) assert.equal((await api.ask(method, path, body)).status, 400);
  assert.deepEqual(api.asked, []);
});

Deno.test("a bug in a handler rejects, so that the endpoint says no more than that", async () => {
  const api = new StubApi();
  api.failure = new TypeError("undefined is not a function");
  await assert.rejects(() => api.ask("GET", "/v1/status"), TypeError);
});

const DEAF = {
  "closes the connection": () => Promise.reject(new TypeError("error sending request")),
  "answers with no JSON": () => Promise.resolve(new Response("<html>")),
  "does not know our token": () => Promise.resolve(new Response(null, { status: 401 })),
};
for (const [what, send] of Object.entries(DEAF)) {
  Deno.test(`a client whose host ${what} says that it does not answer, and what to do`, async () => {
    const error = await operationErrorOf(() => new ApiConsole(send, () => {}).call("status", {}));
    assert.match(error.message, /does not answer/);
    assert.match(error.remedy ?? "", /kms serve/);
  });
}

Deno.test("a client refuses an answer of another shape", async () => {
  const console = new ApiConsole(() => Promise.resolve(Response.json({ role: "king" })), () => {});
  await assert.rejects(() => console.call("status", {}), /Cannot decode host's answer/);
});

Deno.test("an answer that is in JSON already goes out as it is", async () => {
  const api = new StubApi();
  const bytes = new TextEncoder().encode('{"reports": [] }');
  const handlers = { ...api.handlers, report: () => Promise.resolve(new JsonBytes(bytes)) };
  const request = new Request("http://localhost/v1/report?name=forecast");
  const response = await answerApi({ handlers, watch: api.watch }, request, LOCAL_CALLER);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(await response.text(), '{"reports": [] }');
});
