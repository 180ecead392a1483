import { checkReply } from "../../../../src/client/check.ts";
import { exchange } from "../../../../src/client/exchange.ts";
import { AUTHORITY_CERTIFICATE_BYTES } from "../../../../src/protocol/authority_certificate.ts";
import { concat, equalBytes } from "../../../../src/protocol/bytes.ts";
import { encodeCertificateReply } from "../../../../src/protocol/certificate_exchange.ts";
import { encodeErrorFrame } from "../../../../src/protocol/error_frame.ts";
import { REPLY_BYTES } from "../../../../src/protocol/reply.ts";
import { encodeRequest } from "../../../../src/protocol/request.ts";
import { FakeTime } from "../../../support/fakes/fake_time.ts";
import { sampleProduct } from "../../../support/samples/sample_licence.ts";
import {
  authorityBytes,
  NOW,
  rootPublicKeys,
  sampleRequest,
  signedReply,
} from "../../../support/samples/samples.ts";
import { type Decoder, promise, unlessRejected } from "../decoder.ts";

const request = encodeRequest(sampleRequest());
const reply = signedReply();
const certificateReply = encodeCertificateReply(authorityBytes);

const context = { roots: rootPublicKeys, product: sampleProduct(), now: NOW * 1000 };
const sound = concat(request, reply, authorityBytes);

/** What a client makes of an answer: request, reply and authority certificate one behind the other. */
const checked: Decoder = {
  name: "reply that is checked",
  samples: [sound],
  share: 0.3,
  read: (input) => {
    const [replyAt, certificateAt] = [request.length, request.length + REPLY_BYTES];
    const found = checkReply({
      request: input.subarray(0, replyAt),
      reply: input.subarray(replyAt, certificateAt),
      authorityCertificate: input.subarray(certificateAt),
    }, context);
    promise(found.kind === "fault" || equalBytes(input, sound), "it is taken for sound");
    return found.kind !== "fault";
  },
};

/** What a client reads from whoever answers at a host's port. */
const answered: Decoder = {
  name: "answers at a host's port",
  samples: [concat(reply, certificateReply), encodeErrorFrame(0xC004F041)],
  share: 0.5,
  read: async (input) => {
    const chunks = [input.subarray(0, REPLY_BYTES), input.subarray(REPLY_BYTES)];
    const connection = {
      remoteAddress: "192.0.2.1",
      read: () => Promise.resolve(chunks.shift() ?? null),
      write: () => Promise.resolve(),
      close: () => {},
    };
    const time = new FakeTime(0);
    const found = await unlessRejected(() => exchange({ connection, timer: time }, request, [], 10_000));
    if (found?.kind === "answered") {
      promise(
        found.frames.authorityCertificate.length === AUTHORITY_CERTIFICATE_BYTES,
        "a certificate of another length",
      );
    }
    return found !== undefined;
  },
};

export const ANSWERS: readonly Decoder[] = [checked, answered];
