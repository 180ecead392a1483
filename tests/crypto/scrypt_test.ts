import assert from "node:assert/strict";
import { toHex } from "../../src/protocol/bytes.ts";
import { scrypt } from "../../src/crypto/scrypt.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("scrypt() gives the vectors of RFC 7914, their first 32 bytes", async () => {
  const small = await scrypt(bytes(""), bytes(""), { cost: 16, blockSize: 1, parallelization: 1 });
  assert.equal(toHex(small), "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442");
  const usual = await scrypt(bytes("password"), bytes("NaCl"), {
    cost: 1024,
    blockSize: 8,
    parallelization: 16,
  });
  assert.equal(toHex(usual), "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162");
});

Deno.test("scrypt() leaves the event loop free while it computes", async () => {
  const order: string[] = [];
  const computed = scrypt(bytes("x"), bytes("y"), { cost: 16384, blockSize: 8, parallelization: 1 })
    .then(() => order.push("computed"));
  await new Promise((resolve) => setImmediate(resolve));
  order.push("turn of the loop");
  await computed;
  assert.deepEqual(order, ["turn of the loop", "computed"]);
});

Deno.test("scrypt() refuses parameters that take more than 64 MiB", async () => {
  await assert.rejects(() =>
    scrypt(bytes("x"), bytes("y"), { cost: 131072, blockSize: 8, parallelization: 1 })
  );
});
