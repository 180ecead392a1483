/** Numbers of the DNS protocol that are used here, from the IANA registry "Domain Name System Parameters". */

export const RecordType = {
  A: 1,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  TSIG: 250,
} as const;

/** In a question: whatever is at the name (RFC 1035, 3.2.3). */
export const ANY_TYPE = 255;

export const RecordClass = { IN: 1, NONE: 254, ANY: 255 } as const;

export const Opcode = { QUERY: 0, UPDATE: 5 } as const;

/** Rcodes of a message, and from 16 on those of a TSIG record. */
export const Rcode = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  BADSIG: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADTRUNC: 22,
} as const;

/** `REFUSED`; for a number without a name here, `RCODE11`. */
export function rcodeName(rcode: number): string {
  return Object.entries(Rcode).find(([, number]) => number === rcode)?.[0] ?? `RCODE${rcode}`;
}

/** `SRV`; for a number without a name here, `TYPE99` (RFC 3597, 5). */
export function typeName(type: number): string {
  return Object.entries(RecordType).find(([, number]) => number === type)?.[0] ?? `TYPE${type}`;
}
