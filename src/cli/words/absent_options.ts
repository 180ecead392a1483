const NO_DIRECTORY = "activation by a directory does not exist here: clients activate at a KMS host";
const NO_TOKENS = "activation by token does not exist here: clients activate at a KMS host";

/** slmgr's options that make no sense here, and why. */
export const ABSENT_OPTIONS: Readonly<Record<string, string>> = {
  "rearm-app": "a state folder has one product: /rearm",
  "rearm-sku": "a state folder has one product: /rearm",
  "ad-activation-online": NO_DIRECTORY,
  "ad-activation-get-iid": NO_DIRECTORY,
  "ad-activation-apply-cid": NO_DIRECTORY,
  "ao-list": NO_DIRECTORY,
  "del-ao": NO_DIRECTORY,
  "lil": NO_TOKENS,
  "ril": NO_TOKENS,
  "ltc": NO_TOKENS,
  "fta": NO_TOKENS,
  "stao": NO_TOKENS,
  "ctao": NO_TOKENS,
};
