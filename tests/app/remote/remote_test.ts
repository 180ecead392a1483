import assert from "node:assert/strict";
import { connectRemote, forgetRemote } from "../../../src/app/consoles/connect_remote.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import type { Console } from "../../../src/api/console.ts";
import { encodeBasic } from "../../../src/api/basic_auth.ts";
import { SignInRefused } from "../../../src/api/sign_in_refused.ts";
import { EventId } from "../../../src/policy/events.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { PASSWORD, RemoteHost } from "../../support/roles/remote_host.ts";
import { RawClient, RecordingServer } from "../../support/programs/tls_peer.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

/** What a request with these lines is answered with. */
async function ask(host: RemoteHost, head: string, body = ""): Promise<string> {
  using client = await RawClient.connect(host.port);
  client.send(`${head}\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  return await client.closed;
}

const BASIC = `authorization: ${encodeBasic({ user: "alice", password: PASSWORD })}`;

Deno.test("an administrator does from another computer what the local one does, and events say who it was", async () => {
  await using host = await RemoteHost.start();
  const events = host.events();
  await using console = await host.connect();
  const status = await console.call("status", {});
  assert.deepEqual({ ...status, time: 0 }, { ...await host.local.call("status", {}), time: 0 });
  await console.call("changeSetting", { name: "activationInterval", value: 30 });
  const changed = await host.local.call("status", {});
  assert.equal(changed.role === "host" && changed.settings.activationInterval, 30);
  const by = events.flatMap((event) => event.id === EventId.settingChanged ? [event.by] : []);
  assert.deepEqual(by, ["alice from 127.0.0.1"]);
});

Deno.test("a reader may look, and changes nothing", async () => {
  await using host = await RemoteHost.start({ rita: "reader" });
  await using console = await host.connect("rita");
  assert.equal((await console.call("status", {})).role, "host");
  assert.equal((await console.call("why", {})).role, "host");
  const before = await host.local.call("admin", {});
  const writes = [
    () => console.call("changeSetting", { name: "activationInterval", value: 30 }),
    () => console.call("addUser", { name: "eve", role: "administrator", password: PASSWORD }),
    () => console.call("changePassword", { name: "rita", password: "other words" }),
    () => console.call("changeAdmin", { enabled: false, port: null, address: null }),
    () => console.call("removeKey", {}),
    () => console.call("why", { dnsServer: "192.0.2.53" }), // it would send questions there
  ];
  for (const write of writes) {
    const error = await operationErrorOf(write);
    assert.equal(error.code, HResult.accessDenied);
    assert.match(error.message, /rita from 127\.0\.0\.1 may read/);
  }
  assert.deepEqual(await host.local.call("admin", {}), before);
});

Deno.test("a wrong password, an unknown user and none at all get the same answer, whatever is asked for", async () => {
  await using host = await RemoteHost.start();
  const wrong = await operationErrorOf(async () =>
    await (await host.connect("alice", "wrong words")).call("status", {})
  );
  const unknown = await operationErrorOf(async () =>
    await (await host.connect("mallory")).call("status", {})
  );
  assert.equal(wrong.code, HResult.accessDenied);
  assert.deepEqual([unknown.message, unknown.code, unknown.remedy], [
    wrong.message,
    wrong.code,
    wrong.remedy,
  ]);
  for (const path of ["/v1/status", "/v1/watch", "/v1/nothing", "/"]) {
    const answer = await ask(host, `GET ${path} HTTP/1.1`);
    assert.match(answer, /^HTTP\/1\.1 401 [\s\S]*The user name or the password is wrong/);
  }
});

Deno.test("of a stranger's body nothing is read, however long it is said to be", async () => {
  await using host = await RemoteHost.start();
  using client = await RawClient.connect(host.port);
  client.send("PUT /v1/licence HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n");
  assert.match(await client.closed, /^HTTP\/1\.1 401 /);
});

Deno.test("an administrator's body that is too long is answered with 400", async () => {
  await using host = await RemoteHost.start();
  await using console = await host.connect();
  const text = "x".repeat(999_999);
  assert.match(
    (await operationErrorOf(() => console.call("installLicence", { text, acceptNewRoots: false }))).message,
    /licence/,
  );
  const answer = await ask(host, `PUT /v1/licence HTTP/1.1\r\n${BASIC}`, "x".repeat(2_100_000));
  assert.match(answer, /^HTTP\/1\.1 400 [\s\S]*at most 2000000 bytes/);
});

Deno.test("a page in a browser that knows the password is refused", async () => {
  await using host = await RemoteHost.start();
  const user = JSON.stringify({ name: "eve", role: "administrator", password: PASSWORD });
  for (const header of ["origin: https://evil.example", "sec-fetch-site: cross-site"]) {
    assert.match(
      await ask(host, `POST /v1/users HTTP/1.1\r\n${BASIC}\r\n${header}`, user),
      /^HTTP\/1\.1 403 /,
    );
  }
  assert.deepEqual((await host.local.call("admin", {})).users, [{ name: "alice", role: "administrator" }]);
});

Deno.test("sign-ins and their failures are events, once each", async () => {
  await using host = await RemoteHost.start();
  const events = host.events();
  for (let i = 0; i < 2; i++) {
    const error = await operationErrorOf(async () =>
      await (await host.connect("alice", "wrong words")).call("status", {})
    );
    assert.equal(error.code, HResult.accessDenied, error.message);
  }
  for (let i = 0; i < 3; i++) {
    await using console = await host.connect();
    await console.call("status", {});
  }
  const signIns = events.filter(({ id }) => id === EventId.signInFailed || id === EventId.signedIn);
  assert.deepEqual(
    signIns.map(({ time: _, ...event }) => event),
    [
      { id: EventId.signInFailed, failures: 1, address: "127.0.0.1" },
      { id: EventId.signedIn, user: "alice", address: "127.0.0.1" },
    ],
  );
});

Deno.test("the first certificate is taken and said; from then on no other is, until it is forgotten", async () => {
  await using host = await RemoteHost.start();
  const computer = `127.0.0.1:${host.port}`;
  const notes: string[] = [];
  const connect = () =>
    connectRemote({
      computer,
      user: "alice",
      password: () => Promise.resolve(PASSWORD),
      fingerprint: undefined,
      knownHosts: host.known,
      note: (text) => notes.push(text),
    });
  await (await connect())[Symbol.asyncDispose]();
  assert.match(notes.join(), new RegExp(host.fingerprint));
  await Deno.writeTextFile(host.known, `${computer} sha256:${"0".repeat(64)}\n`);
  const error = await operationErrorOf(connect);
  assert.match(error.message, new RegExp(`has changed: it was 0{64}, it is ${host.fingerprint}`));
  assert.match(error.remedy ?? "", new RegExp(`kms admin forget ${computer}$`));
  assert.deepEqual(await forgetRemote(computer, host.known), { name: computer, known: true });
  await (await connect())[Symbol.asyncDispose]();
  assert.equal(notes.length, 4);
});

Deno.test("a server with another certificate gets not one byte, neither at the first request nor at a later one", async () => {
  await using folder = await TempFolder.make();
  await using impostor = await RecordingServer.listen();
  let asked = 0;
  const options = {
    computer: `127.0.0.1:${impostor.port}`,
    user: "alice",
    password: () => Promise.resolve(`${PASSWORD}${asked++}`),
    fingerprint: undefined,
    knownHosts: `${folder.path}/known_hosts`,
    note: () => {},
  };
  await using console = await connectRemote(options);
  await Deno.writeTextFile(options.knownHosts, `${options.computer} sha256:${"0".repeat(64)}\n`);
  await operationErrorOf(() => connectRemote(options));
  await operationErrorOf(() => connectRemote({ ...options, fingerprint: "1".repeat(64) }));
  await operationErrorOf(() => console.call("status", {}));
  assert.equal(asked, 1, "the password is asked for only where the certificate is the right one");
  await impostor.ended(4);
  assert.equal(impostor.received, 0);
});

Deno.test("--fingerprint takes that certificate without keeping it, and no other", async () => {
  await using host = await RemoteHost.start();
  await using console = await host.connect("alice", PASSWORD, { fingerprint: host.fingerprint });
  assert.equal((await console.call("status", {})).role, "host");
  await assert.rejects(() => Deno.lstat(host.known), Deno.errors.NotFound);
  const error = await operationErrorOf(() =>
    host.connect("alice", PASSWORD, { fingerprint: "1".repeat(64) })
  );
  assert.match(error.message, /--fingerprint demands/);
});

/** Lines of a stream until it ends or fails; `first` resolves with the first, and rejects where there is none. */
function watching(console: Console) {
  const first = Promise.withResolvers<void>();
  const ended = (async () => {
    for await (const _line of console.watch(new AbortController().signal)) first.resolve();
    throw new Error("the stream has ended");
  })().catch((error) => first.reject(error));
  return { first: first.promise, ended };
}

Deno.test("changes stream over TLS, until the reader stops", async () => {
  await using host = await RemoteHost.start();
  await using console = await host.connect();
  const stopping = new AbortController();
  const seen: number[] = [];
  for await (const { events } of console.watch(stopping.signal)) {
    if (seen.length === 0) await host.local.call("changeSetting", { name: "renewalInterval", value: 100 });
    seen.push(...events.map(({ id }) => id), 0);
    if (seen.includes(EventId.settingChanged)) stopping.abort();
  }
  assert.ok(seen.includes(EventId.settingChanged));
});

Deno.test("another password ends what was signed in with the old one: requests and streams", async () => {
  await using host = await RemoteHost.start({ alice: "administrator", bob: "reader" });
  await using alice = await host.connect();
  await using bob = await host.connect("bob");
  const stream = watching(bob);
  await stream.first;
  await alice.call("changePassword", { name: "bob", password: "other words" });
  await stream.ended;
  assert.equal((await operationErrorOf(() => bob.call("status", {}))).code, HResult.accessDenied);
  await using again = await host.connect("bob", "other words");
  assert.equal((await again.call("status", {})).role, "host");
});

Deno.test("a refused sign-in is told apart from one that has to wait, for whoever would try again", async () => {
  await using host = await RemoteHost.start();
  await using wrong = await host.connect("alice", "wrong words");
  const watch = async () => {
    for await (const _line of wrong.watch(new AbortController().signal));
  };
  for (let i = 0; i < 3; i++) assert((await operationErrorOf(watch)) instanceof SignInRefused);
  const delayed = await operationErrorOf(watch);
  assert(!(delayed instanceof SignInRefused));
  assert.match(delayed.remedy ?? "", /^try again in /);
});

Deno.test("a user who is removed is out at once, with his stream", async () => {
  await using host = await RemoteHost.start({ alice: "administrator", bob: "reader" });
  await using bob = await host.connect("bob");
  const stream = watching(bob);
  await stream.first;
  await host.local.call("removeUser", { name: "bob" });
  await stream.ended;
  assert.equal((await operationErrorOf(() => bob.call("status", {}))).code, HResult.accessDenied);
});

Deno.test("switched off from another computer it answers first, then takes nothing and ends streams", async () => {
  await using host = await RemoteHost.start();
  await using console = await host.connect();
  const stream = watching(console);
  await stream.first;
  const status = await console.call("changeAdmin", { enabled: false, port: null, address: null });
  assert.deepEqual([status.enabled, status.listening], [false, null]);
  await stream.ended;
  assert.equal((await operationErrorOf(() => console.call("status", {}))).code, HResult.serverUnavailable);
});

Deno.test("another port is taken at once, also from another computer; one that is taken is not kept", async () => {
  await using host = await RemoteHost.start();
  await using console = await host.connect();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const busy = { enabled: true, port: taken.addr.port, address: null };
  assert.match((await operationErrorOf(() => console.call("changeAdmin", busy))).message, /in use/);
  const before = await console.call("admin", {});
  assert.deepEqual([before.port, before.listening?.port], [0, host.port]);
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  free.close();
  const after = await console.call("changeAdmin", { enabled: true, port, address: null });
  assert.deepEqual(after.listening, { address: "127.0.0.1", port });
  await assert.rejects(() => RawClient.connect(host.port), /ECONNREFUSED/);
  (await RawClient.connect(port))[Symbol.dispose]();
  const wide = await host.local.call("changeAdmin", { enabled: true, port: null, address: "0.0.0.0" });
  assert.deepEqual(wide.listening, { address: "0.0.0.0", port });
});

const quiet = {
  address: "127.0.0.1",
  port: 0,
  onFailure: (error: unknown) => assert.fail(String(error)),
  onRenewal: () => assert.fail("another thread was asked for"),
};

Deno.test("what was set with no host running is in force when one starts, with the same certificate", async () => {
  await using folder = await TempFolder.make();
  let fingerprint: string | null;
  {
    await using console = await openConsole(folder.path, true);
    const on = { enabled: true, port: 0, address: "127.0.0.1" };
    ({ fingerprint } = await console.call("changeAdmin", on));
    await console.call("addUser", { name: "alice", role: "administrator", password: PASSWORD });
  }
  const notes: string[] = [];
  const running = await RunningHost.start({
    ...quiet,
    folder: folder.path,
    note: (text) => notes.push(text),
  });
  await using console = await openConsole(folder.path, false);
  const status = await console.call("admin", {});
  assert.deepEqual(notes, [`remote administration on 127.0.0.1 port ${status.listening?.port}`]);
  assert.equal(status.fingerprint, fingerprint);
  await using remote = await connectRemote({
    computer: `127.0.0.1:${status.listening?.port}`,
    user: "alice",
    password: () => Promise.resolve(PASSWORD),
    fingerprint: fingerprint ?? "",
    knownHosts: "",
    note: () => {},
  });
  assert.equal((await remote.call("admin", {})).users.length, 1);
  await running.stop();
});

Deno.test("a host whose admin.json is damaged, or whose port is taken, serves its clients and says why", async () => {
  await using folder = await TempFolder.make();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  {
    await using console = await openConsole(folder.path, true);
    await console.call("changeAdmin", { enabled: true, port: taken.addr.port, address: "127.0.0.1" });
  }
  for (const [damage, expected] of [[false, /the port is in use/], [true, /admin\.json/]] as const) {
    if (damage) await Deno.writeTextFile(`${folder.path}/admin.json`, "{");
    const notes: string[] = [];
    const running = await RunningHost.start({
      ...quiet,
      folder: folder.path,
      note: (text) => notes.push(text),
    });
    assert.notEqual(running.listening, null);
    assert.match(notes.join(), expected);
    await running.stop();
  }
});

Deno.test("a host whose state is sealed can be administered, and what it cannot write down is said", async () => {
  await using folder = await TempFolder.make();
  {
    await using console = await openConsole(folder.path, true);
    await console.call("addUser", { name: "alice", role: "administrator", password: PASSWORD });
  }
  await Deno.writeTextFile(`${folder.path}/secrets.json`, "{");
  const notes: string[] = [];
  const running = await RunningHost.start({
    ...quiet,
    folder: folder.path,
    note: (text) => notes.push(text),
  });
  await using console = await openConsole(folder.path, false);
  await console.call("changeAdmin", { enabled: true, port: 0, address: "127.0.0.1" });
  await console.call("removeUser", { name: "alice" });
  assert.deepEqual((await console.call("admin", {})).users, []);
  assert.match(notes.join(), /event 12322 is not in the journal[\s\S]*event 12323 is not in the journal/);
  await running.stop();
});

Deno.test("an image of a host leaves its certificate out and its users in", async () => {
  await using folder = await TempFolder.make();
  await using console = await openConsole(folder.path, true);
  const before = await console.call("changeAdmin", { enabled: true, port: null, address: null });
  await console.call("addUser", { name: "alice", role: "administrator", password: PASSWORD });
  await console.call("generalize", {});
  const after = await console.call("admin", {});
  assert.deepEqual(after, {
    ...before,
    fingerprint: null,
    users: [{ name: "alice", role: "administrator" }],
  });
});

Deno.test("a remote computer's name is read with port 1690, and IPv6 in brackets", async () => {
  await using folder = await TempFolder.make();
  const known = `${folder.path}/known_hosts`;
  for (
    const [typed, name] of [
      ["Server", "server:1690"],
      ["server:1700", "server:1700"],
      ["192.0.2.7", "192.0.2.7:1690"],
      ["[2001:db8::1]", "[2001:db8::1]:1690"],
      ["[2001:DB8::1]:1700", "[2001:db8::1]:1700"],
    ] as const
  ) assert.deepEqual(await forgetRemote(typed, known), { name, known: false });
  for (const typed of ["", "a b", "host:0", "host:70000", "2001:db8::1", "host:"]) {
    assert.match((await operationErrorOf(() => forgetRemote(typed, known))).message, /Cannot read the host/);
  }
});
