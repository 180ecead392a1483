import * as v from "valibot";
import { SigningKey } from "../crypto/ed25519.ts";
import { decodeProductKey, type ProductKey } from "../crypto/product_key.ts";
import { fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseValue } from "../protocol/json.ts";
import type { DurableDocument, Random } from "../ports.ts";

const WHAT = "secrets.json";
const schema = v.strictObject({
  format: v.literal(1),
  /** Base64url of the host key's 32-byte seed. */
  hostKey: v.string(),
  /** The product key as text, or null where none is installed. */
  productKey: v.nullable(v.string()),
});

/** What a host must keep to itself: apart from the journal, which is there to be read and copied. */
export interface Secrets {
  readonly hostKey: SigningKey;
  readonly productKey: ProductKey | undefined;
}

/** Reads secrets.json; makes it, with a new host key, where there is none. Throws DecodeError. */
export async function openSecrets(document: DurableDocument<unknown>, random: Random): Promise<Secrets> {
  const stored = await document.read();
  if (stored === null) {
    const seed = random.bytes(32);
    await document.write({ format: 1, hostKey: toBase64Url(seed), productKey: null });
    return { hostKey: SigningKey.fromSeed(seed), productKey: undefined };
  }
  const { hostKey, productKey } = parseValue(schema, stored, WHAT);
  const seed = fromBase64Url(hostKey, WHAT);
  if (seed.length !== 32) {
    throw new DecodeError(WHAT, "length", `the host key has ${seed.length} bytes, expected 32`);
  }
  return {
    hostKey: SigningKey.fromSeed(seed),
    productKey: productKey === null ? undefined : decodeProductKey(productKey),
  };
}

/** Keeps `productKey` (text, or null for none) beside the host key. Resolves once it is on disk. */
export async function storeProductKey(
  document: DurableDocument<unknown>,
  productKey: string | null,
): Promise<void> {
  const stored = parseValue(schema, await document.read(), WHAT);
  await document.write({ ...stored, productKey });
}
