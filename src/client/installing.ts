import type { LicenceFile } from "../crypto/licence_file.ts";
import { decodeProductKey } from "../crypto/product_key.ts";
import { OperationError } from "../policy/operation_error.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";

/** The product that a client key is for; undefined without a licence file, or where the file does not know the key. */
export function productOf(clientKey: string, licence: LicenceFile | undefined): Product | undefined {
  const { serial } = decodeProductKey(clientKey);
  return licence?.payload.products.find((product) => decodeProductKey(product.clientKey).serial === serial);
}

/** The product of a key that is to be installed. Throws OperationError. */
export function productToInstall(clientKey: string, licence: LicenceFile | undefined): Product {
  if (licence === undefined) {
    throw new OperationError(
      "Cannot install the product key: no licence file is installed (or it is damaged), which names its product",
      { remedy: "kms /ilc FILE, with the file that the publisher ships" },
    );
  }
  const product = productOf(clientKey, licence);
  if (product !== undefined) return product;
  throw new OperationError(
    `Cannot install the product key: the licence file of ${licence.payload.publisher} has no product with it`,
    {
      code: HResult.keyInvalid,
      remedy: "install a newer licence file, or compare the key with the one that you were given",
    },
  );
}
