import type { FieldCode } from "./field_code.ts";

/** COM and WMI, over which other licensing is administered; kms uses neither. */
export const MANAGEMENT_CODES: readonly FieldCode[] = [
  {
    code: 0x80004002,
    name: "E_NOINTERFACE",
    text: "a component does not offer the interface that was asked for",
    remedy: "repair the program that the component belongs to",
  },
  {
    code: 0x80004005,
    name: "E_FAIL",
    text: "something failed, and the code does not say what",
    remedy: "look into the event log; kms /dlv shows how this computer stands",
  },
  {
    code: 0x8000FFFF,
    name: "E_UNEXPECTED",
    text: "something happened that the program does not provide for",
    remedy: "look into the event log, and try again after a restart",
  },
  {
    code: 0x80040154,
    name: "REGDB_E_CLASSNOTREG",
    text: "a component is not registered",
    remedy: "repair the program that the component belongs to",
  },
  {
    code: 0x80080005,
    name: "CO_E_SERVER_EXEC_FAILURE",
    text: "the program behind a component did not start",
    remedy: "restart the computer; if it goes on, repair that program",
  },
  {
    code: 0x80041001,
    name: "WBEM_E_FAILED",
    text: "a WMI call failed, and the code does not say why",
    remedy: "restart the WMI service, then check its repository: winmgmt /verifyrepository",
  },
  {
    code: 0x80041002,
    name: "WBEM_E_NOT_FOUND",
    text: "WMI has no such object",
    remedy: "check what was asked for; kms /dlv shows what is installed here",
  },
  {
    code: 0x80041003,
    name: "WBEM_E_ACCESS_DENIED",
    text: "the user may not do this by WMI",
    remedy: "use an account that may: an administrator's on the computer that is asked",
  },
  {
    code: 0x8004100E,
    name: "WBEM_E_INVALID_NAMESPACE",
    text: "WMI has no such namespace",
    remedy: "check its name, and the repository: winmgmt /verifyrepository",
  },
  {
    code: 0x80041010,
    name: "WBEM_E_INVALID_CLASS",
    text: "WMI has no such class",
    remedy:
      "the computer that is asked is of another version, or its repository is damaged: winmgmt /verifyrepository",
  },
  {
    code: 0x80041013,
    name: "WBEM_E_PROVIDER_LOAD_FAILURE",
    text: "WMI could not load what answers for the class",
    remedy: "repair the program that the class belongs to",
  },
  {
    code: 0x80041014,
    name: "WBEM_E_INITIALIZATION_FAILURE",
    text: "a part of WMI did not start",
    remedy: "restart the WMI service, then check its repository: winmgmt /verifyrepository",
  },
  {
    code: 0x80041017,
    name: "WBEM_E_INVALID_QUERY",
    text: "WMI cannot read the query; from a licensing script: the activation ID is mistyped",
    remedy: "type it again as /dlv shows it",
  },
];
