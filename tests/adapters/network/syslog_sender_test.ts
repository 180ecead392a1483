import assert from "node:assert/strict";
import { makeSelfSigned } from "../../../src/adapters/network/self_signed.ts";
import { openSyslog } from "../../../src/adapters/network/syslog_sender.ts";
import { systemClock, systemRandom } from "../../../src/adapters/system/system.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { splitFrames } from "../../support/programs/syslog_parser.ts";

const MESSAGES = ["<29>1 first", "<29>1 B\u00fcro", "<29>1 " + "x".repeat(100_000)];

async function allOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

const texts = (stream: Uint8Array) => {
  const { messages, rest } = splitFrames(stream);
  assert.equal(rest, 0);
  return messages.map((bytes) => new TextDecoder().decode(bytes));
};

Deno.test("over TCP messages come with their length in front, all of them before the connection ends", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const received = listener.accept().then((connection) => allOf(connection.readable));
  const sender = await openSyslog({ transport: "tcp", host: "localhost", port: listener.addr.port });
  await sender.send(MESSAGES.slice(0, 1));
  await sender.send(MESSAGES.slice(1));
  await sender.close();
  assert.deepEqual(texts(await received), MESSAGES);
});

Deno.test("over UDP each message is a datagram", async () => {
  const { createSocket } = await import("node:dgram");
  const socket = createSocket("udp4");
  const got: string[] = [];
  const three = new Promise<void>((resolve) =>
    socket.on("message", (message) => got.push(message.toString()) === 3 && resolve())
  );
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const sender = await openSyslog({ transport: "udp", host: "127.0.0.1", port: socket.address().port });
  await sender.send(["one", "B\u00fcro", "three"]);
  await three;
  await sender.close();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  assert.deepEqual(got, ["one", "B\u00fcro", "three"]);
});

Deno.test("a datagram that is too long for any is an error with the receiver's name", async () => {
  const sender = await openSyslog({ transport: "udp", host: "127.0.0.1", port: 9 });
  assert.match(
    (await operationErrorOf(() => sender.send(["x".repeat(70_000)]))).message,
    /udp:\/\/127\.0\.0\.1:9/,
  );
  await sender.close();
});

Deno.test("where nothing listens the error says where, and what to check", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const error = await operationErrorOf(() => openSyslog({ transport: "tcp", host: "127.0.0.1", port }));
  assert.match(error.message, new RegExp(`tcp://127.0.0.1:${port}: .*refused`, "i"));
  assert.match(error.remedy ?? "", /firewalls/);
});

Deno.test("a receiver that has ended the connection is noticed by the next message", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const sender = await openSyslog({ transport: "tcp", host: "127.0.0.1", port: listener.addr.port });
  (await accepted).close();
  let failed = false;
  for (let tries = 0; !failed && tries < 1000; tries++) {
    await sender.send(["again"]).catch(() => failed = true);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert(failed);
  await sender.close();
});

/** A receiver over TLS that its own certificate, for localhost, belongs to. */
async function tlsReceiver() {
  const { key, certificate } = await makeSelfSigned("localhost", {
    clock: systemClock,
    random: systemRandom,
  });
  const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, key, cert: certificate });
  return { listener, certificate, port: listener.addr.port };
}

Deno.test("over TLS messages go to a receiver whose certificate the named authority vouches for", async () => {
  const { listener, certificate, port } = await tlsReceiver();
  using _listener = listener;
  const received = listener.accept().then((connection) => allOf(connection.readable));
  const sender = await openSyslog({ transport: "tls", host: "localhost", port, authorities: certificate });
  await sender.send(MESSAGES);
  await sender.close();
  assert.deepEqual(texts(await received), MESSAGES);
});

Deno.test("over TLS nothing is sent to a receiver that nobody vouches for, or by another name", async () => {
  const { listener, certificate, port } = await tlsReceiver();
  using _listener = listener;
  const other = await makeSelfSigned("localhost", { clock: systemClock, random: systemRandom });
  const targets = [
    { host: "localhost" },
    { host: "localhost", authorities: other.certificate },
    { host: "127.0.0.1", authorities: certificate },
  ];
  for (const target of targets) {
    const received = listener.accept().then((connection) => allOf(connection.readable)).catch(() =>
      new Uint8Array(0)
    );
    const error = await operationErrorOf(() => openSyslog({ transport: "tls", port, ...target }));
    assert.match(error.remedy ?? "", /--tls-ca/, JSON.stringify(target.host));
    assert.equal((await received).length, 0);
  }
});
