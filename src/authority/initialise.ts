import { authorityKeyId } from "../crypto/certificates.ts";
import { SigningKey } from "../crypto/ed25519.ts";
import { encodeLicenceFile } from "../crypto/licence_file.ts";
import { toBase64Url } from "../protocol/bytes.ts";
import { parseValue } from "../protocol/json.ts";
import { type LicencePayload, licencePayloadSchema, type Product } from "../protocol/licence_payload.ts";
import type { AfterGrace } from "../policy/licence_state.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { Clock, DocumentFolder, Random } from "../ports.ts";
import { completeProducts, type ProductDraft } from "./catalogue.ts";
import { AUTHORITY_DAYS, certify } from "./certifying.ts";
import { FILES } from "./files.ts";
import { groupMask, masterKeyCheck } from "./keys.ts";
import { storeDatabase } from "./storing.ts";

const HOST_DAYS = 730;
const GRACE_DAYS = 30;
const FIRST_SERIAL = 1000;

export interface NewAuthority {
  readonly publisher: string;
  readonly url: string | null;
  readonly products: readonly ProductDraft[];
  /** How often a client may be rearmed; undefined for the usual three times. */
  readonly rearms?: number;
  /** Days in which a new client works without an activation; undefined for the usual 30. */
  readonly graceDays?: number;
  /** What a client is in after its grace periods; undefined for notification. */
  readonly afterGrace?: AfterGrace;
}

/** What `initialise` made, for showing. */
export interface Initialised {
  readonly products: readonly Product[];
  readonly authorityKeyId: number;
}

/**
 * Makes a publisher's authority in an empty folder: three root keys, the authority key and its certificate, the master key, the
 * licence file and the database, which is written last: a folder that has one is whole. Rejects with OperationError where one of
 * these is there already, or what is wanted makes no licence file.
 */
export async function initialise(
  wanted: NewAuthority,
  { documents, clock, random }: { documents: DocumentFolder; clock: Clock; random: Random },
): Promise<Initialised> {
  await refuseUsedFolder(documents);
  const roots = FILES.roots.map(() => SigningKey.fromSeed(random.bytes(32)));
  const authority = SigningKey.fromSeed(random.bytes(32));
  let serial = FIRST_SERIAL;
  const products = completeProducts(wanted.products, random, () => serial++);
  const now = clock.now();
  const certificate = certify({
    serial: 1,
    groups: groupMask(products),
    minimumEpoch: 1,
    publicKey: authority.publicKey,
    days: AUTHORITY_DAYS,
    now,
  }, [{ root: 0, key: roots[0]! }, { root: 1, key: roots[1]! }]);
  const payload = orOperationError(
    () => parseValue(licencePayloadSchema, licencePayload(wanted, roots, products, now), "new authority"),
    { remedy: "a publisher's name has 1 to 100 characters; a URL begins with http:// or https://" },
  );
  const masterKey = random.bytes(32);
  for (const [i, root] of roots.entries()) await documents.text(FILES.roots[i]!).write(root.toPem());
  await documents.text(FILES.authorityKey).write(authority.toPem());
  await documents.text(FILES.authorityCertificate).write(toBase64Url(certificate) + "\n");
  await documents.text(FILES.masterKey).write(toBase64Url(masterKey) + "\n");
  await documents.text(FILES.licence).write(encodeLicenceFile(payload, certificate, authority));
  const { publisher, url } = wanted;
  await storeDatabase(documents, {
    format: 1,
    masterKeyCheck: masterKeyCheck(masterKey),
    publisher,
    url,
    epoch: 1,
    hostDays: HOST_DAYS,
    nextSerial: serial,
    products,
    hostKeys: [],
    generation: 1,
    licenceSerial: 1,
  });
  return { products, authorityKeyId: authorityKeyId(authority.publicKey) };
}

/** Root keys, and a licence file that hosts rely on, are never overwritten: not even where the database was moved away. */
async function refuseUsedFolder(documents: DocumentFolder): Promise<void> {
  for (const name of Object.values(FILES).flat()) {
    if (await documents.text(name).read() === null) continue;
    throw new OperationError(`Cannot make an authority: the folder holds ${name} already`, {
      remedy: "name another folder with --dir",
    });
  }
}

function licencePayload(
  wanted: NewAuthority,
  roots: readonly SigningKey[],
  products: readonly Product[],
  now: number,
): LicencePayload {
  const [first, second, third] = roots.map((root) => toBase64Url(root.publicKey));
  return {
    version: 1,
    publisher: wanted.publisher,
    serial: 1,
    issued: new Date(now).toISOString(),
    url: wanted.url,
    roots: [first!, second!, third!],
    graceDays: wanted.graceDays ?? GRACE_DAYS,
    ...(wanted.rearms === undefined ? {} : { rearms: wanted.rearms }),
    ...(wanted.afterGrace === undefined ? {} : { afterGrace: wanted.afterGrace }),
    products: [...products],
  };
}
