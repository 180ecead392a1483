import assert from "node:assert/strict";
import { renew } from "../../../src/client/embedding/renewal.ts";
import { readOptions } from "../../../src/client/embedding/options.ts";
import { ProductFolder } from "../../../src/client/embedding/product_folder.ts";
import { settled } from "../../support/fakes/fake_time.ts";
import { TestProduct } from "../../support/roles/test_product.ts";

const MINUTE_MS = 60_000;

function begin(product: TestProduct) {
  const told: string[] = [];
  const stopped = new AbortController();
  const folder = new ProductFolder(product.powers, readOptions(product.options), stopped.signal);
  const renewal = renew(folder, product.powers.renewal, ({ message }) => told.push(message), stopped);
  return { renewal, told };
}

/** Goes on for so many minutes, as a computer does: a quarter of a minute at a time. */
async function goOn(product: TestProduct, minutes: number): Promise<void> {
  for (let at = 0; at < minutes * MINUTE_MS; at += 15_000) {
    for (let turn = 0; turn < 20; turn++) await settled();
    await product.time.advance(15_000);
  }
  for (let turn = 0; turn < 20; turn++) await settled();
}

Deno.test("a product is activated within a minute, and keeps its folder free", async () => {
  const product = new TestProduct();
  await product.setHost();
  const { renewal, told } = begin(product);
  await goOn(product, 2);
  assert.deepEqual([(await product.check()).state, renewal.problem, told], ["licensed", null, []]);
  await renewal.stop();
});

Deno.test("what stands in the way is told once while it is the same, and is gone once a host activates", async () => {
  const product = new TestProduct();
  const { renewal, told } = begin(product);
  await goOn(product, 300); // more than two tries
  assert.equal(told.length, 1);
  assert.match(told[0]!, /No KMS host was found/);
  assert.equal(renewal.problem?.code, 0xC004F074);
  await product.setHost();
  await goOn(product, 2);
  assert.deepEqual([renewal.problem, (await product.check()).state], [null, "licensed"]);
  await renewal.stop();
});

Deno.test("what is missing is told in the words of the options", async () => {
  const product = new TestProduct();
  product.options = {};
  const { renewal, told } = begin(product);
  await goOn(product, 2);
  assert.deepEqual([told.length, /option licenceFile/.test(renewal.problem?.remedy ?? "")], [1, true]);
  await renewal.stop();
});

Deno.test("after stop() nothing is asked or written", async () => {
  const product = new TestProduct();
  await product.setHost();
  const { renewal } = begin(product);
  await renewal.stop();
  const before = product.disk.contents();
  await goOn(product, 5);
  assert.deepEqual([product.client.network.sent, product.disk.contents()], [[], before]);
});

Deno.test("a host that is found after stop() changes nothing", async () => {
  const product = new TestProduct();
  await product.check();
  const { promise, resolve } = Promise.withResolvers<void>();
  product.client.names.delay = () => promise;
  const found = { ttl: 60, addresses: ["192.0.2.1"], missing: undefined };
  product.client.names.offer("example.", {
    target: "kms.example.",
    port: 1688,
    priority: 0,
    weight: 0,
    ...found,
  });
  product.client.names.domains = ["example."];
  const { renewal } = begin(product);
  while (!product.client.names.asked.includes("SRV example.")) await goOn(product, 0.25);
  await renewal.stop();
  const before = product.disk.contents();
  resolve();
  await goOn(product, 0.25);
  assert.deepEqual(product.disk.contents(), before);
});
