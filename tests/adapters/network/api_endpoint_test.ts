import assert from "node:assert/strict";
import { connectApi, serveApi } from "../../../src/adapters/network/api_endpoint.ts";
import { ApiConsole } from "../../../src/api/client.ts";
import { LOCAL_CALLER } from "../../../src/api/caller.ts";
import { answerApi } from "../../../src/api/server.ts";
import { sampleHostStatus } from "../../support/samples/sample_status.ts";
import { StubApi } from "../../support/roles/stub_api.ts";
import { HeldFolder } from "../../../src/adapters/disk/state_folder.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const hello = () => Promise.resolve(Response.json("hello"));

/** A folder whose socket's path is too long for the address of a Unix socket. */
async function deepFolder(folder: TempFolder): Promise<string> {
  const path = `${folder.path}/${"deep".repeat(25)}`;
  await Deno.mkdir(path, { mode: 0o700 });
  return path;
}

async function namesIn(path: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(path), ({ name }) => name)).sort();
}

async function ask(folder: string): Promise<unknown> {
  const api = await connectApi(folder);
  assert(api !== undefined, "nobody answers");
  try {
    return await (await api.send("/v1/status", { method: "GET" })).json();
  } finally {
    api.close();
  }
}

Deno.test("the management API answers over a socket that only its owner may open, and takes it away at the end", async () => {
  await using folder = await TempFolder.make();
  using _held = await HeldFolder.hold(folder.path);
  const server = await serveApi(folder.path, hello);
  assert.deepEqual(await folder.names(), ["api.sock", "lock"]);
  assert.equal(await folder.mode("api.sock"), "600");
  assert.equal(await ask(folder.path), "hello");
  await server.close();
  assert.deepEqual(await folder.names(), ["lock"]);
  assert.equal(await connectApi(folder.path), undefined);
});

Deno.test("a socket that a killed host has left is no host, and the next one takes its place", async () => {
  await using folder = await TempFolder.make();
  Deno.listen({ transport: "unix", path: `${folder.path}/api.sock` }).close();
  await Deno.writeTextFile(`${folder.path}/api.sock`, "").catch(() => {});
  assert.equal(await connectApi(folder.path), undefined);
  using _held = await HeldFolder.hold(folder.path);
  assert.equal(await connectApi(folder.path), undefined);
  const server = await serveApi(folder.path, hello);
  assert.equal(await ask(folder.path), "hello");
  await server.close();
});

Deno.test("a folder whose path is too long for a socket is served over loopback, with a token in a file of its owner", async () => {
  await using folder = await TempFolder.make();
  const path = await deepFolder(folder);
  using _held = await HeldFolder.hold(path);
  const server = await serveApi(path, hello);
  assert.deepEqual(await namesIn(path), ["api.json", "lock"]);
  assert.equal((await Deno.stat(`${path}/api.json`)).mode! & 0o777, 0o600);
  assert.equal(await ask(path), "hello");
  await server.close();
  assert.deepEqual(await namesIn(path), ["lock"]);
});

Deno.test("over loopback nothing is answered without the token, or with another one", async () => {
  await using folder = await TempFolder.make();
  const path = await deepFolder(folder);
  let answered = 0;
  const server = await serveApi(path, () => {
    answered += 1;
    return hello();
  });
  const { port, token } = JSON.parse(await Deno.readTextFile(`${path}/api.json`));
  assert(token.length >= 43);
  const wrong = token.replace(/^./, (first: string) => first === "A" ? "B" : "A");
  for (const authorization of [undefined, `Bearer ${wrong}`, `Bearer ${token}x`, token, "Bearer "]) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`http://127.0.0.1:${port}/v1/status`, { headers });
    assert.equal(response.status, 401);
    await response.body?.cancel();
  }
  assert.equal(answered, 0);
  await server.close();
});

Deno.test("a token file that is stale or damaged is no host", async () => {
  await using folder = await TempFolder.make();
  const path = await deepFolder(folder);
  using _held = await HeldFolder.hold(path);
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  free.close();
  for (const text of ["", "null", "{", '{"port":"1"}', `{"port":${port}}`, `{"port":${port},"token":"x"}`]) {
    await Deno.writeTextFile(`${path}/api.json`, text);
    assert.equal(await connectApi(path), undefined);
  }
});

for (const over of ["a socket", "loopback"]) {
  Deno.test(`nothing is sent over ${over} that a killed host has left, whoever listens there now`, async () => {
    await using folder = await TempFolder.make();
    const path = over === "a socket" ? folder.path : await deepFolder(folder);
    let asked = 0;
    const server = await serveApi(path, () => {
      asked += 1;
      return hello();
    });
    assert.equal(await connectApi(path), undefined);
    (await HeldFolder.hold(path))[Symbol.dispose]();
    assert.equal(await connectApi(path), undefined);
    assert.equal(asked, 0);
    {
      using _held = await HeldFolder.hold(path);
      assert.equal(await ask(path), "hello");
    }
    await server.close();
  });
}

Deno.test("a folder in which nothing runs has no API", async () => {
  await using folder = await TempFolder.make();
  assert.equal(await connectApi(folder.path), undefined);
  assert.equal(await connectApi(`${folder.path}/nowhere`), undefined);
});

for (const over of ["a socket", "loopback"]) {
  Deno.test(`calls and the stream of changes go over ${over}`, async () => {
    await using folder = await TempFolder.make();
    const path = over === "a socket" ? folder.path : await deepFolder(folder);
    const api = new StubApi();
    const ended = Promise.withResolvers<void>();
    api.watch = async function* (signal) {
      yield { status: sampleHostStatus(), events: [], left: 0 };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ended.resolve();
    };
    using _held = await HeldFolder.hold(path);
    const server = await serveApi(path, (request) => answerApi(api, request, LOCAL_CALLER));
    const found = await connectApi(path);
    await using console = new ApiConsole(found!.send, found!.close);
    assert.deepEqual(await console.call("changeClientSetting", { name: "host", value: "kms" }), {
      value: "kms:1688",
      pending: null,
    });
    const ending = new AbortController();
    let lines = 0;
    for await (const _line of console.watch(ending.signal)) {
      lines += 1;
      ending.abort();
    }
    assert.equal(lines, 1);
    await ended.promise;
    await server.close();
  });
}
