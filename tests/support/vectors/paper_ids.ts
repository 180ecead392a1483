import type { DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { encodeHostCertificate } from "../../../src/protocol/host_certificate.ts";
import { confirmationOf, encodeConfirmationId } from "../../../src/crypto/confirmation_id.ts";
import { createInstallationId, encodeInstallationId } from "../../../src/crypto/installation_id.ts";
import {
  authorityKey,
  exampleBytes,
  HOST_SERIAL,
  hostKeySecret,
  sampleHost,
  signedHost,
} from "../samples/samples.ts";
import { dammDigit } from "../samples/damm.ts";
import type { VectorFile } from "./format.ts";

const host = { serial: HOST_SERIAL, hardware: sampleHost().hardware, publicKey: sampleHost().publicKey };

/** installation_ids.json (SPEC 11). */
export function installationIds(): VectorFile {
  const vector = (name: string, secret: Uint8Array, changes: Partial<typeof host> = {}) => {
    const value = createInstallationId({ ...host, ...changes }, secret);
    return { name, text: encodeInstallationId(value), value, secret, proofHolds: true };
  };
  const zeros = { serial: 0, hardware: new Uint8Array(8), publicKey: new Uint8Array(32) };
  const ones = {
    serial: 0xffffffff,
    hardware: new Uint8Array(8).fill(0xff),
    publicKey: new Uint8Array(32).fill(0xff),
  };
  const example = vector("the worked example's", hostKeySecret);
  const another = { ...example, secret: exampleBytes("secret", 8), proofHolds: false };
  return {
    about: "Installation IDs",
    vectors: [
      example,
      vector("all zeros", new Uint8Array(8), zeros),
      vector("all ones", new Uint8Array(8).fill(0xff), ones),
      { ...another, name: "judged by another product key's secret" },
      ...spellings(example.text, example.value),
      ...refused(example.text, 22),
    ],
  };
}

/** confirmation_ids.json (SPEC 12). */
export function confirmationIds(): VectorFile {
  const certificate = signedHost();
  const value = confirmationOf(certificate);
  const text = encodeConfirmationId(value);
  const largest = { activationSequence: 0xffff, firstDay: 0xffff, lifetimeDays: 0xffff, epoch: 0xffff };
  const ones = { ...largest, groups: 0xffffffff, signature: new Uint8Array(64).fill(0xff) };
  const known = {
    host: { authorityKeyId: certificate.authorityKeyId, ...host },
    authorityPublicKey: authorityKey.publicKey,
  };
  const example = { name: "the worked example's", text, value, ...known };
  const otherHost = { ...known.host, publicKey: exampleBytes("another host") };
  return {
    about: "Confirmation IDs",
    vectors: [
      { ...example, certificate: encodeHostCertificate(certificate) },
      { name: "all ones", text: encodeConfirmationId(ones), value: ones },
      { ...example, name: "entered at another host", host: otherHost, expect: "authoritySignature" },
      ...spellings(text, value),
      ...refused(text, 31),
    ],
  };
}

function spellings(text: string, value: unknown) {
  return [
    { name: "without hyphens", text: text.replaceAll("-", ""), value, spelling: true },
    { name: "with spaces and line feeds", text: `\n ${text.replaceAll("-", " \n")} `, value, spelling: true },
    {
      name: "in groups of ten",
      text: text.replaceAll("-", "").replace(/.{10}/g, "$& "),
      value,
      spelling: true,
    },
  ];
}

/** The text of any digits: `six` gives the six digits of a place. */
function idText(blocks: number, six: (place: number) => string): string {
  return Array.from({ length: blocks }, (_, i) => six(i + 1) + dammDigit(i + 1, six(i + 1))).join("-");
}

function refused(text: string, blocks: number) {
  const apart = text.split("-");
  const vector = (name: string, refusedText: string, expect: DecodeProblem, misread?: number[]) => {
    return { name, text: refusedText, expect, ...(misread === undefined ? {} : { blocks: misread }) };
  };
  const replaced = (place: number, block: string) =>
    apart.map((one, i) => i + 1 === place ? block : one).join("-");
  const third = apart[2]!;
  const wrong = third.slice(0, 3) + ((Number(third[3]) + 1) % 10) + third.slice(4);
  const exchanged = [apart[1]!, apart[0]!, ...apart.slice(2)].join("-");
  const digits = text.replaceAll("-", "");
  const versionTwo = encodedVersion(text, blocks);
  return [
    vector("nothing", "", "length"),
    vector("one digit short, all in one", digits.slice(1), "length"),
    vector("one digit more, all in one", digits + "0", "length"),
    vector("a letter among digits, all in one", "x" + digits.slice(1), "text"),
    vector("the third block misread", replaced(3, wrong), "checksum", [3]),
    vector("the third block with a digit missing", replaced(3, third.slice(1)), "checksum", [3]),
    vector("the third block with a digit too many", replaced(3, third + "0"), "checksum", [3]),
    vector("a letter in the second block", replaced(2, "o" + apart[1]!.slice(1)), "checksum", [2]),
    vector("the first two blocks exchanged", exchanged, "checksum", [1, 2]),
    vector("every block 0000000", "0000000 ".repeat(blocks), "checksum", wrongZeros(blocks)),
    vector("a number that is too large", idText(blocks, () => "999999"), "range"),
    vector("version 0", idText(blocks, () => "000000"), "version"),
    vector("version 2", versionTwo, "version"),
  ];
}

/** The same ID with 2 for its first byte, every check digit right. */
function encodedVersion(text: string, blocks: number): string {
  const number = BigInt(text.split("-").map((block) => block.slice(0, 6)).join(""));
  const bits = BigInt(blocks === 22 ? 52 * 8 : 76 * 8);
  const digits = (number + (1n << bits)).toString().padStart(blocks * 6, "0");
  return idText(blocks, (place) => digits.slice((place - 1) * 6, place * 6));
}

function wrongZeros(blocks: number): number[] {
  const places = Array.from({ length: blocks }, (_, i) => i + 1);
  return places.filter((place) => dammDigit(place, "000000") !== 0);
}
