import assert from "node:assert/strict";
import { RememberedSignIns } from "../../src/admin/remembered.ts";

const MINUTE = 60_000;
const KEY = new Uint8Array(32).fill(7);

function remembering(): RememberedSignIns {
  const remembered = new RememberedSignIns(KEY);
  remembered.add("alice", "secret words", "192.0.2.7", 0);
  return remembered;
}

Deno.test("a sign-in is remembered for 15 minutes", () => {
  const remembered = remembering();
  assert.equal(remembered.has("alice", "secret words", "192.0.2.7", 15 * MINUTE - 1), true);
  assert.equal(remembered.has("alice", "secret words", "192.0.2.7", 15 * MINUTE), false);
  assert.equal(remembered.has("alice", "secret words", "192.0.2.7", 0), false, "it was forgotten then");
});

Deno.test("another password, user or address is none that is remembered", () => {
  const remembered = remembering();
  assert.equal(remembered.has("alice", "secret wordz", "192.0.2.7", 0), false);
  assert.equal(remembered.has("bob", "secret words", "192.0.2.7", 0), false);
  assert.equal(remembered.has("alice", "secret words", "192.0.2.8", 0), false);
});

Deno.test("guesses at a remembered sign-in end it: it is no way around the delays", () => {
  const remembered = remembering();
  for (let i = 0; i < 4; i++) remembered.has("alice", `guess ${i}`, "192.0.2.7", 0);
  assert.equal(remembered.has("alice", "secret words", "192.0.2.7", 0), true);
  remembered.has("alice", "guess 4", "192.0.2.7", 0);
  assert.equal(remembered.has("alice", "secret words", "192.0.2.7", 0), false);
});

Deno.test("guesses from elsewhere do not end it", () => {
  const remembered = remembering();
  for (let i = 0; i < 20; i++) remembered.has("alice", `guess ${i}`, "192.0.2.8", 0);
  assert.equal(remembered.has("alice", "secret words", "192.0.2.7", 0), true);
});

Deno.test("forget() ends a user's sign-ins from everywhere, and nobody else's", () => {
  const remembered = remembering();
  remembered.add("alice", "secret words", "192.0.2.8", 0);
  remembered.add("bob", "other words", "192.0.2.7", 0);
  remembered.forget("alice");
  for (const address of ["192.0.2.7", "192.0.2.8"]) {
    assert.equal(remembered.has("alice", "secret words", address, 0), false);
  }
  assert.equal(remembered.has("bob", "other words", "192.0.2.7", 0), true);
});
