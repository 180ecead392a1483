import type { FieldCode } from "./field_code.ts";

/** What licensing on the computer says of product keys, licences, Installation IDs and Confirmation IDs. */
export const LICENCE_CODES: readonly FieldCode[] = [
  {
    code: 0xC004E016,
    name: "SL_E_PKEY_INVALID_CONFIG",
    text: "the product key is not one for what is installed",
    remedy: "install a key of this product and edition: kms /ipk KEY",
  },
  {
    code: 0xC004F003,
    name: "SL_E_USE_LICENSE_NOT_INSTALLED",
    text: "a licence that is needed was not found",
    remedy: "activate: kms /ato",
  },
  {
    code: 0xC004F011,
    name: "SL_E_LICENSE_FILE_NOT_INSTALLED",
    text: "the licence file is not installed",
    remedy: "install it: kms /ilc FILE",
  },
  {
    code: 0xC004F017,
    name: "SL_E_PUBLISHING_LICENSE_NOT_INSTALLED",
    text: "the publisher's licence is not installed",
    remedy: "install the publisher's licence file: kms /ilc FILE",
  },
  {
    code: 0xC004F018,
    name: "SL_E_LICENSE_SERVER_URL_NOT_FOUND",
    text: "the licence names no activation service",
    remedy: "name it (kms /ato --authority URL), or activate by telephone: kms /dti, then kms /atp CID",
  },
  {
    code: 0xC004F01D,
    name: "SL_E_LICENSE_SIGNATURE_VERIFICATION_FAILED",
    text: "the signature of the licence does not verify",
    remedy: "get the file from the publisher again, and install it: kms /ilc FILE",
  },
  {
    code: 0xC004F022,
    name: "SL_E_LICENSE_AUTHORIZATION_FAILED",
    text: "the licence does not authorise this",
    remedy: "install the licence files again (kms /rilc), then kms /ato",
  },
  {
    code: 0xC004F027,
    name: "SL_E_TAMPER_DETECTED",
    text: "the licence was altered",
    remedy: "get the file from the publisher again, and install it: kms /ilc FILE",
  },
  {
    code: 0xC004F02F,
    name: "SL_E_CIDIID_INVALID_DATA_LENGTH",
    text: "the Confirmation ID has too few or too many digits",
    remedy: "type it again, block by block: kms /atp CID",
  },
  {
    code: 0xC004F031,
    name: "SL_E_CIDIID_MISMATCHED",
    text: "the Confirmation ID does not belong to the Installation ID",
    remedy: "read the Installation ID out again (kms /dti), and ask for a new Confirmation ID",
  },
  {
    code: 0xC004F033,
    name: "SL_E_PRODUCT_KEY_INSTALLATION_NOT_ALLOWED",
    text: "the product key may not be installed here",
    remedy: "install a key of this product and edition: kms /ipk KEY; the event log says more",
  },
  {
    code: 0xC004F034,
    name: "SL_E_EUL_NOT_AVAILABLE",
    text: "the licence was not found or is not valid",
    remedy: "install a key of this product and edition (kms /ipk KEY), then kms /ato",
  },
  {
    code: 0xC004F035,
    name: "SL_E_VL_NOT_WINDOWS_SLP",
    text: "a volume key of an upgrade edition, on a computer whose firmware holds no qualifying licence",
    remedy: "use a key of another kind: kms /ipk KEY",
  },
  {
    code: 0xC004F04D,
    name: "SL_E_CIDIID_INVALID_CHECK_DIGITS",
    text: "a check digit of the Installation ID or Confirmation ID is wrong",
    remedy: "type it again, block by block: kms /atp CID names the block that is misread",
  },
  {
    code: 0xC004F057,
    name: "SL_E_SLP_MISSING_ACPI_SLIC",
    text: "the computer's firmware lacks a licence that the product key counts on",
    remedy: "use a key of another kind: kms /ipk KEY",
  },
  {
    code: 0xC004F061,
    name: "SL_E_PKEY_INVALID_UPGRADE",
    text: "the product key is good for an upgrade alone, not for a new installation",
    remedy: "upgrade from an earlier version, or install a full key: kms /ipk KEY",
  },
  {
    code: 0xC004F069,
    name: "SL_E_MISMATCHED_PRODUCT_SKU",
    text: "the product key is one of another product or edition",
    remedy: "install a key of what is installed: kms /ipk KEY; kms /dlv shows it",
  },
  {
    code: 0xC004F06B,
    name: "SL_E_VL_KEY_MANAGEMENT_SERVICE_VM_NOT_SUPPORTED",
    text: "the KMS host runs in a virtual machine, which this kind of host does not support",
    remedy: "run the host on a physical computer",
  },
  {
    code: 0xC004F07D,
    name: "SL_E_INVALID_PRODUCT_KEY_TYPE",
    text: "the product key is not one for this kind of activation",
    remedy: "install a host key on a host and a client key on a client: kms /ipk KEY",
  },
  {
    code: 0xC004F07E,
    name: "SL_E_CIDIID_MISMATCHED_PKEY",
    text: "the Installation ID or Confirmation ID belongs to another product key",
    remedy: "begin again with the key that is installed now: kms /dti, then kms /atp CID",
  },
  {
    code: 0xC004F081,
    name: "SL_E_VL_AD_AO_NOT_FOUND",
    text: "the Active Directory activation object was not found or is not valid",
    remedy: "activate through a KMS host: kms /skms HOST[:PORT], then kms /ato",
  },
  {
    code: 0xC004F210,
    name: "SL_E_EDITION_MISMATCHED",
    text: "the licence is one for another edition",
    remedy: "install the edition that is licensed, or a key of the one installed: kms /ipk KEY",
  },
  {
    code: 0xC004F213,
    name: "SL_E_NO_PRODUCT_KEY_FOUND",
    text: "no product key was found on the computer",
    remedy: "install one: kms /ipk KEY",
  },
];
