import assert from "node:assert/strict";
import type { SignInResult } from "../../../src/admin/sign_in.ts";
import { NOBODYS_RECORD } from "../../../src/admin/passwords.ts";
import { encodeBasic } from "../../../src/api/basic_auth.ts";
import type { Caller } from "../../../src/api/caller.ts";
import type { Handlers } from "../../../src/api/routes.ts";
import type { WatchLine } from "../../../src/api/types.ts";
import { answerRemote } from "../../../src/app/remote/remote_answer.ts";
import { HResult } from "../../../src/protocol/hresult.ts";

const ALICE = { name: "alice", role: "administrator", password: NOBODYS_RECORD } as const;

/** A request to a host whose sign-in finds this; `admits` as the listener says it. */
class Exchange {
  readonly callers: Caller[] = [];
  readonly checked: unknown[] = [];
  readonly ended = new AbortController();
  readonly ending = new AbortController();
  watched: AbortSignal | undefined;

  constructor(
    readonly result: SignInResult["kind"],
    readonly admits = true,
    readonly role = ALICE.role as "administrator" | "reader",
  ) {}

  #result(): SignInResult {
    switch (this.result) {
      case "signedIn":
        return { kind: "signedIn", user: { ...ALICE, role: this.role }, ended: this.ended.signal };
      case "delayed":
        return { kind: "delayed", milliseconds: 3001 };
      default:
        return { kind: this.result };
    }
  }

  ask(
    path = "/v1/setting",
    init: RequestInit = { method: "PUT", body: '{"name":"port","value":1700}' },
  ): Promise<Response> {
    const headers = { authorization: encodeBasic({ user: "alice", password: "secret" }), ...init.headers };
    const changeSetting = (_: unknown, caller: Caller) => {
      this.callers.push(caller);
      return Promise.resolve({ pending: null });
    };
    const services = {
      handlers: { changeSetting } as unknown as Handlers,
      // deno-lint-ignore require-yield -- only whether it ends is looked at
      watch: async function* (this: Exchange, signal: AbortSignal): AsyncGenerator<WatchLine> {
        this.watched = signal;
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      }.bind(this),
    };
    const check = (credentials: unknown, address: string) => {
      this.checked.push({ credentials, address });
      return Promise.resolve(this.#result());
    };
    const sender = { address: "192.0.2.7", admit: () => this.admits };
    const request = new Request(`https://kms${path}`, { ...init, headers });
    return answerRemote(services, check, request, sender, this.ending.signal);
  }
}

async function refusal(response: Response) {
  return { status: response.status, code: (await response.json()).error.code };
}

Deno.test("who has signed in is the caller, by name, address and role", async () => {
  const exchange = new Exchange("signedIn");
  assert.equal((await exchange.ask()).status, 200);
  assert.deepEqual(exchange.callers, [{ name: "alice from 192.0.2.7", role: "administrator" }]);
  assert.deepEqual(exchange.checked, [
    { credentials: { user: "alice", password: "secret" }, address: "192.0.2.7" },
  ]);
});

Deno.test("a reader is refused what changes something, and nothing is carried out", async () => {
  const exchange = new Exchange("signedIn", true, "reader");
  assert.deepEqual(await refusal(await exchange.ask()), { status: 403, code: HResult.accessDenied });
  assert.deepEqual(exchange.callers, []);
});

Deno.test("who is refused is told that user or password is wrong, by the scheme that HTTP asks for", async () => {
  const exchange = new Exchange("refused");
  const response = await exchange.ask();
  assert.match(response.headers.get("www-authenticate") ?? "", /^Basic realm=/);
  assert.deepEqual(await refusal(response), { status: 401, code: HResult.accessDenied });
  assert.deepEqual(exchange.callers, []);
});

Deno.test("who has to wait is told for how many seconds, never too few", async () => {
  const response = await new Exchange("delayed").ask();
  assert.equal(response.headers.get("retry-after"), "4");
  assert.deepEqual(await refusal(response), { status: 429, code: HResult.accessDenied });
});

Deno.test("where too many are checked, or too many have signed in, the answer is to try later", async () => {
  for (const exchange of [new Exchange("busy"), new Exchange("signedIn", false)]) {
    assert.deepEqual(await refusal(await exchange.ask()), { status: 503, code: HResult.tryLater });
    assert.deepEqual(exchange.callers, []);
  }
});

Deno.test("no credentials, broken ones and a browser's request cost no check", async () => {
  const exchange = new Exchange("signedIn");
  for (const authorization of ["", "Bearer x", "Basic !"]) {
    assert.equal((await exchange.ask("/v1/status", { headers: { authorization } })).status, 401);
  }
  for (const name of ["origin", "sec-fetch-site"]) {
    assert.equal((await exchange.ask("/v1/status", { headers: { [name]: "x" } })).status, 403);
  }
  assert.deepEqual(exchange.checked, []);
});

for (const by of ["ended", "ending"] as const) {
  Deno.test(`a stream ends when ${by === "ended" ? "its user is removed" : "the listener is closed"}`, async () => {
    const exchange = new Exchange("signedIn");
    const response = await exchange.ask("/v1/watch", {});
    const read = response.text();
    assert.equal(exchange.watched?.aborted, false);
    exchange[by].abort();
    assert.equal(await read, "");
  });
}
