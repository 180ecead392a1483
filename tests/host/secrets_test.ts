import assert from "node:assert/strict";
import { documentFolder } from "../../src/adapters/disk/documents.ts";
import { encodeProductKey } from "../../src/crypto/product_key.ts";
import { SecretsStore } from "../../src/host/secrets.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const NAME = "secrets.json";
const HERE = new Uint8Array(16).fill(1);
const ELSEWHERE = new Uint8Array(16).fill(2);
const KEY = encodeProductKey({ kind: "host", serial: 5, secret: new Uint8Array(8).fill(1) });
let seed = 1;

function storeOn(disk: SimulatedDisk, hardware = HERE): SecretsStore {
  return new SecretsStore(documentFolder(disk).json(NAME), new SeededRandom(seed++), hardware);
}

Deno.test("secrets: a host key is made once and found again, with the product key that was stored", async () => {
  const disk = new SimulatedDisk();
  const made = await storeOn(disk).open();
  assert.deepEqual([made.productKey, made.hostKeyIsOurs], [undefined, true]);
  await storeOn(disk).storeProductKey(KEY);
  const found = await storeOn(disk).open();
  assert.deepEqual(found.hostKey.publicKey, made.hostKey.publicKey);
  assert.equal(found.productKey?.serial, 5);
  const without = await storeOn(disk).storeProductKey(null);
  assert.deepEqual([without.productKey, without.hostKey.publicKey], [undefined, made.hostKey.publicKey]);
});

Deno.test("secrets: a product key whose text is forgotten is nowhere in the file, but known to have been there", async () => {
  const disk = new SimulatedDisk();
  await storeOn(disk).open();
  await storeOn(disk).storeProductKey(KEY);
  assert(disk.contents()[NAME]!.includes(KEY));
  const cleared = await storeOn(disk).clearProductKey();
  assert.deepEqual([cleared.productKey, cleared.keyCleared], [undefined, true]);
  assert(!disk.contents()[NAME]!.includes(KEY));
  assert.equal((await storeOn(disk).storeProductKey(KEY)).keyCleared, false);
});

Deno.test("secrets: on other hardware the host key is known to be another computer's, until it is renewed", async () => {
  const disk = new SimulatedDisk();
  const here = await storeOn(disk).open();
  const copied = await storeOn(disk, ELSEWHERE).open();
  assert.deepEqual([copied.hostKeyIsOurs, copied.hostKey.publicKey], [false, here.hostKey.publicKey]);
  const renewed = await storeOn(disk, ELSEWHERE).renewHostKey();
  assert.equal(renewed.hostKeyIsOurs, true);
  assert.notDeepEqual(renewed.hostKey.publicKey, here.hostKey.publicKey);
  assert.equal((await storeOn(disk, HERE).open()).hostKeyIsOurs, false);
});

Deno.test("secrets: one component of the hardware may change", async () => {
  const disk = new SimulatedDisk();
  await storeOn(disk).open();
  const repaired = HERE.with(0, 9);
  assert.equal((await storeOn(disk, repaired).open()).hostKeyIsOurs, true);
});

Deno.test("secrets: a forgotten host key is made anew by the next to open, and the product key stays", async () => {
  const disk = new SimulatedDisk();
  const before = await storeOn(disk).open();
  await storeOn(disk).storeProductKey(KEY);
  await storeOn(disk).forgetHostKey();
  assert.equal(JSON.parse(disk.contents()[NAME]!).hostKey, null);
  const after = await storeOn(disk, ELSEWHERE).open();
  assert.notDeepEqual(after.hostKey.publicKey, before.hostKey.publicKey);
  assert.deepEqual([after.hostKeyIsOurs, after.productKey?.serial], [true, 5]);
});

Deno.test("secrets: what is no secrets.json is refused, and no new key takes its place", async () => {
  const seed = "A".repeat(43);
  const values = [
    {},
    { format: 2, hostKey: seed, productKey: null },
    { format: 1, hostKey: seed },
    { format: 1, hostKey: seed.slice(3), productKey: null },
    { format: 1, hostKey: "*", productKey: null },
    { format: 1, hostKey: seed, productKey: "none" },
    { format: 1, hostKey: seed, productKey: null, hardware: "00" },
    { format: 1, hostKey: seed, productKey: null, more: 1 },
  ];
  for (const value of values) {
    const disk = new SimulatedDisk();
    await documentFolder(disk).json(NAME).write(value);
    const before = disk.contents();
    await assert.rejects(storeOn(disk).open(), { name: /^(DecodeError|NewerFormat)$/ });
    assert.deepEqual(disk.contents(), before);
  }
});
