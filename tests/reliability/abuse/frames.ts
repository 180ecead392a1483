import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";

/** The request of a computer that is known by its number alone, its clock at `now` milliseconds. */
export function forgedFrame(
  productId: Uint8Array,
  n: number,
  now: number,
  changes: Partial<ActivationRequest> = {},
): Uint8Array<ArrayBuffer> {
  const identity = new Uint8Array(16).fill(1);
  new DataView(identity.buffer).setUint32(0, n + 1);
  return encodeRequest({
    virtual: false,
    renewal: false,
    probe: false,
    ephemeral: false,
    licenceState: 2,
    minutesLeft: 1000,
    clientTime: Math.floor(now / 1000),
    machineId: identity,
    hardware: identity,
    productId,
    nonce: crypto.getRandomValues(new Uint8Array(16)),
    highestEpoch: 1,
    authorityKeyId: 0,
    name: `computer-${n}`,
    ...changes,
  });
}

export function resultIn(reply: Uint8Array): number {
  return new DataView(reply.buffer, reply.byteOffset).getUint32(4);
}
