import { systemReason } from "../../adapters/system/system_reason.ts";
import { decodeLicenceFile, type LicenceFile, sameRoots } from "../../crypto/licence_file.ts";
import { decodeProductKey } from "../../crypto/product_key.ts";
import { OperationError, orOperationError } from "../../policy/operation_error.ts";
import { parseActivationId } from "../../protocol/activation_id.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { DocumentFolder } from "../../ports.ts";
import type { Client } from "../client.ts";
import { ClientStore } from "../client_store.ts";
import type { Options } from "./options.ts";

/** What a product brings along. */
export interface Shipped {
  readonly licence: LicenceFile | undefined;
  /** The activation IDs that are this product's; none where any does. */
  readonly productIds: readonly string[];
  readonly clientKey: string | undefined;
  /** Whether short leases are asked for; undefined where that stays as it is set. */
  readonly ephemeral: boolean | undefined;
}

/** Longer files are no licence files. */
const LONGEST = 1_000_000;

/** Reads what the options name. Rejects with OperationError. */
export async function readShipped(
  { licenceFile, clientKey, productId, ephemeral, fault }: Options,
  readFile: (path: string) => Promise<Uint8Array>,
): Promise<Shipped> {
  if (fault !== undefined) throw fault;
  const productIds = idsOf(productId);
  const bytes = typeof licenceFile === "string" ? await readNamed(licenceFile, readFile) : licenceFile;
  const licence = bytes === undefined ? undefined : decode(bytes);
  const { products = [] } = licence?.payload ?? {};
  const known = productIds.map((id) => products.find((product) => product.id === id));
  const key = clientKey ?? known.find((product) => product !== undefined)?.clientKey;
  refuseOtherKey(key);
  return { licence, productIds, clientKey: key, ephemeral };
}

/**
 * Puts what the product ships where the folder lacks it: the licence file where there is none that is sound, under the same roots and as
 * new; the key where there is none, or one that the licence file does not know; what leases are asked for. `open` opens the client of the
 * documents.
 */
export async function installShipped(
  documents: DocumentFolder,
  { licence, clientKey, ephemeral }: Shipped,
  open: () => Promise<Client>,
): Promise<Client> {
  const store = new ClientStore(documents);
  if (licence !== undefined && !isAsGood(await store.readLicence(), licence)) {
    await store.writeLicence(licence);
  }
  const client = await open();
  if (clientKey !== undefined && client.licence !== undefined && client.product === undefined) {
    await client.installKey(clientKey);
  }
  if (ephemeral !== undefined && client.settings.ephemeral !== ephemeral) {
    await client.changeSettings({ ephemeral });
  }
  return client;
}

function isAsGood(installed: LicenceFile | undefined, shipped: LicenceFile): boolean {
  return installed !== undefined && sameRoots(installed, shipped) &&
    installed.payload.serial >= shipped.payload.serial;
}

async function readNamed(
  path: string,
  readFile: (path: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new OperationError(`Cannot read the product's licence file ${path}: ${systemReason(cause)}`, {
      remedy: "install the product again; its licence file belongs into it",
      cause,
    });
  }
}

function decode(bytes: Uint8Array): LicenceFile {
  const remedy = "ship the file that your authority made (publisher.lic)";
  if (bytes.length > LONGEST) {
    throw new OperationError("Cannot read the product's licence file: it is too long", { remedy });
  }
  return orOperationError(() => decodeLicenceFile(new TextDecoder().decode(bytes)), { remedy });
}

function refuseOtherKey(text: string | undefined): void {
  if (text === undefined) return;
  const options = { code: HResult.keyInvalid, remedy: "ship the product's client key" };
  const { kind } = orOperationError(() => decodeProductKey(text), options);
  if (kind !== "client") throw new OperationError("Cannot use the product's key: it is a host key", options);
}

function idsOf(productId: Options["productId"]): string[] {
  const texts = productId === undefined ? [] : typeof productId === "string" ? [productId] : productId;
  return texts.map((text) => {
    const id = parseActivationId(text);
    if (id !== undefined) return id;
    throw new OperationError(`Cannot read the product ID ${JSON.stringify(text)}`, {
      remedy: "name the product by its 32 hexadecimal digits in the licence file",
    });
  });
}
