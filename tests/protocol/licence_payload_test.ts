import assert from "node:assert/strict";
import { parseValue } from "../../src/protocol/json.ts";
import { licencePayloadSchema, productSchema } from "../../src/protocol/licence_payload.ts";
import { assertRefuses } from "../support/refuses.ts";
import { samplePayload, sampleProduct, serverProduct } from "../support/samples/sample_licence.ts";

const MAX = 2 ** 32 - 1;

function acceptsPayload(changes: Record<string, unknown>): void {
  const payload = { ...samplePayload(), ...changes };
  assert.deepEqual(parseValue(licencePayloadSchema, payload, "payload"), payload);
}

function acceptsProduct(changes: Record<string, unknown>): void {
  const product = { ...sampleProduct(), ...changes };
  assert.deepEqual(parseValue(productSchema, product, "product"), product);
}

Deno.test("licencePayloadSchema accepts each field at its limits", () => {
  acceptsPayload({});
  acceptsPayload({ serial: 0, graceDays: 0 });
  acceptsPayload({ serial: MAX, graceDays: 3650 });
  acceptsPayload({ publisher: "p".repeat(100) });
  acceptsPayload({ url: "http://activation.example:8080" });
  acceptsPayload({ products: [serverProduct] });
});

Deno.test("productSchema accepts each field at its limits", () => {
  acceptsProduct({ threshold: 1, group: 0, validityMinutes: 1, ephemeralMinutes: 1 });
  acceptsProduct({ threshold: MAX, group: 31, validityMinutes: MAX, ephemeralMinutes: MAX });
  acceptsProduct({ kind: "server", countVirtual: true });
});

Deno.test("licencePayloadSchema refuses a field that is missing, whichever", () => {
  for (const name of Object.keys(samplePayload())) {
    const payload = { ...samplePayload(), [name]: undefined };
    assertRefuses(() => parseValue(licencePayloadSchema, payload, "payload"), "range", name);
  }
});

Deno.test("productSchema refuses a field that is missing, of another kind, or not known", () => {
  const refuses = (product: Record<string, unknown>, about: string) =>
    assertRefuses(() => parseValue(productSchema, product, "product"), "range", about);
  for (const name of Object.keys(sampleProduct())) {
    refuses({ ...sampleProduct(), [name]: undefined }, `no ${name}`);
    refuses({ ...sampleProduct(), [name]: null }, `${name} null`);
    refuses({ ...sampleProduct(), [name]: [1] }, `${name} a list`);
  }
  refuses({ ...sampleProduct(), more: 1 }, "a member more");
});
