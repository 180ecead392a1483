import { typedBlocks } from "../../../../src/crypto/check_digits.ts";
import {
  confirmationOf,
  decodeConfirmationId,
  encodeConfirmationId,
} from "../../../../src/crypto/confirmation_id.ts";
import { SigningKey } from "../../../../src/crypto/ed25519.ts";
import {
  createHostRequest,
  decodeHostRequest,
  verifyHostRequest,
} from "../../../../src/crypto/host_request.ts";
import {
  createInstallationId,
  decodeInstallationId,
  encodeInstallationId,
} from "../../../../src/crypto/installation_id.ts";
import { decodeProductKey, encodeProductKey } from "../../../../src/crypto/product_key.ts";
import { keyFits } from "../../../../src/crypto/tls_identity.ts";
import { activateRequestSchema } from "../../../../src/protocol/activation_service.ts";
import { formatActivationId, parseActivationId } from "../../../../src/protocol/activation_id.ts";
import { numberFromBytes } from "../../../../src/crypto/big_number.ts";
import { equalBytes, fromBase64Url, toBase64Url } from "../../../../src/protocol/bytes.ts";
import { parseJson } from "../../../../src/protocol/json.ts";
import type { SeededRandom } from "../../../support/fakes/seeded_random.ts";
import { dammDigit } from "../../../support/samples/damm.ts";
import { clientProductKey } from "../../../support/samples/sample_licence.ts";
import {
  authorityKey,
  exampleBytes,
  hostKey,
  hostKeySecret,
  sampleHost,
  signedHost,
} from "../../../support/samples/samples.ts";
import { bytesOf, type Decoder, promise, samplesOf, textDecoder, textOf, unlessRefused } from "../decoder.ts";

const { serial, hardware, publicKey } = sampleHost();
const installationId = encodeInstallationId(
  createInstallationId({ serial, hardware, publicKey }, hostKeySecret),
);
const confirmationId = encodeConfirmationId(confirmationOf(signedHost()));
const hostProductKey = encodeProductKey({ kind: "host", serial, secret: hostKeySecret });
const hostRequest = createHostRequest(
  { serial, hardware, secret: hostKeySecret, hostKey },
  exampleBytes("challenge", 32),
);
const pem = hostKey.toPem();

/** A text of which only digits, or letters, count. `encode` gives it in its one form. */
function code<T>(
  name: string,
  samples: readonly string[],
  decode: (text: string) => T,
  encode: (value: T) => string,
  repair: (random: SeededRandom) => string,
): Decoder {
  const bare = (text: string) => text.replace(/[\s-]/g, "").toUpperCase();
  return textDecoder({
    name,
    samples: [...samples, ...samples.map(bare)],
    tokens: ["0000000", "9999999", "-", " ", "\u00a0", "\u2003", "B", "9"],
    repair: (_, random) => bytesOf(repair(random)),
    share: 2,
    read: (text) => {
      const value = unlessRefused(() => decode(text));
      if (value !== undefined) promise(bare(encode(value)) === bare(text), "it is written in another way");
      return value !== undefined;
    },
  });
}

/** Digits of any bytes, of the right number of blocks, with check digits that fit. */
function anyDigits(bytes: number, blocks: number): (random: SeededRandom) => string {
  return (random) => {
    const drawn = random.bytes(bytes);
    if (random.chance()) drawn[0] = 1;
    const digits = numberFromBytes(drawn).toString().padStart(blocks * 6, "0").slice(0, blocks * 6);
    const sixes = Array.from({ length: blocks }, (_, i) => digits.slice(6 * i, 6 * i + 6));
    return sixes.map((six, i) => `${six}${dammDigit(i + 1, six)}`).join("");
  };
}

/** Any number that the check prime divides. */
function anyKey(random: SeededRandom): string {
  const kind = (["host", "client"] as const)[random.upTo(1)]!;
  return encodeProductKey({ kind, serial: random.upTo(2 ** 30 - 1), secret: random.bytes(8) });
}

/** What a host's activation request proves, it proves only as it was made. */
const applied: Decoder = {
  name: "host's activation request",
  samples: samplesOf(hostRequest),
  json: true,
  read: (input) => {
    const read = () => decodeHostRequest(parseJson(activateRequestSchema, textOf(input), "request"));
    const found = unlessRefused(read);
    if (found === undefined) return false;
    const isKnown = found.serial === serial && toBase64Url(found.hardware) === hostRequest.hardware &&
      toBase64Url(found.publicKey) === hostRequest.publicKey &&
      toBase64Url(found.challenge) === hostRequest.challenge;
    promise(isKnown || !verifyHostRequest(found, hostKeySecret), "a request that nobody made is proven");
    return true;
  },
};

export const CODES: readonly Decoder[] = [
  code("Installation ID", [installationId], decodeInstallationId, encodeInstallationId, anyDigits(53, 22)),
  code("Confirmation ID", [confirmationId], decodeConfirmationId, encodeConfirmationId, anyDigits(77, 31)),
  code("product key", [hostProductKey, clientProductKey(7)], decodeProductKey, encodeProductKey, anyKey),
  applied,
  textDecoder({
    name: "blocks that are typed",
    samples: [installationId, installationId.replaceAll("-", "").slice(0, 40)],
    share: 2,
    read: (text) => {
      const blocks = typedBlocks(text);
      promise(
        blocks.map((block) => block.text).join("") === text.replace(/[\s-]/g, ""),
        "something typed is lost",
      );
      promise(
        blocks.slice(0, -1).every(({ state }) => state !== "unfinished"),
        "one before the last is unfinished",
      );
      return blocks.every(({ state }) => state !== "misread");
    },
  }),
  textDecoder({
    name: "activation ID",
    samples: ["{01234567-89ab-cdef-0123-456789ABCDEF}", "0123456789abcdef0123456789abcdef"],
    tokens: ["{", "}", "-", "a", "F"],
    share: 2,
    read: (text) => {
      const id = parseActivationId(text);
      if (id !== undefined) {
        promise(parseActivationId(formatActivationId(id)) === id, "it is written in another way");
      }
      return id !== undefined;
    },
  }),
  textDecoder({
    name: "key in PEM",
    samples: [pem],
    share: 0.5,
    read: (text) => {
      const key = unlessRefused(() => SigningKey.fromPem(text), Error);
      if (key === undefined) return keyFits(text, text);
      promise(equalBytes(SigningKey.fromPem(key.toPem()).publicKey, key.publicKey), "another key");
      return true;
    },
  }),
  textDecoder({
    name: "authority's key in base64url",
    samples: [toBase64Url(authorityKey.publicKey)],
    read: (text) => unlessRefused(() => fromBase64Url(text.trim(), "key")) !== undefined,
  }),
];
