import assert from "node:assert/strict";
import {
  completeProducts,
  findProduct,
  readProducts,
  SAMPLE_PRODUCTS,
} from "../../src/authority/catalogue.ts";
import { decodeProductKey } from "../../src/crypto/product_key.ts";
import { assertRefuses } from "../support/refuses.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

function completed(text: string) {
  let serial = 7;
  return completeProducts(readProducts(text), new SeededRandom(1), () => serial++);
}

Deno.test("a product that says only its name and kind gets the defaults of its kind", () => {
  const [client, server] = completed(SAMPLE_PRODUCTS.replaceAll(/, "threshold": \d+/g, ""));
  assert.equal(client!.threshold, 25);
  assert.equal(server!.threshold, 5);
  for (const product of [client!, server!]) {
    const { edition, validityMinutes, ephemeralMinutes, countVirtual } = product;
    assert.deepEqual({ edition, validityMinutes, ephemeralMinutes, countVirtual }, {
      edition: "Standard",
      validityMinutes: 259_200,
      ephemeralMinutes: 1440,
      countVirtual: false,
    });
    assert.match(product.id, /^[0-9a-f]{32}$/);
  }
});

Deno.test("each product gets an ID and a client key of its own", () => {
  const [client, server] = completed(SAMPLE_PRODUCTS);
  assert.notEqual(client!.id, server!.id);
  assert.deepEqual([client!, server!].map(({ clientKey }) => decodeProductKey(clientKey).serial), [7, 8]);
});

Deno.test("a product without a group gets one that no other product has", () => {
  const products = completed(`[
    { "name": "A", "kind": "client" },
    { "name": "B", "kind": "client", "group": 0 },
    { "name": "C", "kind": "client" },
    { "name": "D", "kind": "client", "group": 1 }
  ]`);
  assert.deepEqual(products.map(({ group }) => group), [2, 0, 3, 1]);
});

Deno.test("more than 32 products share groups, all of them in the range", () => {
  const drafts = Array.from({ length: 70 }, (_, i) => ({ name: `P${i}`, kind: "client" }));
  const groups = completed(JSON.stringify(drafts)).map(({ group }) => group);
  assert.equal(new Set(groups.slice(0, 32)).size, 32);
  assert(groups.every((group) => Number.isInteger(group) && group >= 0 && group <= 31));
});

Deno.test("what a publisher wrote is kept", () => {
  const written = {
    name: "Editor",
    kind: "client",
    id: "ab".repeat(16),
    edition: "Volume",
    threshold: 3,
    group: 31,
    validityMinutes: 60,
    ephemeralMinutes: 30,
    countVirtual: true,
  };
  const [product] = completed(JSON.stringify({ products: [written] }));
  const { clientKey: _, ...kept } = product!;
  assert.deepEqual(kept, written);
});

const refused = {
  "that is no JSON": "Editor",
  "without products": "[]",
  "with a product that has no name": '[{ "kind": "client" }]',
  "with an empty name": '[{ "name": "", "kind": "client" }]',
  "with a name that moves the cursor": '[{ "name": "\\u001b[2J", "kind": "client" }]',
  "with a kind that is none": '[{ "name": "A", "kind": "desktop" }]',
  "with a threshold of 0": '[{ "name": "A", "kind": "client", "threshold": 0 }]',
  "with a threshold in words": '[{ "name": "A", "kind": "client", "threshold": "25" }]',
  "with group 32": '[{ "name": "A", "kind": "client", "group": 32 }]',
  "with a member that no product has": '[{ "name": "A", "kind": "client", "treshold": 25 }]',
  "with an ID in capitals": `[{ "name": "A", "kind": "client", "id": "${"AB".repeat(16)}" }]`,
  "with two products of one name, in another case":
    '[{ "name": "Editor", "kind": "client" }, { "name": "EDITOR", "kind": "server" }]',
  "with two products of one ID": JSON.stringify(["A", "B"].map((name) => (
    { name, kind: "client", id: "ab".repeat(16) }
  ))),
};
for (const [what, text] of Object.entries(refused)) {
  Deno.test(`a products file ${what} is refused`, () => assertRefuses(() => readProducts(text)));
}

Deno.test("a product is found by its ID and by its name in any case", () => {
  const products = completed(SAMPLE_PRODUCTS);
  const [client, server] = products;
  assert.equal(findProduct(products, client!.id), client);
  assert.equal(findProduct(products, client!.id.toUpperCase()), client);
  assert.equal(findProduct(products, "sample SERVER"), server);
  assert.equal(findProduct(products, "Sample"), undefined);
});
