import assert from "node:assert/strict";
import { ConnectionLimit, type HeldConnection } from "../../../src/adapters/network/connection_limit.ts";

/** Connections by name, with which of them were closed to make room. */
class Crowd {
  readonly limit = new ConnectionLimit();
  readonly closed: string[] = [];

  add(address: string, name = address): HeldConnection | undefined {
    return this.limit.add(address, () => this.closed.push(name));
  }

  addMany(count: number, address: (i: number) => string): (HeldConnection | undefined)[] {
    return Array.from({ length: count }, (_, i) => this.add(address(i), `${address(i)} ${i}`));
  }
}

Deno.test("64 connections are open at most: one more costs the oldest", () => {
  const crowd = new Crowd();
  crowd.addMany(64, () => "192.0.2.7");
  assert.deepEqual(crowd.closed, []);
  crowd.addMany(3, () => "192.0.2.7");
  assert.deepEqual(crowd.closed, ["192.0.2.7 0", "192.0.2.7 1", "192.0.2.7 2"]);
  assert.equal(crowd.limit.size, 64);
});

Deno.test("whoever has most makes room for somebody else, however old that one's connection is", () => {
  const crowd = new Crowd();
  crowd.add("203.0.113.1", "the administrator");
  crowd.addMany(500, () => "192.0.2.7");
  crowd.addMany(500, (i) => `2001:db8::${(i + 1).toString(16)}`);
  assert.equal(crowd.closed.includes("the administrator"), false);
  assert.notEqual(crowd.add("203.0.113.2"), undefined);
});

Deno.test("a connection on which somebody has signed in is not closed to make room", () => {
  const crowd = new Crowd();
  assert.equal(crowd.add("192.0.2.7", "signed in")?.admit(), true);
  crowd.addMany(500, () => "192.0.2.7");
  assert.equal(crowd.closed.includes("signed in"), false);
});

Deno.test("users who have signed in hold no more than 48, so that others can", () => {
  const crowd = new Crowd();
  const admitted = crowd.addMany(60, () => "192.0.2.7").map((connection) => connection?.admit());
  assert.equal(admitted.filter((is) => is).length, 48);
  assert.notEqual(crowd.add("203.0.113.1"), undefined);
});

Deno.test("a connection that was closed gives its place back, once", () => {
  const crowd = new Crowd();
  const [first] = crowd.addMany(64, () => "192.0.2.7");
  first?.release();
  first?.release();
  assert.equal(crowd.limit.size, 63);
  crowd.add("192.0.2.7");
  assert.deepEqual(crowd.closed, []);
});
