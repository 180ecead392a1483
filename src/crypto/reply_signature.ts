import { REPLY_BODY_BYTES } from "../protocol/reply.ts";
import { concat } from "../protocol/bytes.ts";
import { type SigningKey, verifySignature } from "./ed25519.ts";
import { sha256 } from "./hash.ts";

/** The whole reply frame: `body` (bytes 0 to 167) and the host's signature that ties it to this very request (SPEC 4). */
export function signReply(
  body: Uint8Array,
  requestFrame: Uint8Array,
  hostKey: SigningKey,
): Uint8Array<ArrayBuffer> {
  return concat(body, hostKey.sign("VA1-reply", sha256(requestFrame), body));
}

/** Whether `replyFrame` (232 bytes) is the answer of the holder of `hostPublicKey` to `requestFrame`. */
export function verifyReply(
  replyFrame: Uint8Array,
  requestFrame: Uint8Array,
  hostPublicKey: Uint8Array,
): boolean {
  const body = replyFrame.subarray(0, REPLY_BODY_BYTES);
  const signature = replyFrame.subarray(REPLY_BODY_BYTES);
  return verifySignature("VA1-reply", concat(sha256(requestFrame), body), signature, hostPublicKey);
}
