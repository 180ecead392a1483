import type { FieldCode } from "./field_code.ts";

/** Connections: from the client to its host, and whatever else goes over TCP. */
export const NETWORK_CODES: readonly FieldCode[] = [
  {
    code: 0x80070035,
    name: "ERROR_BAD_NETPATH",
    text: "the network path was not found",
    remedy: "check the computer's name, that it runs, and the firewall on the way",
  },
  {
    code: 0x800704C9,
    name: "ERROR_CONNECTION_REFUSED",
    text: "the other computer refused the connection",
    remedy: "start the host (kms serve), and compare the port: kms /skms HOST[:PORT]",
  },
  {
    code: 0x800704CF,
    name: "ERROR_NETWORK_UNREACHABLE",
    text: "the network cannot be reached",
    remedy: "check cable, address and gateway of this computer",
  },
  {
    code: 0x800704D0,
    name: "ERROR_HOST_UNREACHABLE",
    text: "the other computer cannot be reached",
    remedy: "check that it runs, and the routes and firewalls on the way",
  },
  {
    code: 0x800705B4,
    name: "ERROR_TIMEOUT",
    text: "the operation took longer than it may",
    remedy: "check the network and the load of the other computer, and try again",
  },
  {
    code: 0x8007271D,
    name: "WSAEACCES",
    text: "the system does not allow the address or port",
    remedy: "choose another port (kms /sprt PORT), or run as a user who may listen there",
  },
  {
    code: 0x80072740,
    name: "WSAEADDRINUSE",
    text: "the port is in use",
    remedy: "end the program that has it, or choose another: kms /sprt PORT",
  },
  {
    code: 0x80072741,
    name: "WSAEADDRNOTAVAIL",
    text: "the address is not one of this computer's",
    remedy: "listen on one that it has: kms serve --listen ADDR",
  },
  {
    code: 0x80072743,
    name: "WSAENETUNREACH",
    text: "there is no route to the network",
    remedy: "check cable, address and gateway of this computer",
  },
  {
    code: 0x80072746,
    name: "WSAECONNRESET",
    text: "the other side ended the connection",
    remedy: "see that a KMS host of this publisher listens there: kms /skms HOST[:PORT]",
  },
  {
    code: 0x8007274C,
    name: "WSAETIMEDOUT",
    text: "the other side did not answer in time",
    remedy: "check the name (kms /skms HOST[:PORT]) and the firewalls on the way: TCP port 1688",
  },
  {
    code: 0x8007274D,
    name: "WSAECONNREFUSED",
    text: "nothing listens at that address and port",
    remedy: "start the host (kms serve), and compare the port: kms /skms HOST[:PORT]",
  },
  {
    code: 0x80072751,
    name: "WSAEHOSTUNREACH",
    text: "there is no route to the host",
    remedy: "check that it runs, and the routes and firewalls on the way",
  },
  {
    code: 0x80072AF9,
    name: "WSAHOST_NOT_FOUND",
    text: "no computer of that name is known",
    remedy: "check the spelling (kms /skms HOST[:PORT]) and the DNS server",
  },
  {
    code: 0x80072AFA,
    name: "WSATRY_AGAIN",
    text: "the name could not be looked up at the moment",
    remedy: "check the DNS server, and try again",
  },
  {
    code: 0x80072AFC,
    name: "WSANO_DATA",
    text: "the name exists, but has no address",
    remedy: "give it an address record in DNS, or use another name: kms /skms HOST[:PORT]",
  },
];
