import { concat } from "../../../src/protocol/bytes.ts";
import {
  encodeCertificateReply,
  encodeCertificateRequest,
} from "../../../src/protocol/certificate_exchange.ts";
import type { DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { encodeErrorFrame } from "../../../src/protocol/error_frame.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";
import { patched } from "../samples/damage.ts";
import { authorityBytes, sampleRequest, signedReply } from "../samples/samples.ts";
import type { Refused } from "./format.ts";

type Damage = readonly [name: string, frame: Uint8Array, expect: DecodeProblem];

/** Whole frames that a decoder refuses. */
export function damagedFrames(): (Refused & { kind: string; frame: Uint8Array })[] {
  const of = (kind: string, damages: readonly Damage[]) =>
    damages.map(([name, frame, expect]) => ({ name, kind, frame, expect }));
  return [
    ...of("request", damagedRequests()),
    ...of("request", refusedNames()),
    ...of("reply", damagedReplies()),
    ...of("certificateRequest", damagedHeads(encodeCertificateRequest(0))),
    ...of("certificateReply", damagedHeads(encodeCertificateReply(authorityBytes))),
    ...of("error", damagedHeads(encodeErrorFrame(0x80070057))),
  ];
}

/** What every kind of frame is refused for. */
function damagedHeads(frame: Uint8Array): Damage[] {
  return [
    ["one byte short", frame.subarray(0, -1), "length"],
    ["one byte more", concat(frame, Uint8Array.of(0)), "length"],
    ["no bytes", new Uint8Array(0), "length"],
    ["a length field that says one less", patched(frame, 1, frame[1]! - 1), "length"],
    ["a length field that says one more", patched(frame, 1, frame[1]! + 1), "length"],
    ["a length field with its bytes swapped", patched(frame, 0, frame[1]!, frame[0]!), "length"],
    ["an unknown type", patched(frame, 2, 0x06), "type"],
    ["the type of a certificate", patched(frame, 2, 0x10), "type"],
    ["version 0", patched(frame, 3, 0), "version"],
    ["version 2", patched(frame, 3, 2), "version"],
  ];
}

function damagedRequests(): Damage[] {
  const frame = encodeRequest(sampleRequest());
  const longest = encodeRequest(sampleRequest({ name: "n".repeat(63) }));
  const tooLong = patched(patched(concat(longest, Uint8Array.of(0x6e)), 1, 153), 90, 64);
  return [
    ...damagedHeads(frame),
    ["90 bytes", patched(frame.subarray(0, 90), 1, 88), "length"],
    ["a name of 64 bytes", tooLong, "length"],
    ["a name length that says one less", patched(frame, 90, frame[90]! - 1), "length"],
    ["a name length that says one more", patched(frame, 90, frame[90]! + 1), "length"],
    ["reserved flag bit 4", patched(frame, 4, 0x10), "reserved"],
    ["reserved flag bit 5", patched(frame, 4, 0x20), "reserved"],
    ["reserved flag bit 6", patched(frame, 4, 0x40), "reserved"],
    ["reserved flag bit 7", patched(frame, 4, 0x80), "reserved"],
    ["a reserved flag bit beside good ones", patched(frame, 4, 0x1f), "reserved"],
    ["licence state 6", patched(frame, 5, 6), "range"],
    ["licence state 255", patched(frame, 5, 255), "range"],
  ];
}

function refusedNames(): Damage[] {
  const bare = encodeRequest(sampleRequest({ name: "" }));
  const named = (name: string, bytes: readonly number[]): Damage => {
    const frame = concat(bare, Uint8Array.from(bytes));
    return [name, patched(patched(frame, 1, 89 + bytes.length), 90, bytes.length), "text"];
  };
  const character = (about: string, char: string) =>
    named(`a name with ${about}`, [...new TextEncoder().encode(`a${char}b`)]);
  return [
    character("NUL", "\0"),
    character("an escape character", "\x1b"),
    character("a line feed", "\n"),
    character("DEL", "\x7f"),
    character("a C1 control character (U+009B)", "\x9b"),
    character("a left-to-right embedding (U+202A)", "\u202a"),
    character("a right-to-left override (U+202E)", "\u202e"),
    character("a left-to-right isolate (U+2066)", "\u2066"),
    character("a pop directional isolate (U+2069)", "\u2069"),
    named("a name that is not UTF-8", [0x61, 0xff]),
    named("a name with a cut character", [0x61, 0xc3]),
    named("a name with an overlong slash", [0xc0, 0xaf]),
    named("a name with a surrogate", [0xed, 0xa0, 0x80]),
  ];
}

function damagedReplies(): Damage[] {
  const frame = signedReply();
  return [
    ...damagedHeads(frame),
    ["an authority certificate in the host certificate's place", patched(frame, 36, 0x11), "type"],
    ["certificate version 0", patched(frame, 37, 0), "version"],
    ["certificate version 2", patched(frame, 37, 2), "version"],
  ];
}

/** Streams that are refused as soon as a length field is there. */
export function refusedStreams(): (Refused & { kind: string; stream: Uint8Array })[] {
  const good = encodeCertificateRequest(0);
  const stream = (name: string, ...bytes: number[]) =>
    ({ name, kind: "stream", stream: Uint8Array.from(bytes), expect: "length" }) as const;
  return [
    stream("a frame of 251 bytes, known from its first two", 0, 249),
    stream("the longest length field", 0xff, 0xff),
    stream("an empty body", 0, 0),
    stream("a body of one byte", 0, 1, 1),
    stream("a good frame and then a bad length", ...good, 1, 0),
  ];
}
