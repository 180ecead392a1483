import type { LicencePayload } from "../protocol/licence_payload.ts";
import { broken, ok, type Step } from "./diagnosis.ts";
import { countOf } from "./wording.ts";

/** What lies where the publisher's licence file belongs. */
export type LicenceSeen =
  | { readonly kind: "sound"; readonly licence: { readonly payload: LicencePayload } }
  | { readonly kind: "missing" }
  | { readonly kind: "damaged"; readonly reason: string };

/** SL_E_LICENSE_FILE_NOT_INSTALLED and ERROR_FILE_CORRUPT, as the field has them. */
const NOT_INSTALLED = 0xC004F011;
const CORRUPT = 0x80070570;

/** The first step of every role: the publisher's licence file. */
export function licenceStep(seen: LicenceSeen): Step {
  const remedy = "kms /ilc FILE, with the file that the publisher ships";
  switch (seen.kind) {
    case "sound": {
      const { publisher, serial, products } = seen.licence.payload;
      return ok("licence", `of ${publisher}, serial ${serial}, ${countOf(products.length, "product")}`);
    }
    case "missing":
      return broken("licence", "none", {
        code: NOT_INSTALLED,
        text: "no licence file is installed",
        remedy,
      });
    case "damaged":
      return broken("licence", "damaged", { code: CORRUPT, text: seen.reason, remedy });
  }
}
