import assert from "node:assert/strict";
import { nodeNetwork } from "../../../src/adapters/network/node_network.ts";
import { systemTimer } from "../../../src/adapters/system/system.ts";
import { TcpListener } from "../../../src/adapters/network/tcp.ts";
import type { Connection } from "../../../src/ports.ts";

async function withListener(
  serve: (connection: Connection) => Promise<void>,
  work: (port: number) => Promise<void>,
): Promise<void> {
  const listener = TcpListener.listen("127.0.0.1", 0, systemTimer);
  const running = listener.run(serve);
  await work(listener.address.port);
  await listener.close();
  await running;
}

Deno.test("bytes go out and come back, to the end of the stream", async () => {
  await withListener(async (connection) => {
    await connection.write((await connection.read())!);
    connection.close();
  }, async (port) => {
    const connection = await nodeNetwork().connect("127.0.0.1", port, 5000);
    await connection.write(Uint8Array.of(1, 2, 3));
    assert.deepEqual([connection.remoteAddress, await connection.read()], [
      "127.0.0.1",
      Uint8Array.of(1, 2, 3),
    ]);
    assert.equal(await connection.read(), null);
    connection.close();
  });
});

Deno.test("closing ends a read that waits", async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  await withListener(async (connection) => {
    await ended;
    connection.close();
  }, async (port) => {
    const connection = await nodeNetwork().connect("127.0.0.1", port, 5000);
    const read = connection.read().then(() => "ended", () => "ended");
    connection.close();
    assert.equal(await read, "ended");
    end();
  });
});

Deno.test("a port that nobody listens on rejects", async () => {
  await assert.rejects(nodeNetwork().connect("127.0.0.1", 1, 5000), /ECONNREFUSED/);
});

Deno.test("an address that does not answer is given up", async () => {
  await assert.rejects(
    nodeNetwork().connect("192.0.2.77", 1688, 20),
    /no answer within 1 second|ENETUNREACH|EHOSTUNREACH/,
  );
});
