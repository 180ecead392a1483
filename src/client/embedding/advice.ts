import type { CheckReason } from "./types.ts";

/** Reasons that the client itself does not know, as sentences without a full stop. */
export const OWN_REASON_TEXTS: Readonly<Record<"notInstalled" | "otherProduct" | "notChecked", string>> = {
  notInstalled: "no licence file or product key is installed for this program",
  otherProduct: "the product key that is installed is for another product",
  notChecked: "the licence could not be checked",
};

const CONNECT = "connect this computer to your organisation's network, where it is activated by itself";

/** What a product's user is to do; null where there is nothing to do. */
export const ADVICE: Readonly<Record<CheckReason, string | null>> = {
  leaseHolds: null,
  notActivatedYet: CONNECT,
  leaseEnded: CONNECT,
  hardwareChanged: CONNECT,
  leaseForged: CONNECT,
  licenceMissing: "install this program again",
  clockBack: `set this computer's clock right, and ${CONNECT}`,
  notInstalled: "install this program again",
  otherProduct: "ask your administrator for this program's own product key",
  notChecked: "tell your administrator of the error",
};
