import assert from "node:assert/strict";
import * as v from "valibot";
import {
  isPossible,
  matchesPassword,
  NOBODYS_RECORD,
  passwordRecordSchema,
  recordPassword,
} from "../../src/admin/passwords.ts";
import { scrypt } from "../../src/crypto/scrypt.ts";
import { CountingDerive } from "../support/fakes/counting_derive.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const { derive } = new CountingDerive();
const random = new SeededRandom(1);

Deno.test("a password matches its record and no other does, with scrypt itself", async () => {
  const record = await recordPassword("secret words", random, scrypt);
  assert.equal(await matchesPassword("secret words", record, scrypt), true);
  assert.equal(await matchesPassword("secret wordz", record, scrypt), false);
  assert.equal(JSON.stringify(record).includes("secret"), false);
});

Deno.test("two records of one password differ", async () => {
  const [one, other] = [
    await recordPassword("secret words", random, derive),
    await recordPassword("secret words", random, derive),
  ];
  assert.notEqual(one.salt, other.salt);
  assert.notEqual(one.hash, other.hash);
});

Deno.test("an é is one, whichever way a keyboard makes it", async () => {
  const record = await recordPassword("caf\u00e9 creme", random, derive);
  assert.equal(await matchesPassword("cafe\u0301 creme", record, derive), true);
});

Deno.test("a new password has 8 to 256 characters, counted as people count them", async () => {
  for (const good of ["x".repeat(8), "x".repeat(256), "\u{1F511}".repeat(8)]) {
    assert.equal(await matchesPassword(good, await recordPassword(good, random, derive), derive), true);
  }
  for (const bad of ["", "x".repeat(7), "\u{1F511}".repeat(7), "x".repeat(257)]) {
    assert.match((await operationErrorOf(() => recordPassword(bad, random, derive))).message, /characters/);
  }
});

Deno.test("a password has no NUL: scrypt would take it for the one without", async () => {
  assert.match(
    (await operationErrorOf(() => recordPassword("secret words\0", random, derive))).message,
    /NUL/,
  );
  assert.deepEqual([isPossible("secret words"), isPossible("secret words\0")], [true, false]);
});

Deno.test("nothing matches nobody's record, which costs what everybody's costs", async () => {
  const record = await recordPassword("secret words", random, derive);
  assert.deepEqual(NOBODYS_RECORD.scrypt, record.scrypt);
  assert.equal(NOBODYS_RECORD.salt.length, record.salt.length);
  assert.equal(await matchesPassword("", NOBODYS_RECORD, derive), false);
});

Deno.test("a record that no password could be held against is refused as it is read", () => {
  const record = {
    scrypt: { cost: 32768, blockSize: 8, parallelization: 1 },
    salt: "A".repeat(22),
    hash: "A".repeat(43),
  };
  assert(v.is(passwordRecordSchema, record));
  const damaged = [
    { ...record, salt: "A".repeat(21) },
    { ...record, salt: "!".repeat(22) },
    { ...record, hash: `${"A".repeat(42)}B` },
    { ...record, hash: "" },
    ...[0, 1, 3, 32767].map((cost) => ({ ...record, scrypt: { ...record.scrypt, cost } })),
  ];
  for (const one of damaged) assert(!v.is(passwordRecordSchema, one), JSON.stringify(one));
});
