import assert from "node:assert/strict";
import type { KeyHash } from "../../src/table/key_hash.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { keyHash } from "../support/samples/tables.ts";

const BUCKETS = 256;
const bucketOf = (hash: KeyHash, key: Uint8Array) => hash.of(key, 0, 0) & (BUCKETS - 1);

Deno.test("keys that one seed puts into one place are spread by another: nobody can choose them who does not know the seed", () => {
  const random = new SeededRandom(7);
  const [known, other] = [keyHash(1), keyHash(2)];
  const keys = Array.from({ length: 50_000 }, () => random.bytes(16)).filter((key) =>
    bucketOf(known, key) === 0
  );
  assert(keys.length > 100, `${keys.length} keys`);
  const spread = new Set(keys.map((key) => bucketOf(other, key)));
  assert(spread.size > keys.length / 3, `${keys.length} keys are in ${spread.size} places`);
});

Deno.test("every byte of a key, and its kind, makes another hash", () => {
  const hash = keyHash(3);
  const key = new SeededRandom(1).bytes(20);
  const all = [hash.of(key, 2, 0), hash.of(key, 2, 1), hash.of(key, 2, 2)];
  for (let i = 0; i < 16; i++) all.push(hash.of(key.with(2 + i, key[2 + i]! ^ 1), 2, 0));
  assert.equal(new Set(all).size, all.length);
  assert.equal(hash.of(key.with(18, 0).with(1, 0), 2, 0), all[0]);
});
