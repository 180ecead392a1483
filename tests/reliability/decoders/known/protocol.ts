import {
  decodeAuthorityCertificate,
  encodeAuthorityCertificate,
} from "../../../../src/protocol/authority_certificate.ts";
import {
  concat,
  equalBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
} from "../../../../src/protocol/bytes.ts";
import {
  decodeCertificateReply,
  decodeCertificateRequest,
  encodeCertificateReply,
  encodeCertificateRequest,
} from "../../../../src/protocol/certificate_exchange.ts";
import { decodeErrorFrame, encodeErrorFrame } from "../../../../src/protocol/error_frame.ts";
import { FrameReader, MAX_FRAME_BYTES } from "../../../../src/protocol/frame.ts";
import { decodeHostCertificate, encodeHostCertificate } from "../../../../src/protocol/host_certificate.ts";
import { decodeMachineName, encodeMachineName } from "../../../../src/protocol/machine_name.ts";
import { decodeReply, encodeReplyBody } from "../../../../src/protocol/reply.ts";
import { decodeRequest, encodeRequest } from "../../../../src/protocol/request.ts";
import { framesIn } from "../../../support/frames_in.ts";
import { authorityBytes, sampleRequest, signedHost, signedReply } from "../../../support/samples/samples.ts";
import { bytesOf, type Decoder, promise, textDecoder, unlessRefused } from "../decoder.ts";

const request = encodeRequest(sampleRequest());
const requests = [
  request,
  encodeRequest(sampleRequest({ name: "", virtual: true, ephemeral: true })),
  encodeRequest(sampleRequest({ name: "é".repeat(31) })),
];
const replies = [signedReply(), signedReply({ result: 0xC004F038, validity: 0 })];
const certificateReply = encodeCertificateReply(authorityBytes);

/** One whose values are written in one way alone. `inexact`: what of them is not kept to the last bit. */
function layout<T>(
  name: string,
  samples: readonly Uint8Array[],
  decode: (bytes: Uint8Array) => T,
  encode: (value: T) => Uint8Array,
  { inexact = () => false, repair = withLength }: {
    inexact?: (value: T) => boolean;
    repair?: (bytes: Uint8Array) => Uint8Array;
  } = {},
): Decoder {
  return {
    name,
    samples,
    share: 8,
    repair,
    read: (input) => {
      const value = unlessRefused(() => decode(input));
      if (value === undefined || inexact(value)) return value !== undefined;
      promise(equalBytes(encode(value), input), "what was accepted is written in another way");
      return true;
    },
  };
}

/** The frame's length field says what it should. */
function withLength(frame: Uint8Array): Uint8Array {
  if (frame.length < 4) return frame;
  const copy = new Uint8Array(frame);
  new DataView(copy.buffer).setUint16(0, copy.length - 2);
  return copy;
}

function withBothLengths(frame: Uint8Array): Uint8Array {
  const copy = withLength(frame);
  if (copy.length > 90) copy[90] = copy.length - 91;
  return copy;
}

const framing: Decoder = {
  name: "stream of frames",
  samples: [concat(request, replies[0]!), concat(certificateReply, encodeErrorFrame(7), request)],
  share: 3,
  read: (input) => {
    const whole = framesOf([input]);
    const parts = framesOf([input.subarray(0, 3), input.subarray(3, 100), input.subarray(100)]);
    promise(equalBytes(concat(...whole.frames), concat(...parts.frames)), "other chunks, other frames");
    promise(
      equalBytes(concat(...whole.frames), input.subarray(0, concat(...whole.frames).length)),
      "frames are not what came",
    );
    promise(
      whole.frames.every(({ length }) => length >= 4 && length <= MAX_FRAME_BYTES),
      "a frame of another length",
    );
    return !whole.broken;
  },
};

function framesOf(chunks: readonly Uint8Array[]): { frames: Uint8Array[]; broken: boolean } {
  const reader = new FrameReader();
  const frames: Uint8Array[] = [];
  const done = unlessRefused(() => {
    for (const chunk of chunks) for (const frame of framesIn(reader, chunk)) frames.push(frame);
    return true;
  });
  return { frames, broken: done === undefined };
}

export const PROTOCOL: readonly Decoder[] = [
  layout("request", requests, decodeRequest, encodeRequest, {
    inexact: ({ clientTime }) => clientTime > Number.MAX_SAFE_INTEGER,
    repair: withBothLengths,
  }),
  layout(
    "reply",
    replies,
    decodeReply,
    (reply) => concat(encodeReplyBody(reply, encodeHostCertificate(reply.certificate)), reply.signature),
    {
      inexact: ({ issued }) => issued > Number.MAX_SAFE_INTEGER,
    },
  ),
  layout(
    "certificate request",
    [encodeCertificateRequest(0), encodeCertificateRequest(7)],
    decodeCertificateRequest,
    encodeCertificateRequest,
  ),
  layout("certificate reply", [certificateReply], decodeCertificateReply, encodeCertificateReply),
  layout("error frame", [encodeErrorFrame(0xC004F041)], decodeErrorFrame, encodeErrorFrame),
  layout(
    "host certificate",
    [encodeHostCertificate(signedHost())],
    decodeHostCertificate,
    encodeHostCertificate,
    { repair: (bytes) => bytes.subarray(0, 132) },
  ),
  layout("authority certificate", [authorityBytes], decodeAuthorityCertificate, encodeAuthorityCertificate, {
    repair: (bytes) => bytes.subarray(0, 190),
  }),
  layout("machine name", [bytesOf("büro-07"), bytesOf("")], decodeMachineName, encodeMachineName, {
    inexact: (name) => bytesOf(name).length > 63,
    repair: (bytes) => bytes,
  }),
  framing,
  textDecoder({
    name: "base64url",
    samples: [toBase64Url(request), "", "AA"],
    read: (text) => {
      const bytes = unlessRefused(() => fromBase64Url(text, "text"));
      if (bytes !== undefined) promise(toBase64Url(bytes) === text, "bytes are written in another way");
      return bytes !== undefined;
    },
  }),
  textDecoder({
    name: "hexadecimal",
    samples: [toHex(request.subarray(0, 16)), "AB".repeat(16)],
    read: (text) => {
      const bytes = unlessRefused(() => fromHex(text, 16, "text"));
      if (bytes !== undefined) {
        promise(toHex(bytes) === text.toLowerCase(), "bytes are written in another way");
      }
      return bytes !== undefined;
    },
  }),
];
