import * as v from "valibot";
import { isPlainText } from "./machine_name.ts";

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));
const shownText = (most: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.check(isPlainText, "has a control character"));

/** SPEC 13: one product of the publisher's catalogue. */
export const productSchema = v.strictObject({
  /** Activation ID, 32 lower-case hexadecimal digits. */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  name: shownText(100),
  edition: shownText(100),
  kind: v.picklist(["client", "server"]),
  /** Computers that must be counted before this product is activated. */
  threshold: v.pipe(uint32, v.minValue(1)),
  /** Bit of the group mask that a host certificate must have. */
  group: v.pipe(uint32, v.maxValue(31)),
  /** Life of a lease, minutes; a client takes no more than 180 days. */
  validityMinutes: v.pipe(uint32, v.minValue(1)),
  /** Life of a short-lived machine's lease, minutes. */
  ephemeralMinutes: v.pipe(uint32, v.minValue(1)),
  /** Whether virtual machines count. */
  countVirtual: v.boolean(),
  clientKey: shownText(29),
});
export type Product = v.InferOutput<typeof productSchema>;

const publicKeyText = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const licencePayloadSchema = v.strictObject({
  version: v.literal(1),
  publisher: shownText(100),
  /** Rises with each licence file of the publisher. */
  serial: uint32,
  issued: v.pipe(v.string(), v.isoTimestamp()),
  /** The activation service, or null where there is none. */
  url: v.nullable(v.pipe(v.string(), v.url(), v.regex(/^https?:/))),
  roots: v.strictTuple([publicKeyText, publicKeyText, publicKeyText]),
  graceDays: v.pipe(uint32, v.maxValue(3650)),
  /** How often a client may be rearmed; 3 where the publisher says nothing. */
  rearms: v.optional(v.pipe(uint32, v.maxValue(1000))),
  /** What a client is in once its grace periods are over: the products are told, or not licensed at all; the first unless it is said. */
  afterGrace: v.optional(v.picklist(["notification", "unlicensed"])),
  products: v.pipe(
    v.array(productSchema),
    v.minLength(1),
    v.check(
      (products) => new Set(products.map((product) => product.id)).size === products.length,
      "two products share an ID",
    ),
  ),
});
export type LicencePayload = v.InferOutput<typeof licencePayloadSchema>;
