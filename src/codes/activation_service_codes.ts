import type { FieldCode } from "./field_code.ts";

/** What activation services answer, 0xC004B... and 0xC004C...: to hosts, and to computers with a key of their own. */
export const ACTIVATION_SERVICE_CODES: readonly FieldCode[] = [
  {
    code: 0xC004B001,
    name: "SL_E_SRV_INVALID_PUBLISH_LICENSE",
    text: "the activation service does not accept the licence",
    remedy: "install the licence files again (kms /rilc), then kms /ato",
  },
  {
    code: 0xC004B007,
    name: "SL_E_SRV_SERVER_PONG",
    text: "the computer could not connect to the activation service",
    remedy: "check network, proxy and firewall, or activate by telephone: kms /dti, then kms /atp CID",
  },
  {
    code: 0xC004B011,
    name: "SL_E_SRV_CLIENT_CLOCK_OUT_OF_SYNC",
    text: "the activation service finds this computer's clock wrong",
    remedy: "set the clock, then kms /ato",
  },
  {
    code: 0xC004B100,
    name: "SL_E_SRV_GENERAL_ERROR",
    text: "the activation service could not activate the computer",
    remedy: "compare the key with the one that you were given; if it is right, ask its publisher",
  },
  {
    code: 0xC004C001,
    name: "SL_E_CHPA_PRODUCT_KEY_OUT_OF_RANGE",
    text: "the activation service does not take the product key for one of its own",
    remedy: "compare the key with the one that you were given: kms /ipk KEY",
  },
  {
    code: 0xC004C003,
    name: "SL_E_CHPA_PRODUCT_KEY_BLOCKED",
    text: "the activation service has blocked the product key",
    remedy: "ask the publisher why, or for another key",
  },
  {
    code: 0xC004C004,
    name: "SL_E_CHPA_INVALID_PRODUCT_KEY",
    text: "the activation service finds the product key not valid",
    remedy: "compare the key with the one that you were given: kms /ipk KEY",
  },
  {
    code: 0xC004C00C,
    name: "SL_E_CHPA_SYSTEM_ERROR",
    text: "the activation service met an error of its own",
    remedy: "try again later, and tell the publisher",
  },
  {
    code: 0xC004C016,
    name: "SL_E_CHPA_OEM_SLP_COA0",
    text: "the product key cannot be activated online",
    remedy: "activate by telephone (kms /dti, then kms /atp CID), or install a volume key: kms /ipk KEY",
  },
  {
    code: 0xC004C017,
    name: "SL_E_CHPA_PRODUCT_KEY_BLOCKED_IPLOCATION",
    text: "the product key is blocked for the part of the world that the computer is in",
    remedy: "ask the publisher for a key that holds there",
  },
  {
    code: 0xC004C020,
    name: "SL_E_CHPA_DMAK_LIMIT_EXCEEDED",
    text: "the multiple activation key has no activation left",
    remedy: "ask whoever issued the key to raise its limit, or let a KMS host activate the computer",
  },
  {
    code: 0xC004C021,
    name: "SL_E_CHPA_DMAK_EXTENSION_LIMIT_EXCEEDED",
    text: "the multiple activation key has used up the extension of its limit as well",
    remedy: "ask whoever issued the key for another, or let a KMS host activate the computer",
  },
  {
    code: 0xC004C031,
    name: "SL_E_CHPA_TIMEBASED_ACTIVATION_AFTER_END_DATE",
    text: "the product key's time is over",
    remedy: "ask the publisher for a key that is in force",
  },
  {
    code: 0xC004C050,
    name: "SL_E_CHPA_GENERAL_ERROR",
    text: "the activation service met an error that it does not name",
    remedy: "try again later, and tell the publisher",
  },
  {
    code: 0xC004C060,
    name: "SL_E_CHPA_DYNAMICALLY_BLOCKED_PRODUCT_KEY",
    text: "the activation service has blocked the product key by a rule",
    remedy: "ask the publisher why, or for another key",
  },
  {
    code: 0xC004FC03,
    name: "E_RM_UNKNOWN_ERROR",
    text: "the network failed during online activation",
    remedy: "check network, proxy and firewall, or activate by telephone: kms /dti, then kms /atp CID",
  },
];
