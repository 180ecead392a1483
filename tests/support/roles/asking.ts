import assert from "node:assert/strict";
import { answerFrame } from "../../../src/host/service.ts";
import { verifyReply } from "../../../src/crypto/reply_signature.ts";
import type { Host } from "../../../src/host/host.ts";
import { decodeErrorFrame } from "../../../src/protocol/error_frame.ts";
import { frameType, Type } from "../../../src/protocol/frame.ts";
import { decodeReply, type Reply } from "../../../src/protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import { requestOf } from "../counting.ts";
import type { TestHost } from "./test_host.ts";

/** The frame of a computer's request for the publisher's product that is activated from the first computer on. */
export function frameOf(
  { publisher, time }: Pick<TestHost, "publisher" | "time">,
  computer: string,
  changes: Partial<ActivationRequest> = {},
): Uint8Array<ArrayBuffer> {
  return encodeRequest(
    requestOf(computer, time.now(), { productId: publisher.productId("Lone"), ...changes }),
  );
}

/** The host's reply to a frame, whose signature is checked. */
export async function replyTo(host: Host, frame: Uint8Array): Promise<Reply> {
  const answer = await answerFrame(host, frame, "192.0.2.1");
  assert.equal(frameType(answer.frame), Type.reply, `the answer is ${answer.frame}`);
  assert.equal(answer.close, false);
  const reply = decodeReply(answer.frame);
  assert.ok(verifyReply(answer.frame, frame, reply.certificate.publicKey), "the signature does not verify");
  return reply;
}

export async function ask(
  made: TestHost,
  computer: string,
  changes: Partial<ActivationRequest> = {},
): Promise<Reply> {
  return await replyTo(made.host, frameOf(made, computer, changes));
}

/** The code of the error frame that the host answers with. */
export async function errorFrom(host: Host, frame: Uint8Array): Promise<{ code: number; close: boolean }> {
  const answer = await answerFrame(host, frame, "192.0.2.1");
  return { code: decodeErrorFrame(answer.frame), close: answer.close };
}
