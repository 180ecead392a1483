import assert from "node:assert/strict";
import { type ProbeAnswer, ProbeServer } from "../../../src/adapters/network/probe_server.ts";
import { START } from "../../support/counting.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";

const OK: ProbeAnswer = { status: 200, type: "text/plain", body: "ok\n" };

class Scene implements AsyncDisposable {
  readonly time = new FakeTime(START);
  readonly notes: string[] = [];
  #server: ProbeServer | undefined;

  static async start(answer: (path: string) => ProbeAnswer | undefined = () => OK): Promise<Scene> {
    const scene = new Scene();
    scene.#server = await ProbeServer.listen({
      hostname: "127.0.0.1",
      port: 0,
      timer: scene.time,
      answer,
      note: (text) => scene.notes.push(text),
    });
    return scene;
  }

  get port(): number {
    return this.#server!.address.port;
  }

  connect(): Promise<Deno.TcpConn> {
    return Deno.connect({ hostname: "127.0.0.1", port: this.port });
  }

  /** All that comes back for these bytes, until the other side closes. */
  async send(text: string): Promise<string> {
    using connection = await this.connect();
    await connection.write(new TextEncoder().encode(text));
    return await rest(connection);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#server!.close();
    await this.time.advance(500);
    await closed;
  }
}

async function rest(connection: Deno.TcpConn): Promise<string> {
  const decoder = new TextDecoder();
  const bytes = new Uint8Array(65_536);
  let text = "";
  while (true) {
    const read = await connection.read(bytes).catch(() => null);
    if (read === null) return text;
    text += decoder.decode(bytes.subarray(0, read), { stream: true });
  }
}

Deno.test("ProbeServer answers one request on a connection, and closes it", async () => {
  await using scene = await Scene.start();
  const answer = await scene.send("GET /a HTTP/1.1\r\nhost: x\r\n\r\nGET /b HTTP/1.1\r\nhost: x\r\n\r\n");
  assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 1);
  assert.match(answer, /connection: close/i);
});

Deno.test("ProbeServer gives a connection ten seconds in all, whether something comes or nothing", async () => {
  await using scene = await Scene.start();
  using silent = await scene.connect();
  using slow = await scene.connect();
  await slow.write(new TextEncoder().encode("GET / HTTP/1.1\r\nhost"));
  await until(() => scene.time.waits.length === 2);
  await scene.time.advance(10_000);
  assert.deepEqual([await rest(silent), await rest(slow)], ["", ""]);
});

Deno.test("ProbeServer holds 64 connections; who opens more closes his own, and others come in", async () => {
  await using scene = await Scene.start();
  const held: Deno.TcpConn[] = [];
  for (let n = 0; n < 70; n++) held.push(await scene.connect());
  assert.match(await scene.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n"), /200/);
  assert.equal(await rest(held[0]!), "", "the oldest was closed");
  for (const connection of held) connection.close();
});

Deno.test("ProbeServer survives what is no HTTP, and takes no other method than GET and HEAD", async () => {
  await using scene = await Scene.start();
  assert.doesNotMatch(await scene.send("\x16\x03\x01 nonsense\r\n\r\n"), /200/);
  assert.doesNotMatch(await scene.send(`GET / HTTP/1.1\r\nx: ${"y".repeat(200_000)}\r\n\r\n`), /200/);
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
    assert.match(
      await scene.send(`${method} / HTTP/1.1\r\nhost: x\r\n\r\n`),
      /^HTTP\/1\.1 405.*allow: GET, HEAD/is,
    );
  }
  assert.match(await scene.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n"), /200/);
});

Deno.test("ProbeServer tells of an answer that fails here, and nothing of it there", async () => {
  await using scene = await Scene.start(() => {
    throw new Error("secret path");
  });
  const answer = await scene.send("GET /x HTTP/1.1\r\nhost: x\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 500/);
  assert.doesNotMatch(answer, /secret/);
  assert.match(scene.notes.join(), /cannot answer \/x: Error: secret path/);
});

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
