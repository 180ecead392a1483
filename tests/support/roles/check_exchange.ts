import {
  decodeAuthorityCertificate,
  type SignedAuthorityCertificate,
} from "../../../src/protocol/authority_certificate.ts";
import { toHex } from "../../../src/protocol/bytes.ts";
import { DecodeError, type DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { decodeReply, type Reply } from "../../../src/protocol/reply.ts";
import { decodeRequest } from "../../../src/protocol/request.ts";
import {
  authorityCertificateFault,
  authorityKeyId,
  type CertificateFault,
  coversGroup,
  dateFault,
  hostCertificateFault,
} from "../../../src/crypto/certificates.ts";
import { decodeLicenceFile, type LicenceFile } from "../../../src/crypto/licence_file.ts";
import { verifyReply } from "../../../src/crypto/reply_signature.ts";

export type ExchangeFault =
  | DecodeProblem
  | CertificateFault
  | "productNotCovered"
  | "replySignature"
  | "issuedOutsideCertificate"
  | "clockOff";

/** What a client makes of a reply: the result that holds and the lease in minutes, or the check that failed and why. */
export type ExchangeOutcome =
  | { readonly result: number; readonly lease: number }
  | { readonly step: number; readonly fault: string };

export interface Exchange {
  readonly licence: string;
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  readonly authorityCertificate: Uint8Array;
  readonly clock: number;
}

const CLOCK_TOLERANCE = 4 * 3600;
const LONGEST_LEASE = 180 * 1440;

/** The checks of SPEC 9, in their order, put together from src/crypto with nothing added but what each compares. */
export function checkExchange(exchange: Exchange): ExchangeOutcome {
  const licence = decodeLicenceFile(exchange.licence);
  const decoded = decodeBoth(exchange);
  if ("fault" in decoded) return { step: 1, fault: decoded.fault };
  const { reply, authority } = decoded;
  const fault = (step: number, found: ExchangeFault | undefined) => found && { step, fault: found };
  return fault(2, authorityFault(authority, reply, licence, exchange.clock)) ??
    fault(3, hostFault(reply, authority, coveredGroup(exchange.request, licence), exchange.clock)) ??
    fault(4, replyFault(exchange, reply)) ??
    fault(5, clockFault(reply, authority, exchange.clock)) ??
    { result: reply.result, lease: Math.min(reply.validity, LONGEST_LEASE) };
}

type Decoded = { reply: Reply; authority: SignedAuthorityCertificate } | { fault: DecodeProblem };

function decodeBoth({ reply, authorityCertificate }: Exchange): Decoded {
  try {
    return { reply: decodeReply(reply), authority: decodeAuthorityCertificate(authorityCertificate) };
  } catch (error) {
    if (error instanceof DecodeError) return { fault: error.problem };
    throw error;
  }
}

function authorityFault(
  authority: SignedAuthorityCertificate,
  { certificate }: Reply,
  { roots }: LicenceFile,
  clock: number,
): ExchangeFault | undefined {
  const fault = authorityCertificateFault(authority, roots) ?? dateFault(authority, clock / 60);
  if (fault !== undefined) return fault;
  return certificate.authorityKeyId === authorityKeyId(authority.publicKey) ? undefined : "anotherAuthority";
}

/** `group`: that of the product asked for, or undefined for a product that the licence file does not list. */
function hostFault(
  { certificate, result }: Reply,
  authority: SignedAuthorityCertificate,
  group: number | undefined,
  clock: number,
): ExchangeFault | undefined {
  const fault = hostCertificateFault(certificate, authority) ?? dateFault(certificate, clock / 60);
  if (fault !== undefined || result !== 0) return fault;
  return group !== undefined && coversGroup(certificate, group) ? undefined : "productNotCovered";
}

function coveredGroup(request: Uint8Array, { payload }: LicenceFile): number | undefined {
  const id = toHex(decodeRequest(request).productId);
  return payload.products.find((product) => product.id === id)?.group;
}

function replyFault({ request, reply }: Exchange, { certificate }: Reply): ExchangeFault | undefined {
  return verifyReply(reply, request, certificate.publicKey) ? undefined : "replySignature";
}

function clockFault(
  { certificate, issued }: Reply,
  authority: SignedAuthorityCertificate,
  clock: number,
): ExchangeFault | undefined {
  const outside = [authority, certificate].some((dates) => dateFault(dates, issued / 60) !== undefined);
  if (outside) return "issuedOutsideCertificate";
  return Math.abs(issued - clock) <= CLOCK_TOLERANCE ? undefined : "clockOff";
}
