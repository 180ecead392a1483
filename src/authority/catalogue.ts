import * as v from "valibot";
import { encodeProductKey } from "../crypto/product_key.ts";
import { toHex } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import { type Product, productSchema } from "../protocol/licence_payload.ts";
import type { Random } from "../ports.ts";

/** How long a lease holds unless the publisher says otherwise: 180 days. */
const VALIDITY_MINUTES = 180 * 1440;
const EPHEMERAL_MINUTES = 1440;
const GROUPS = 32;
const THRESHOLDS = { client: 25, server: 5 } as const;

const { id, name, edition, kind, threshold, group, validityMinutes, ephemeralMinutes, countVirtual } =
  productSchema.entries;

/** A product as a publisher writes it: what is left out is filled in. */
const draftSchema = v.strictObject({
  name,
  kind,
  id: v.optional(id),
  edition: v.optional(edition, "Standard"),
  threshold: v.optional(threshold),
  group: v.optional(group),
  validityMinutes: v.optional(validityMinutes, VALIDITY_MINUTES),
  ephemeralMinutes: v.optional(ephemeralMinutes, EPHEMERAL_MINUTES),
  countVirtual: v.optional(countVirtual, false),
});
export type ProductDraft = v.InferOutput<typeof draftSchema>;

/** A list, or an object with a list named products. */
const draftsSchema = v.pipe(
  v.unknown(),
  v.transform((value) =>
    typeof value === "object" && value !== null && "products" in value ? value.products : value
  ),
  v.array(draftSchema, "expected a list of products"),
  v.minLength(1, "expected at least one product"),
);

export const SAMPLE_PRODUCTS = `[
  { "name": "Sample Client", "kind": "client", "threshold": 25 },
  { "name": "Sample Server", "kind": "server", "threshold": 5 }
]`;

/** Reads a publisher's list of products (JSON). Throws DecodeError. */
export function readProducts(text: string): ProductDraft[] {
  const what = "products file";
  const drafts = parseJson(draftsSchema, text, what);
  const name = firstTwice(drafts.map((draft) => draft.name.toLowerCase()));
  if (name !== undefined) {
    throw new DecodeError(what, "range", `two products are named ${JSON.stringify(name)}`);
  }
  const id = firstTwice(drafts.flatMap((draft) => draft.id ?? []));
  if (id !== undefined) throw new DecodeError(what, "range", `two products have the ID ${id}`);
  return drafts;
}

function firstTwice(texts: readonly string[]): string | undefined {
  return texts.find((one, i) => texts.indexOf(one) !== i);
}

/**
 * The whole catalogue: each product gets an ID, a group of its own (there are 32: further products share them) and, by
 * `nextSerial`, its client key. A product of `before`, found by its ID or name, keeps those that it has.
 */
export function completeProducts(
  drafts: readonly ProductDraft[],
  random: Random,
  nextSerial: () => number,
  before: readonly Product[] = [],
): Product[] {
  const groups = new Groups([...drafts, ...before]);
  return drafts.map((draft) => {
    const known = knownProduct(before, draft);
    return {
      id: draft.id ?? known?.id ?? toHex(random.bytes(16)),
      name: draft.name,
      edition: draft.edition,
      kind: draft.kind,
      threshold: draft.threshold ?? THRESHOLDS[draft.kind],
      group: draft.group ?? known?.group ?? groups.next(),
      validityMinutes: draft.validityMinutes,
      ephemeralMinutes: draft.ephemeralMinutes,
      countVirtual: draft.countVirtual,
      clientKey: known?.clientKey ??
        encodeProductKey({ kind: "client", serial: nextSerial(), secret: new Uint8Array(8) }),
    };
  });
}

/** The product that a draft is of: it has its ID, or none and its name. */
function knownProduct(products: readonly Product[], { id, name }: ProductDraft): Product | undefined {
  return findProduct(products, id ?? name);
}

/** Gives out the groups that nobody has named, and once there are none left all of them again. */
class Groups {
  readonly #free: readonly number[];
  #taken = 0;

  constructor(named: readonly { readonly group?: number | undefined }[]) {
    const taken = new Set(named.map(({ group }) => group));
    this.#free = Array.from({ length: GROUPS }, (_, group) => group).filter((group) => !taken.has(group));
  }

  next(): number {
    const place = this.#taken++;
    return this.#free[place] ?? place % GROUPS;
  }
}

/** The product with this ID or, in any case, this name. */
export function findProduct(products: readonly Product[], idOrName: string): Product | undefined {
  const wanted = idOrName.toLowerCase();
  return products.find((product) => product.id === wanted) ??
    products.find((product) => product.name.toLowerCase() === wanted);
}
