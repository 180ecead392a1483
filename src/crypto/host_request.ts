import type { ActivateRequest } from "../protocol/activation_service.ts";
import { ByteWriter, concat, fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { domainBytes, type SigningKey, verifySignature } from "./ed25519.ts";
import { equalSecrets, hmacSha256 } from "./hash.ts";

/** What a host says of itself when it asks its authority for activation, as bytes. */
export interface HostRequest {
  readonly serial: number;
  readonly hardware: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly challenge: Uint8Array;
  readonly proof: Uint8Array;
  readonly signature: Uint8Array;
}

/** The body of an activation request: proves the product key's secret and the host key without sending either. */
export function createHostRequest(
  host: {
    readonly serial: number;
    readonly hardware: Uint8Array;
    readonly secret: Uint8Array;
    readonly hostKey: SigningKey;
  },
  challenge: Uint8Array,
): ActivateRequest {
  const publicKey = host.hostKey.publicKey;
  const message = messageOf({ serial: host.serial, hardware: host.hardware, publicKey, challenge });
  return {
    serial: host.serial,
    hardware: toBase64Url(host.hardware),
    publicKey: toBase64Url(publicKey),
    challenge: toBase64Url(challenge),
    proof: toBase64Url(hmacSha256(host.secret, domainBytes("VA1-hostreq"), message)),
    signature: toBase64Url(host.hostKey.sign("VA1-hostreq", message)),
  };
}

/** Throws DecodeError. */
export function decodeHostRequest(body: ActivateRequest): HostRequest {
  const what = "activation request";
  return {
    serial: body.serial,
    hardware: sized(body.hardware, 8, `${what} hardware`),
    publicKey: sized(body.publicKey, 32, `${what} public key`),
    challenge: fromBase64Url(body.challenge, `${what} challenge`),
    proof: sized(body.proof, 32, `${what} proof`),
    signature: sized(body.signature, 64, `${what} signature`),
  };
}

/** Whether the sender holds the product key with this secret, and the host key that it names. */
export function verifyHostRequest(request: HostRequest, secret: Uint8Array): boolean {
  const message = messageOf(request);
  const proof = hmacSha256(secret, domainBytes("VA1-hostreq"), message);
  return equalSecrets(proof, request.proof) &&
    verifySignature("VA1-hostreq", message, request.signature, request.publicKey);
}

function messageOf(
  request: Pick<HostRequest, "serial" | "hardware" | "publicKey" | "challenge">,
): Uint8Array {
  const serial = new ByteWriter(4).u32(request.serial).bytes;
  return concat(request.challenge, serial, request.hardware, request.publicKey);
}

function sized(text: string, length: number, what: string): Uint8Array {
  const bytes = fromBase64Url(text, what);
  if (bytes.length !== length) {
    throw new DecodeError(what, "length", `expected ${length} bytes, got ${bytes.length}`);
  }
  return bytes;
}
