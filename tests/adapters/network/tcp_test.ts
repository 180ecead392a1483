import assert from "node:assert/strict";
import { connect } from "node:net";
import { systemTimer } from "../../../src/adapters/system/system.ts";
import { TcpListener, tcpNetwork } from "../../../src/adapters/network/tcp.ts";
import type { Connection } from "../../../src/ports.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { operationErrorOf } from "../../support/rejects.ts";

async function echo(connection: Connection): Promise<void> {
  try {
    for (let bytes = await connection.read(); bytes !== null; bytes = await connection.read()) {
      await connection.write(bytes);
    }
  } catch {
    // reset by the other side
  } finally {
    connection.close();
  }
}

function listening(serve = echo) {
  const listener = TcpListener.listen("127.0.0.1", 0, systemTimer);
  return { listener, port: listener.address.port, running: listener.run(serve) };
}

async function answers(port: number): Promise<boolean> {
  const connection = await tcpNetwork.connect("127.0.0.1", port, 5000);
  await connection.write(Uint8Array.of(1, 2, 3));
  const bytes = await connection.read();
  connection.close();
  return bytes?.length === 3;
}

/** Connects and resets at once. */
function reset(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.resetAndDestroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
}

Deno.test("bytes go to a listener and come back, from an address without its port", async () => {
  const addresses: string[] = [];
  const { listener, port, running } = listening((connection) => {
    addresses.push(connection.remoteAddress);
    return echo(connection);
  });
  assert(await answers(port));
  await listener.close();
  await running;
  assert.deepEqual(addresses, ["127.0.0.1"]);
});

Deno.test("a listener outlives clients that reset at once, and does not rest for them", async () => {
  const waits: number[] = [];
  const timer = {
    wait(milliseconds: number, signal?: AbortSignal) {
      waits.push(milliseconds);
      return systemTimer.wait(milliseconds, signal);
    },
  };
  const listener = TcpListener.listen("127.0.0.1", 0, timer);
  const running = listener.run(echo);
  const { port } = listener.address;
  await Promise.all(Array.from({ length: 100 }, () => reset(port)));
  assert(await answers(port));
  assert.deepEqual(waits.filter((milliseconds) => milliseconds > 0), []);
  await listener.close();
  await running;
});

Deno.test("24 connections are accepted in a turn of the loop, and others when it is over", async () => {
  let turn = Promise.withResolvers<void>();
  const timer = {
    wait: (milliseconds: number, signal?: AbortSignal) =>
      milliseconds === 0 ? turn.promise : systemTimer.wait(milliseconds, signal),
  };
  const listener = TcpListener.listen("127.0.0.1", 0, timer);
  let accepted = 0;
  const running = listener.run((connection) => {
    accepted += 1;
    return echo(connection);
  });
  const { port } = listener.address;
  const come = () => Promise.all(Array.from({ length: 12 }, () => answers(port)));
  await come();
  await come();
  const others = come();
  await systemTimer.wait(50);
  assert.equal(accepted, 24);
  const over = turn;
  turn = Promise.withResolvers();
  over.resolve();
  await others;
  assert.equal(accepted, 36);
  turn.resolve();
  await listener.close();
  await running;
});

Deno.test("a listener outlives the end of its file descriptors, and takes who comes next", async () => {
  await using child = new ChildProgram("listening_child.ts", [], "ulimit -n 64");
  const port = Number(await child.line());
  const held = await Promise.all(
    Array.from({ length: 100 }, () => tcpNetwork.connect("127.0.0.1", port, 5000)),
  );
  assert(await answers(port), "while all are held");
  for (const connection of held) connection.close();
  assert(await answers(port));
});

Deno.test("a listener that is closed gives its port free and closes what still hangs on it", async () => {
  const { listener, port, running } = listening();
  const hanging = await tcpNetwork.connect("127.0.0.1", port, 5000);
  assert(await answers(port));
  await listener.close();
  await running;
  assert.equal(await hanging.read().catch(() => null), null);
  hanging.close();
  const again = TcpListener.listen("127.0.0.1", port, systemTimer);
  await again.close();
});

Deno.test("a listener that is closed lets an answer that is under way come through", async () => {
  const asked = Promise.withResolvers<void>();
  const { listener, port, running } = listening(async (connection) => {
    const bytes = await connection.read();
    asked.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    await connection.write(bytes!);
    connection.close();
  });
  const connection = await tcpNetwork.connect("127.0.0.1", port, 5000);
  await connection.write(Uint8Array.of(9));
  await asked.promise;
  await listener.close();
  await running;
  assert.deepEqual(await connection.read(), Uint8Array.of(9));
  connection.close();
});

Deno.test("a listener that is closed waits for answers that take their time, and does not for idle connections", async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const { listener, port, running } = listening(async (connection) => {
    if (await connection.read().catch(() => null) !== null) {
      await answered;
      await connection.write(Uint8Array.of(7));
    }
    connection.close();
  });
  const asking = await tcpNetwork.connect("127.0.0.1", port, 5000);
  await asking.write(Uint8Array.of(1));
  const idle = await tcpNetwork.connect("127.0.0.1", port, 5000);
  const closed = listener.close(answered);
  const reading = asking.read();
  const before = await Promise.race([reading, systemTimer.wait(1000).then(() => "still waiting")]);
  assert.equal(before, "still waiting");
  answer();
  assert.deepEqual(await reading, Uint8Array.of(7));
  await closed;
  await running;
  await idle.read().catch(() => null);
  for (const connection of [asking, idle]) connection.close();
});

Deno.test("a port that is taken, or an address that is not ours, is named with the remedy", async () => {
  const { listener, port, running } = listening();
  const taken = await operationErrorOf(() => TcpListener.listen("127.0.0.1", port, systemTimer));
  assert.match(taken.message, new RegExp(`Cannot listen on 127.0.0.1 port ${port}: the port is in use`));
  assert.match(taken.remedy ?? "", /--port N/);
  const foreign = await operationErrorOf(() => TcpListener.listen("192.0.2.1", 0, systemTimer));
  assert.match(foreign.message, /Cannot listen on 192\.0\.2\.1 port 0/);
  await listener.close();
  await running;
});

Deno.test("a connection that nobody takes rejects", async () => {
  const { listener, port, running } = listening();
  await listener.close();
  await running;
  await assert.rejects(() => tcpNetwork.connect("127.0.0.1", port, 5000), Deno.errors.ConnectionRefused);
});

Deno.test("a wait of the system's timer that is aborted ends early and leaves no timer", async () => {
  const ending = new AbortController();
  const waited = systemTimer.wait(60_000, ending.signal);
  ending.abort();
  await waited;
  await systemTimer.wait(60_000, ending.signal);
  assert(ending.signal.aborted);
});
