import type { Status } from "../../api/types.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";

/** Throws OperationError where an activation ID that a person named is none of what is installed. `id` null names nothing. */
export function refuseOtherActivation(id: string | null, status: Status): void {
  if (id === null || activationIdsOf(status).includes(id)) return;
  throw new OperationError(`Cannot activate ${id}: it is not what is installed here`, {
    code: HResult.productNotInstalled,
  });
}

/** A host's own licence goes by its key's serial, and it may be activated for any product that it serves; a client has one product. */
function activationIdsOf(status: Status): string[] {
  switch (status.role) {
    case "host":
      return [
        ...(status.key === null ? [] : [status.key.serial.toString(16).padStart(32, "0")]),
        ...status.products.map(({ id }) => id),
      ];
    case "client":
      return status.product === null ? [] : [status.product.id];
    case "none":
      return [];
  }
}
