import type { DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { encodeProductKey } from "../../../src/crypto/product_key.ts";
import { exampleBytes, HOST_SERIAL, hostKeySecret } from "../samples/samples.ts";
import {
  clientProductKey,
  licenceAround,
  samplePayload,
  sampleProduct,
  serverProduct,
} from "../samples/sample_licence.ts";

export type LicenceRefusal = readonly [name: string, text: string, expect: DecodeProblem];

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Payloads that are signed as they should be, and refused for what they say. */
export function refusedPayloads(): LicenceRefusal[] {
  const payload = (name: string, changes: Record<string, unknown>): LicenceRefusal => {
    return [name, licenceAround(utf8(JSON.stringify({ ...samplePayload(), ...changes }))), "range"];
  };
  return [
    payload("version 2", { version: 2 }),
    payload("no publisher", { publisher: undefined }),
    payload("an empty publisher", { publisher: "" }),
    payload("a publisher with a control character", { publisher: "Exa\u0007mple" }),
    payload("a publisher with a right-to-left override", { publisher: "Exa\u202emple" }),
    payload("a publisher of 101 characters", { publisher: "p".repeat(101) }),
    payload("a negative serial", { serial: -1 }),
    payload("a serial of 33 bits", { serial: 2 ** 32 }),
    payload("half a serial", { serial: 0.5 }),
    payload("a day without an hour", { issued: "2026-01-02" }),
    payload("a thirteenth month", { issued: "2026-13-02T09:30:00Z" }),
    payload("an address of another scheme", { url: "file:///etc/passwd" }),
    payload("no address at all", { url: undefined }),
    payload("ten years and a day of grace", { graceDays: 3651 }),
    payload("no products", { products: [] }),
    payload("two products of one ID", { products: [sampleProduct(), sampleProduct({ name: "Another" })] }),
    payload("two products of one client key", {
      products: [sampleProduct(), { ...serverProduct, clientKey: sampleProduct().clientKey }],
    }),
    payload("a member that is not known", { colour: "blue" }),
  ];
}

/** The same for what they say of a product. */
export function refusedProducts(): LicenceRefusal[] {
  const hostProductKey = encodeProductKey({ kind: "host", serial: HOST_SERIAL, secret: hostKeySecret });
  const product = (name: string, changes: Record<string, unknown>): LicenceRefusal => {
    const products = [{ ...sampleProduct(), ...changes }];
    return [
      `a product: ${name}`,
      licenceAround(utf8(JSON.stringify({ ...samplePayload(), products }))),
      "range",
    ];
  };
  return [
    product("an ID in upper case", { id: "ABCDEF0123456789ABCDEF0123456789" }),
    product("an ID of 31 digits", { id: "0".repeat(31) }),
    product("an empty name", { name: "" }),
    product("a name with a line feed", { name: "Example\nEditor" }),
    product("no edition", { edition: undefined }),
    product("a third kind", { kind: "device" }),
    product("threshold 0", { threshold: 0 }),
    product("group 32", { group: 32 }),
    product("validity 0", { validityMinutes: 0 }),
    product("ephemeral validity 0", { ephemeralMinutes: 0 }),
    product("a text for a truth value", { countVirtual: "no" }),
    product("no client key", { clientKey: undefined }),
    product("a client key with a character wrong", { clientKey: clientProductKey(1).replace(/B$/, "C") }),
    product("a host key for a client key", { clientKey: hostProductKey }),
    product("a client key that is too long", { clientKey: "B".repeat(30) }),
    product("a member that is not known", { secret: [...exampleBytes("secret", 2)] }),
  ];
}
