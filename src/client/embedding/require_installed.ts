import { OperationError } from "../../policy/operation_error.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { Client } from "../client.ts";

/** Throws OperationError for a client that lacks what it is activated by, in the words of who programs a product. */
export function requireInstalled({ licence, product, hasKey }: Client): void {
  if (licence === undefined) {
    throw new OperationError("Cannot activate: there is no licence file, or it is damaged", {
      remedy: "name the file that your authority made (publisher.lic) in the option licenceFile",
    });
  }
  if (product !== undefined) return;
  const why = hasKey
    ? "the licence file does not know the key that is installed"
    : "no product key is installed";
  throw new OperationError(`Cannot activate: ${why}`, {
    code: HResult.keyNotInstalled,
    remedy: "name a product that is in the licence file in the option productId, or its key in clientKey",
  });
}
