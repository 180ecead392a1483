import assert from "node:assert/strict";
import { makeSelfSigned } from "../../../src/adapters/network/self_signed.ts";
import { systemClock, systemRandom } from "../../../src/adapters/system/system.ts";
import { tlsSender } from "../../../src/adapters/network/tls_client.ts";
import { type Sender, TlsServer } from "../../../src/adapters/network/tls_server.ts";
import { certificateFingerprint } from "../../../src/crypto/tls_identity.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { RawClient } from "../../support/programs/tls_peer.ts";

const identity = await makeSelfSigned("host", { clock: systemClock, random: systemRandom });
const fingerprint = certificateFingerprint(identity.certificate);

type Answer = (request: Request, sender: Sender) => Promise<Response>;

/** A server in a time that stands still. */
class Site implements AsyncDisposable {
  readonly time: FakeTime;
  readonly notes: string[];
  readonly server: TlsServer;

  private constructor(time: FakeTime, notes: string[], server: TlsServer) {
    [this.time, this.notes, this.server] = [time, notes, server];
  }

  static async listen(answer: Answer): Promise<Site> {
    const [time, notes] = [new FakeTime(0), [] as string[]];
    const note = (text: string) => void notes.push(text);
    const at = { hostname: "127.0.0.1", port: 0 };
    return new Site(time, notes, await TlsServer.listen({ ...at, ...identity, timer: time, answer, note }));
  }

  get port(): number {
    return this.server.address.port;
  }

  send(path: string, method = "GET", body?: string): Promise<Response> {
    const check = (found: string) => Promise.resolve(assert.equal(found, fingerprint));
    const end = { host: "127.0.0.1", port: this.port, name: `127.0.0.1:${this.port}` };
    return tlsSender(end, check, { authorization: "Basic x" })(path, {
      method,
      ...(body === undefined ? {} : { body }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.server.close();
    await this.time.advance(1000);
    await closed;
  }
}

const ok: Answer = (_, sender) =>
  Promise.resolve(Response.json({ address: sender.address, admitted: sender.admit() }));

Deno.test("a request comes in as it was sent, and the answer goes back", async () => {
  const asked: string[] = [];
  await using site = await Site.listen(async (request) => {
    const { pathname } = new URL(request.url);
    const told = `${request.method} ${pathname} ${request.headers.get("authorization")} ${await request
      .text()}`;
    asked.push(told);
    return Response.json({ told }, { status: 409 });
  });
  const body = "\u00e9".repeat(300_000);
  const response = await site.send("/v1/licence", "PUT", body);
  assert.equal(response.status, 409);
  assert.deepEqual(asked, [`PUT /v1/licence Basic x ${body}`]);
  assert.deepEqual(await response.json(), { told: asked[0] });
});

Deno.test("TLS 1.2 is refused", async () => {
  await using site = await Site.listen(ok);
  await assert.rejects(() => RawClient.connect(site.port, "TLSv1.2"), /ProtocolVersion/);
  assert.equal((await site.send("/")).status, 200);
});

Deno.test("what comes in drops by drop is cut off after ten seconds, and so is what comes not at all", async () => {
  await using site = await Site.listen(ok);
  using slow = await RawClient.connect(site.port);
  using idle = await RawClient.connect(site.port);
  slow.send("GET /v1/status HTTP/1.1\r\nhost: x\r\n");
  for (let i = 0; i < 9; i++) {
    slow.send(`a${i}: b\r\n`);
    await site.time.advance(1000);
  }
  assert.equal((await site.send("/")).status, 200);
  await site.time.advance(1000);
  assert.equal(await slow.closed, "");
  assert.equal(await idle.closed, "");
});

Deno.test("a body that never ends is cut off too, where nobody has signed in", async () => {
  const read = Promise.withResolvers<void>();
  await using site = await Site.listen(async (request) => {
    read.resolve();
    return new Response(await request.text());
  });
  using slow = await RawClient.connect(site.port);
  slow.send("PUT /v1/key HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");
  await read.promise;
  await site.time.advance(10_000);
  assert.equal(await slow.closed, "");
  assert.deepEqual(site.notes, []);
});

for (const head of ["PUT /v1/key", "GET /v1/watch"]) {
  Deno.test(`after a sign-in, too, the body of ${head} must be complete within 30 seconds, read or not`, async () => {
    const admitted = Promise.withResolvers<void>();
    await using site = await Site.listen((request, sender) => {
      sender.admit();
      admitted.resolve();
      return request.body === null
        ? Promise.resolve(new Response(new ReadableStream()))
        : request.text().then((text) => new Response(text));
    });
    using slow = await RawClient.connect(site.port);
    let closed = false;
    slow.closed.then(() => closed = true);
    slow.send(`${head} HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{`);
    await admitted.promise;
    await site.time.advance(29_000);
    assert.equal(closed, false);
    await site.time.advance(1000);
    await slow.closed;
    assert.deepEqual(site.notes, []);
  });
}

Deno.test("500 idle connections keep nobody out", async () => {
  await using site = await Site.listen(ok);
  const idle: RawClient[] = [];
  for (let i = 0; i < 10; i++) {
    idle.push(...await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(site.port))));
    assert.equal((await site.send("/")).status, 200);
  }
  for (const client of idle) client[Symbol.dispose]();
});

Deno.test("a stream outlives the deadlines once somebody has signed in, and ends when the reader goes", async () => {
  const cancelled = Promise.withResolvers<void>();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  writer.closed.catch(() => cancelled.resolve());
  const send = (line: string) => void writer.write(new TextEncoder().encode(line)).catch(() => {});
  await using site = await Site.listen((_, sender) => {
    assert.equal(sender.admit(), true);
    return Promise.resolve(new Response(readable));
  });
  send("one\n");
  const reader = (await site.send("/v1/watch")).body!.getReader();
  const next = async () => new TextDecoder().decode((await reader.read()).value);
  assert.equal(await next(), "one\n");
  await site.time.advance(10_000_000);
  send("two\n");
  assert.equal(await next(), "two\n");
  await reader.cancel();
  await cancelled.promise;
});

Deno.test("headers without end, other protocols and methods that are none end their own connection alone", async () => {
  await using site = await Site.listen(ok);
  using long = await RawClient.connect(site.port);
  long.send(`GET / HTTP/1.1\r\nhost: x\r\na: ${"x".repeat(200_000)}`);
  await long.closed;
  using other = await RawClient.connect(site.port);
  other.send("\x16\x03\x01\x00 this is no HTTP\r\n\r\n");
  await other.closed;
  using trace = await RawClient.connect(site.port);
  trace.send("TRACE / HTTP/1.1\r\nhost: x\r\n\r\n");
  assert.match(await trace.closed, /^HTTP\/1\.1 400 /);
  using plain = await Deno.connect({ hostname: "127.0.0.1", port: site.port });
  await plain.write(new TextEncoder().encode("GET / HTTP/1.1\r\nhost: x\r\n\r\n"));
  while (await plain.read(new Uint8Array(1000)).catch(() => null) !== null);
  assert.equal((await site.send("/")).status, 200);
  assert.deepEqual(site.notes, []);
});

Deno.test("a bug is told here with its stack, and there with no more than that there is one", async () => {
  await using site = await Site.listen(() => Promise.reject(new TypeError("undefined is not a function")));
  const response = await site.send("/v1/status");
  assert.equal(response.status, 500);
  assert.equal((await response.text()).includes("undefined"), false);
  assert.match(site.notes.join(), /127\.0\.0\.1: TypeError: undefined is not a function/);
});

Deno.test("close() answers what is under way, and takes nothing more", async () => {
  const asked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const site = await Site.listen(async () => {
    asked.resolve();
    await gate.promise;
    return Response.json("done");
  });
  const answer = site.send("/");
  await asked.promise;
  const { port } = site;
  const closed = site.server.close();
  await assert.rejects(() => RawClient.connect(port), /ECONNREFUSED/);
  gate.resolve();
  assert.equal(await (await answer).json(), "done");
  await site.time.advance(1000);
  await closed;
});

Deno.test("a port that is taken is told", async () => {
  await using site = await Site.listen(ok);
  const options = {
    hostname: "127.0.0.1",
    port: site.port,
    ...identity,
    timer: site.time,
    answer: ok,
    note: () => {},
  };
  const error = await operationErrorOf(() => TlsServer.listen(options));
  assert.match(error.message, /the port is in use/);
  assert.match(error.remedy ?? "", /--port N/);
});

Deno.test("a connection that ends while its certificate is checked is told", async () => {
  const site = await Site.listen(ok);
  const end = { host: "127.0.0.1", port: site.port, name: "host" };
  const send = tlsSender(end, () => site[Symbol.asyncDispose](), {});
  const error = await operationErrorOf(() => send("/", { method: "GET" }));
  assert.equal(error.code, HResult.serverUnavailable);
});

Deno.test("a computer that is not there is told with the code that administrators know", async () => {
  const site = await Site.listen(ok);
  const { port } = site;
  await site[Symbol.asyncDispose]();
  const send = tlsSender({ host: "127.0.0.1", port, name: "printer:1690" }, () => Promise.resolve(), {});
  const error = await operationErrorOf(() => send("/", { method: "GET" }));
  assert.equal(error.code, HResult.serverUnavailable);
  assert.match(error.message, /^printer:1690 does not answer: /);
  assert.match(error.remedy ?? "", /kms admin enable/);
});
