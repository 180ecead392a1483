import { concat } from "../../../src/protocol/bytes.ts";
import {
  encodeCertificateReply,
  encodeCertificateRequest,
} from "../../../src/protocol/certificate_exchange.ts";
import { encodeErrorFrame } from "../../../src/protocol/error_frame.ts";
import { decodeReply } from "../../../src/protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { damagedFrames, refusedStreams } from "./damaged_frames.ts";
import {
  authorityBytes,
  exampleBytes,
  sampleHost,
  sampleRequest,
  signedHost,
  signedReply,
} from "../samples/samples.ts";
import type { VectorFile } from "./format.ts";

/** frames.json (SPEC 2, 3, 4, 6, 7). */
export function frames(): VectorFile {
  return {
    about: "Frames of all five types, and streams of them",
    vectors: [
      ...requests(),
      ...replies(),
      ...certificateExchange(),
      ...errors(),
      ...streams(),
      ...damagedFrames(),
      ...refusedStreams(),
    ],
  };
}

function requests() {
  const request = (name: string, changes: Partial<ActivationRequest>) => {
    const value = sampleRequest(changes);
    return { name, kind: "request", frame: encodeRequest(value), value };
  };
  const extremes = {
    minutesLeft: 0xffffffff,
    clientTime: Number.MAX_SAFE_INTEGER,
    highestEpoch: 0xffffffff,
    authorityKeyId: 0xffffffff,
  };
  return [
    request("the worked example's request", {}),
    request("a request without a name, 91 bytes", { name: "" }),
    request("a request with a name of 63 bytes, 154 bytes", { name: "n".repeat(63) }),
    request("a name of four-byte characters", { name: "🖥".repeat(15) }),
    request("every flag set", { virtual: true, renewal: true, probe: true, ephemeral: true }),
    request("a virtual machine", { virtual: true }),
    request("a renewal", { renewal: true, licenceState: 1, minutesLeft: 250_000 }),
    request("a probe", { probe: true }),
    request("a short-lived machine", { ephemeral: true }),
    request("unlicensed", { licenceState: 0, minutesLeft: 0 }),
    request("notification", { licenceState: 5, minutesLeft: 0 }),
    request("a machine that tells no hardware", { hardware: new Uint8Array(16) }),
    request("the largest integers (the time: 2^53 - 1)", extremes),
    request("zeros", { minutesLeft: 0, clientTime: 0, highestEpoch: 0, nonce: new Uint8Array(16) }),
  ];
}

function replies() {
  const reply = (name: string, frame: Uint8Array) => {
    return { name, kind: "reply", frame, value: decodeReply(frame) };
  };
  const extremes = sampleHost({ groups: 0xffffffff, epoch: 0xffffffff, activationSequence: 0xffff });
  return [
    reply("the worked example's reply", signedReply()),
    reply(
      "count below the threshold",
      signedReply({ result: HResult.belowThreshold, count: 3, validity: 0 }),
    ),
    reply("try later", signedReply({ result: HResult.tryLater, validity: 0 })),
    reply("the answer to a probe", signedReply({ validity: 0 })),
    reply(
      "the largest integers",
      signedReply({ count: 0xffffffff, sequence: 0xffffffff }, signedHost(extremes)),
    ),
  ];
}

function certificateExchange() {
  const request = (name: string, authorityKeyId: number) => {
    const frame = encodeCertificateRequest(authorityKeyId);
    return { name, kind: "certificateRequest", frame, value: { authorityKeyId } };
  };
  return [
    request("a request for the current authority certificate", 0),
    request("a request for a certain authority certificate", 0xfedcba98),
    {
      name: "the worked example's authority certificate, delivered",
      kind: "certificateReply",
      frame: encodeCertificateReply(authorityBytes),
      value: { certificate: authorityBytes },
    },
  ];
}

function errors() {
  return [HResult.malformed, HResult.hostNotActivated].map((result) => ({
    name: `the error 0x${result.toString(16).toUpperCase()}`,
    kind: "error",
    frame: encodeErrorFrame(result),
    value: { result },
  }));
}

function streams() {
  const first = encodeCertificateRequest(0);
  const second = encodeRequest(sampleRequest());
  const longest = concat(Uint8Array.of(0, 248), exampleBytes("filler", 32), new Uint8Array(216));
  const shortest = Uint8Array.of(0, 2, 9, 9);
  const stream = (name: string, frames: Uint8Array[], rest = new Uint8Array(0)) => {
    return {
      name,
      kind: "stream",
      stream: concat(...frames, rest),
      value: { frames, unfinished: rest.length },
    };
  };
  return [
    stream("nothing", []),
    stream("two frames at once", [first, second]),
    stream("a frame and the beginning of another", [second], first.subarray(0, 5)),
    stream("one byte of a length field", [first], Uint8Array.of(0)),
    stream("the longest and the shortest frame that pass, whatever they hold", [longest, shortest]),
  ];
}
