import type { FieldCode } from "./field_code.ts";

/** Remote procedure calls: other hosts and remote administration use them; kms speaks TCP on port 1688 and HTTPS. */
export const RPC_CODES: readonly FieldCode[] = [
  {
    code: 0x800706B5,
    name: "RPC_S_UNKNOWN_IF",
    text: "what answers by RPC does not offer what was asked for",
    remedy: "check name and port: another service listens there",
  },
  {
    code: 0x800706BB,
    name: "RPC_S_SERVER_TOO_BUSY",
    text: "the server is too busy",
    remedy: "try again later, and look at the load of the server",
  },
  {
    code: 0x800706BE,
    name: "RPC_S_CALL_FAILED",
    text: "the remote call broke off: it may or may not have been carried out",
    remedy: "look how things stand (kms /dlv), then try again",
  },
  {
    code: 0x800706BF,
    name: "RPC_S_CALL_FAILED_DNE",
    text: "the remote call failed and was not carried out",
    remedy: "try again",
  },
  {
    code: 0x800706D9,
    name: "EPT_S_NOT_REGISTERED",
    text:
      "the service is not registered with the RPC endpoint mapper: it or the firewall service does not run",
    remedy: "start the service and the firewall service; a kms host needs no endpoint mapper",
  },
  {
    code: 0x80070721,
    name: "RPC_S_SEC_PKG_ERROR",
    text: "the two sides of a remote call could not authenticate",
    remedy: "compare the clocks, and the account on both sides",
  },
];
