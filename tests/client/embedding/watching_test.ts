import assert from "node:assert/strict";
import process from "node:process";
import type { LicenceCheck } from "../../../src/client/embedding/types.ts";
import { subscribe } from "../../../src/client/embedding/watching.ts";
import { settled } from "../../support/fakes/fake_time.ts";
import { TestProduct } from "../../support/roles/test_product.ts";

const DAY_MS = 86_400_000;

/** Lets what waits for the simulated disk go on. */
async function look(product: TestProduct, milliseconds = 15_000): Promise<void> {
  await product.time.advance(milliseconds);
  for (let turn = 0; turn < 20; turn++) await settled();
}

async function watched(product: TestProduct, listener?: (check: LicenceCheck) => void) {
  const told: string[] = [];
  const end = subscribe(product.folder(), (now, before) => {
    told.push(`${before.state} ${now.state}`);
    listener?.(now);
  }, product.time);
  await look(product, 0);
  return { told, end };
}

Deno.test("a listener is told when the licence stands otherwise, and not before", async () => {
  const product = new TestProduct();
  await product.setHost();
  const { told, end } = await watched(product);
  await look(product);
  assert.deepEqual(told, []);
  await product.folder().activate();
  await look(product);
  await look(product);
  assert.deepEqual(told, ["outOfBoxGrace licensed"]);
  end();
});

Deno.test("a state that ends by the clock is told when it ends", async () => {
  const product = new TestProduct();
  const { told, end } = await watched(product);
  await look(product, 30 * DAY_MS - 5000);
  assert.deepEqual(told, []);
  assert.deepEqual(product.time.waits.length, 1);
  assert(product.time.waits[0]! <= 15_000);
  await look(product, product.time.waits[0]);
  assert.deepEqual(told, ["outOfBoxGrace notification"]);
  end();
});

Deno.test("what a listener throws becomes a warning, and it is told again", async () => {
  const product = new TestProduct();
  await product.setHost();
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  const { told, end } = await watched(product, () => {
    throw new Error("a bug of the product's");
  });
  await product.folder().activate();
  await look(product);
  await product.time.advance(181 * DAY_MS);
  await look(product);
  assert.equal((await warned).message, "a bug of the product's");
  assert.deepEqual(told, ["outOfBoxGrace licensed", "licensed outOfToleranceGrace"]);
  end();
});

Deno.test("after its end nobody is told, and nothing waits any more", async () => {
  const product = new TestProduct();
  await product.setHost();
  const { told, end } = await watched(product);
  end();
  await product.folder().activate();
  await look(product);
  assert.deepEqual([told, product.time.waits], [[], []]);
});
