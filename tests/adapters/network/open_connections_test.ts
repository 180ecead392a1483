import assert from "node:assert/strict";
import { type OpenConnection, OpenConnections } from "../../../src/adapters/network/open_connections.ts";
import { settled } from "../../support/fakes/fake_time.ts";

class Stub implements OpenConnection {
  readonly remoteAddress: string;
  idle = true;
  closed = false;

  constructor(remoteAddress: string) {
    this.remoteAddress = remoteAddress;
  }

  close(): void {
    this.closed = true;
  }
}

/** What the listener does when a connection has been closed. */
function settle(open: OpenConnections, stubs: readonly Stub[]): void {
  for (const stub of stubs) if (stub.closed) open.remove(stub);
}

function opened(open: OpenConnections, count: number, addressOf: (n: number) => string): Stub[] {
  return Array.from({ length: count }, (_, n) => {
    const stub = new Stub(addressOf(n));
    open.add(stub);
    return stub;
  });
}

const fromEach = (n: number) => `192.0.2.${n}`;
const fromOne = () => "192.0.2.1";
const closed = (stubs: readonly Stub[]) => stubs.flatMap(({ closed }, n) => closed ? [n] : []);

Deno.test("the oldest that is idle is closed where one is too many", () => {
  const open = new OpenConnections({ most: 4, mostOfAddress: 4 });
  const stubs = opened(open, 4, fromEach);
  stubs[0]!.idle = false;
  stubs.push(...opened(open, 2, fromEach));
  assert.deepEqual([closed(stubs), open.size], [[1, 2], 6]);
  settle(open, stubs);
  assert.equal(open.size, 4);
});

Deno.test("an address that has as many as it may closes its own oldest, and nobody else's", () => {
  const open = new OpenConnections({ most: 20, mostOfAddress: 3 });
  const others = opened(open, 2, (n) => fromEach(n + 7));
  const stubs = opened(open, 5, fromOne);
  settle(open, stubs);
  assert.deepEqual([closed(others), closed(stubs), open.size], [[], [0, 1], 5]);
});

Deno.test("an IPv6 network of 64 bits is one address", () => {
  const open = new OpenConnections({ most: 20, mostOfAddress: 3 });
  assert.deepEqual(closed(opened(open, 4, (n) => `2001:db8::${n}`)), [0]);
});

Deno.test("one more from an address whose connections are all being answered is closed itself", () => {
  const open = new OpenConnections({ most: 20, mostOfAddress: 2 });
  const stubs = opened(open, 2, fromOne);
  for (const stub of stubs) stub.idle = false;
  stubs.push(...opened(open, 1, fromOne));
  settle(open, stubs);
  assert.deepEqual([closed(stubs), open.size], [[2], 2]);
});

Deno.test("where all are being answered room is waited for", async () => {
  const open = new OpenConnections({ most: 2, mostOfAddress: 9 });
  const stubs = opened(open, 2, fromEach);
  await open.room();
  for (const stub of stubs) stub.idle = false;
  const last = new Stub("192.0.2.9");
  last.idle = false;
  open.add(last);
  let isThere = false;
  const waiting = open.room().then(() => isThere = true);
  await settled();
  assert.equal(isThere, false);
  open.remove(stubs[1]!);
  await waiting;
  assert.deepEqual([closed(stubs), open.size], [[], 2]);
});

Deno.test("one that has just come does not go for those that are being answered", () => {
  const open = new OpenConnections({ most: 2, mostOfAddress: 9 });
  const stubs = opened(open, 2, fromEach);
  for (const stub of stubs) stub.idle = false;
  stubs.push(...opened(open, 1, fromOne));
  open.shed();
  assert.deepEqual(closed(stubs), []);
});

Deno.test("room is waited for until what was closed is gone", async () => {
  const open = new OpenConnections({ most: 2, mostOfAddress: 9 });
  const stubs = opened(open, 3, fromEach);
  let isThere = false;
  const waiting = open.room().then(() => isThere = true);
  await settled();
  assert.deepEqual([closed(stubs), isThere], [[0], false]);
  settle(open, stubs);
  await waiting;
});

Deno.test("shed() closes an eighth, and no more than that are held until restore()", () => {
  const open = new OpenConnections({ most: 1000, mostOfAddress: 1000 });
  const stubs = opened(open, 160, fromOne);
  open.shed();
  settle(open, stubs);
  assert.deepEqual([open.size, closed(stubs).length, closed(stubs).at(-1)], [140, 20, 19]);
  stubs.push(...opened(open, 5, fromOne));
  settle(open, stubs);
  assert.equal(open.size, 140);
  open.restore();
  opened(open, 5, fromOne);
  assert.equal(open.size, 145);
});

Deno.test("shed() leaves a few, however often it happens", () => {
  const open = new OpenConnections({ most: 1000, mostOfAddress: 1000 });
  const stubs = opened(open, 100, fromOne);
  for (let n = 0; n < 50; n++) {
    open.shed();
    settle(open, stubs);
  }
  assert.equal(open.size, 16);
});

Deno.test("a connection that has gone leaves its place, once", () => {
  const open = new OpenConnections({ most: 3, mostOfAddress: 2 });
  const stubs = opened(open, 2, fromOne);
  open.remove(stubs[0]!);
  open.remove(stubs[0]!);
  assert.equal(open.size, 1);
  assert.deepEqual(closed(opened(open, 1, fromOne)), []);
});
