import { authorityKeyId } from "../crypto/certificates.ts";
import { SigningKey } from "../crypto/ed25519.ts";
import { encodeLicenceFile, type LicenceFile } from "../crypto/licence_file.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { parseValue } from "../protocol/json.ts";
import { type LicencePayload, licencePayloadSchema, type Product } from "../protocol/licence_payload.ts";
import type { AfterGrace } from "../policy/licence_state.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Random } from "../ports.ts";
import { completeProducts, type ProductDraft } from "./catalogue.ts";
import { AUTHORITY_DAYS, certify, rootsOf } from "./certifying.ts";
import type { Database } from "./database.ts";
import type { Signer } from "./files.ts";
import { groupMask } from "./keys.ts";

/** What is to be different from now on; what is left out stays as it is. */
export interface Revision {
  /** The whole catalogue. */
  readonly products?: readonly ProductDraft[];
  /** Whether products may be missing in it that there are now. */
  readonly drop?: boolean;
  /** Where hosts reach the activation service. */
  readonly url?: string;
  readonly rearms?: number;
  readonly graceDays?: number;
  readonly afterGrace?: AfterGrace;
  readonly succession?: Succession;
}

/** A new authority key. */
export interface Succession {
  /** Two of the three root keys, as PEM texts. */
  readonly roots: readonly string[];
  /** Whether what the keys before have signed is not to be trusted any more wherever the new licence file is installed (SPEC 9, check 2). */
  readonly distrust: boolean;
  /** Life of its certificate; undefined for ten years. */
  readonly days?: number;
}

export interface Present {
  readonly database: Database;
  /** The licence file that is in force. */
  readonly licence: LicenceFile;
  readonly signer: Signer;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is to be written. */
export interface Publication {
  readonly database: Database;
  /** The text of the licence file. */
  readonly licence: string;
  readonly payload: LicencePayload;
  readonly signer: Signer;
}

/** The next licence file, and the database that knows of it. Throws OperationError. */
export function revise(present: Present, revision: Revision): Publication {
  const { database, licence, now } = present;
  const { products, nextSerial } = catalogueAfter(present, revision);
  const signer = revision.succession === undefined
    ? present.signer
    : successor(present, revision.succession, products);
  refuseGroups(products, signer);
  const payload = payloadAfter(licence.payload, revision, products, now);
  return {
    licence: encodeLicenceFile(payload, signer.certificateBytes, signer.key),
    payload,
    signer,
    database: {
      ...database,
      nextSerial,
      products,
      url: payload.url,
      licenceSerial: payload.serial,
      generation: signer.generation,
      epoch: Math.max(database.epoch, signer.certificate.minimumEpoch),
    },
  };
}

function catalogueAfter({ database, random }: Present, { products: drafts, drop = false }: Revision) {
  let { nextSerial } = database;
  if (drafts === undefined) return { products: database.products, nextSerial };
  const products = completeProducts(drafts, random, () => nextSerial++, database.products);
  const missing = database.products.filter((product) => !products.some(({ id }) => id === product.id));
  if (missing.length > 0 && !drop) {
    const names = missing.map(({ name }) => JSON.stringify(name)).join(", ");
    throw new OperationError(`Cannot publish this catalogue: it lacks ${names}, which hosts activate now`, {
      remedy: "the file lists all products; --drop leaves out those that it does not list",
    });
  }
  return { products, nextSerial };
}

function successor(
  { database, licence, signer, random, now }: Present,
  { roots, distrust, days = AUTHORITY_DAYS }: Succession,
  products: readonly Product[],
): Signer {
  const key = SigningKey.fromSeed(random.bytes(32));
  const minimumEpoch = distrust ? database.epoch + 1 : signer.certificate.minimumEpoch;
  const certificateBytes = certify({
    serial: signer.certificate.serial + 1,
    groups: groupMask(products),
    minimumEpoch,
    publicKey: key.publicKey,
    days,
    now,
  }, rootsOf(roots, licence.roots));
  return {
    generation: signer.generation + 1,
    key,
    keyId: authorityKeyId(key.publicKey),
    certificate: decodeAuthorityCertificate(certificateBytes),
    certificateBytes,
  };
}

/** A product of a group that the authority may not grant would be activated by no client. */
function refuseGroups(products: readonly Product[], { certificate }: Signer): void {
  const product = products.find(({ group }) => ((certificate.groups >>> group) & 1) === 0);
  if (product === undefined) return;
  throw new OperationError(
    `Cannot publish this catalogue: the authority's certificate does not cover group ${product.group}, that of ${
      JSON.stringify(product.name)
    }`,
    {
      remedy:
        'have it replaced, with two root keys: --root FILE --root FILE; or give the product a "group" that is covered',
    },
  );
}

function payloadAfter(
  before: LicencePayload,
  { url, rearms, graceDays, afterGrace }: Revision,
  products: readonly Product[],
  now: number,
): LicencePayload {
  const wanted = {
    ...before,
    serial: before.serial + 1,
    issued: new Date(now).toISOString(),
    products: [...products],
    ...(url === undefined ? {} : { url }),
    ...(rearms === undefined ? {} : { rearms }),
    ...(graceDays === undefined ? {} : { graceDays }),
    ...(afterGrace === undefined ? {} : { afterGrace }),
  };
  return orOperationError(() => parseValue(licencePayloadSchema, wanted, "new licence file"), {
    remedy: "a URL begins with http:// or https://",
  });
}
