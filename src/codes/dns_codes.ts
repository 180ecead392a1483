import type { FieldCode } from "./field_code.ts";

/** Looking for a host in DNS, and publishing one there. */
export const DNS_CODES: readonly FieldCode[] = [
  {
    code: 0x8007007B,
    name: "ERROR_INVALID_NAME",
    text: "a name is malformed; from a client: no host was found in DNS",
    remedy:
      "check the name (kms /skms HOST[:PORT]), or what is published (nslookup -type=srv _volact._tcp.DOMAIN)",
  },
  {
    code: 0x80072329,
    name: "DNS_ERROR_RCODE_FORMAT_ERROR",
    text: "the DNS server could not read the query or the update",
    remedy: "look for a firewall or proxy that alters DNS; until then name the host: kms /skms HOST[:PORT]",
  },
  {
    code: 0x8007232A,
    name: "DNS_ERROR_RCODE_SERVER_FAILURE",
    text: "the DNS server failed to answer",
    remedy: "check the DNS server and its forwarders; until then name the host: kms /skms HOST[:PORT]",
  },
  {
    code: 0x8007232B,
    name: "DNS_ERROR_RCODE_NAME_ERROR",
    text: "the DNS name does not exist",
    remedy:
      "look it up (nslookup -type=srv _volact._tcp.DOMAIN), ask in another domain (kms /skms-domain DOMAIN), or name the host: kms /skms HOST[:PORT]",
  },
  {
    code: 0x8007232C,
    name: "DNS_ERROR_RCODE_NOT_IMPLEMENTED",
    text: "the DNS server does not do what it was asked, such as a dynamic update",
    remedy: "add the SRV record _volact._tcp by hand, or publish in a zone that takes updates",
  },
  {
    code: 0x8007232D,
    name: "DNS_ERROR_RCODE_REFUSED",
    text: "the DNS server refused the query or the update",
    remedy: "allow the host to update the zone, or add the SRV record _volact._tcp by hand",
  },
  {
    code: 0x80072331,
    name: "DNS_ERROR_RCODE_NOTAUTH",
    text: "the DNS server is not authoritative for the zone, or does not accept the sender of the update",
    remedy: "send updates to the zone's primary server, signed with a key that it knows",
  },
  {
    code: 0x80072332,
    name: "DNS_ERROR_RCODE_NOTZONE",
    text: "a name in the DNS update lies outside the zone",
    remedy: "compare the domain that the host is published in with the zone",
  },
  {
    code: 0x80072338,
    name: "DNS_ERROR_RCODE_BADSIG",
    text: "the signature of a DNS message does not verify",
    remedy: "compare the host's TSIG secret with that of the DNS server",
  },
  {
    code: 0x80072339,
    name: "DNS_ERROR_RCODE_BADKEY",
    text: "the DNS server does not know the key that a message is signed with",
    remedy: "compare name and algorithm of the host's TSIG key with those on the DNS server",
  },
  {
    code: 0x8007233A,
    name: "DNS_ERROR_RCODE_BADTIME",
    text: "the signature of a DNS message is not of this time",
    remedy: "set the clocks of the host and of the DNS server",
  },
  {
    code: 0x8007251D,
    name: "DNS_INFO_NO_RECORDS",
    text: "the DNS name has no record of the kind that was asked for",
    remedy:
      "look it up (nslookup -type=srv _volact._tcp.DOMAIN), ask in another domain (kms /skms-domain DOMAIN), or name the host: kms /skms HOST[:PORT]",
  },
  {
    code: 0x8007251E,
    name: "DNS_ERROR_BAD_PACKET",
    text: "a DNS message is malformed",
    remedy: "look for a firewall or proxy that alters DNS; until then name the host: kms /skms HOST[:PORT]",
  },
  {
    code: 0x8007267C,
    name: "DNS_ERROR_NO_DNS_SERVERS",
    text: "no DNS server is set on this computer",
    remedy: "set one in the system's network settings, or name the host: kms /skms HOST[:PORT]",
  },
  {
    code: 0x80092328,
    name: null,
    text: "the DNS name does not exist",
    remedy:
      "look it up (nslookup -type=srv _volact._tcp.DOMAIN), ask in another domain (kms /skms-domain DOMAIN), or name the host: kms /skms HOST[:PORT]",
  },
];
