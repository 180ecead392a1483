import type { ExchangeFrames } from "../../../src/client/check.ts";
import { concat } from "../../../src/protocol/bytes.ts";
import { encodeHostCertificate } from "../../../src/protocol/host_certificate.ts";
import { encodeReplyBody } from "../../../src/protocol/reply.ts";
import { signReply } from "../../../src/crypto/reply_signature.ts";
import { patched } from "../samples/damage.ts";
import { leaseFrames, leaseText } from "../samples/lease_samples.ts";
import { authorityBytes, hostKey, sampleReplyFields, signedHost } from "../samples/samples.ts";

/** The text of a lease that must be refused, and the reason. */
export type Refusal = readonly [name: string, lease: string, expect: string];

/** Texts that are not what a client writes. */
export function damagedDocuments(): Refusal[] {
  const text = leaseText(leaseFrames());
  const document = JSON.parse(text);
  const [first] = document.request;
  const changed = (changes: Record<string, unknown>) => JSON.stringify({ ...document, ...changes });
  const texts: Record<string, string> = {
    "an empty file": "",
    "a text cut short": text.slice(0, -3),
    "a text cut in the middle": text.slice(0, text.length / 2),
    "a text after the end": text + "{}",
    "not JSON": "lease",
    "null": "null",
    "a list": "[]",
    "lists without end": "[".repeat(4000),
    "objects without end": '{"format":'.repeat(400),
    "no member": "{}",
    "a comma too many": text.replace(/\n}\n$/, ",\n}\n"),
    "a member that is missing": changed({ reply: undefined }),
    "a member twice, and another missing": text.replace('"reply"', '"request"'),
    "a member that is not known": changed({ comment: "" }),
    "a member that is a number": changed({ reply: 5 }),
    "a member that is null": changed({ request: null }),
    "another format": changed({ format: 2 }),
    "a format that is a text": changed({ format: "1" }),
    "a format that is true": changed({ format: true }),
    "names in capitals": text.replace('"request"', '"Request"'),
    "padding": changed({ request: document.request + "=" }),
    "plain base64": changed({ reply: "+" + document.reply.slice(1) }),
    "a character of no alphabet": changed({ request: document.request.replace(first, "ä") }),
    "white space within base64": changed({ request: `${document.request} ` }),
    "a line feed within base64": changed({
      request: document.request.slice(0, 9) + "\n" + document.request.slice(9),
    }),
    "a NUL within base64": text.replace(document.reply, document.reply.slice(0, 9) + "\0"),
    "a text of 1 character": changed({ request: "A" }),
    "stray bits at the end": changed({ reply: document.reply.slice(0, -1) + "_" }),
  };
  return Object.entries(texts).map(([name, lease]) => [name, lease, "document"]);
}

/** Lengths, types, versions, reserved bits and ranges; what a signature covers is signed. */
export function damagedFrames(): Refusal[] {
  const { request, reply, authorityCertificate: authority } = leaseFrames();
  const asked = (frame: Uint8Array): Partial<ExchangeFrames> => ({ request: frame, reply: answerTo(frame) });
  const tooLong = patched(patched(concat(request.subarray(0, 91), new Uint8Array(64)), 1, 153), 90, 64);
  const longer = (bytes: Uint8Array) => concat(bytes, Uint8Array.of(0));
  const frames: (readonly [string, Partial<ExchangeFrames>, string])[] = [
    ["an empty request", { request: new Uint8Array(0) }, "length"],
    ["a request of 90 bytes", asked(patched(request.subarray(0, 90), 1, 88)), "length"],
    ["a request one byte short", asked(request.subarray(0, -1)), "length"],
    ["a request with one byte more", asked(longer(request)), "length"],
    ["a request of 155 bytes", asked(patched(concat(request, new Uint8Array(57)), 1, 153)), "length"],
    ["a request of 155 bytes that says so", asked(tooLong), "length"],
    ["a request whose length field lies", asked(patched(request, 1, request.length - 3)), "length"],
    ["a request whose name length lies", asked(patched(request, 90, 7)), "length"],
    ["a request of another type", asked(patched(request, 2, 3)), "type"],
    ["a request of another version", asked(patched(request, 3, 2)), "version"],
    ...[4, 5, 6, 7].map((bit) =>
      [`reserved flag bit ${bit}`, asked(patched(request, 4, 1 << bit)), "reserved"] as const
    ),
    ["licence state 6", asked(patched(request, 5, 6)), "range"],
    ["an empty reply", { reply: new Uint8Array(0) }, "length"],
    ["a reply one byte short", { reply: reply.subarray(0, -1) }, "length"],
    ["a reply with one byte more", { reply: longer(reply) }, "length"],
    ["a reply one byte short that says so", { reply: patched(reply.subarray(0, -1), 1, 229) }, "length"],
    ["a reply whose length field lies", { reply: patched(reply, 1, 229) }, "length"],
    ["a reply of another type", { reply: patched(reply, 2, 4) }, "type"],
    ["a reply of another version", { reply: patched(reply, 3, 2) }, "version"],
    ["a host certificate of another type", { reply: patched(reply, 36, 0x11) }, "type"],
    ["a host certificate of another version", { reply: patched(reply, 37, 0) }, "version"],
    ["an empty authority certificate", { authorityCertificate: new Uint8Array(0) }, "length"],
    [
      "an authority certificate one byte short",
      { authorityCertificate: authority.subarray(0, -1) },
      "length",
    ],
    ["an authority certificate with one byte more", { authorityCertificate: longer(authority) }, "length"],
    [
      "an authority certificate of another type",
      { authorityCertificate: patched(authority, 0, 0x10) },
      "type",
    ],
    [
      "an authority certificate of another version",
      { authorityCertificate: patched(authority, 1, 2) },
      "version",
    ],
    ["the first reserved byte is not 0", { authorityCertificate: patched(authority, 26, 1) }, "reserved"],
    ["the second reserved byte is not 0", { authorityCertificate: patched(authority, 27, 1) }, "reserved"],
    ["a first root index of 3", { authorityCertificate: patched(authority, 60, 3) }, "range"],
    ["a second root index of 3", { authorityCertificate: patched(authority, 125, 3) }, "range"],
    ["one root twice", { authorityCertificate: rootTwice() }, "range"],
  ];
  return frames.map(([name, changes, expect]) => [name, leaseText({ ...leaseFrames(), ...changes }), expect]);
}

/** The example host's sound answer to any bytes, even to such as no host would answer. */
function answerTo(request: Uint8Array): Uint8Array {
  return signReply(
    encodeReplyBody(sampleReplyFields(), encodeHostCertificate(signedHost())),
    request,
    hostKey,
  );
}

/** Both signatures are the first root's, and verify. */
function rootTwice(): Uint8Array {
  return concat(authorityBytes.subarray(0, 125), authorityBytes.subarray(60, 125));
}
