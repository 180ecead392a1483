import { decodeLicenceFile } from "../../../../src/crypto/licence_file.ts";
import { decodeProductKey } from "../../../../src/crypto/product_key.ts";
import { equalBytes } from "../../../../src/protocol/bytes.ts";
import { readProducts, SAMPLE_PRODUCTS } from "../../../../src/authority/catalogue.ts";
import {
  clientProductKey,
  licenceAround,
  licenceMembers,
  sampleLicence,
} from "../../../support/samples/sample_licence.ts";
import { bytesOf, type Decoder, promise, textDecoder, textOf, unlessRefused } from "../decoder.ts";

const licences = [sampleLicence(), sampleLicence({ url: null, rearms: 3, graceDays: 0 })];
const payloads = licences.map((text) => licenceMembers(text).payload);

const licence: Decoder = {
  name: "licence file",
  samples: licences.map(bytesOf),
  json: true,
  share: 0.4,
  read: (input) => {
    const found = unlessRefused(() => decodeLicenceFile(textOf(input)));
    if (found === undefined) return false;
    const { payload } = licenceMembers(found.text);
    promise(payloads.some((known) => equalBytes(known, payload)), "nobody has signed that payload");
    return true;
  },
};

/** Its authority has signed whatever stands there. */
const payload: Decoder = {
  name: "licence file's payload",
  samples: payloads,
  json: true,
  tokens: ['"products":[', '"roots":[', '"threshold":', clientProductKey(2), "http:", "javascript:"],
  share: 0.2,
  read: (input) => {
    const text = licenceAround(input);
    const found = unlessRefused(() => decodeLicenceFile(text));
    if (found === undefined) return false;
    promise(
      found.payload.products.every(({ clientKey }) => decodeProductKey(clientKey).kind === "client"),
      "a host key",
    );
    promise(
      new Set(found.payload.products.map(({ id }) => id)).size === found.payload.products.length,
      "an ID twice",
    );
    return true;
  },
};

export const LICENCES: readonly Decoder[] = [
  licence,
  payload,
  textDecoder({
    name: "publisher's list of products",
    samples: [
      SAMPLE_PRODUCTS,
      '{"products":[{"name":"A","kind":"client","group":31,"id":"0123456789abcdef0123456789abcdef"}]}',
    ],
    json: true,
    read: (text) => {
      const drafts = unlessRefused(() => readProducts(text));
      if (drafts !== undefined) {
        promise(readProducts(JSON.stringify(drafts)).length === drafts.length, "it cannot be read again");
      }
      return drafts !== undefined;
    },
  }),
];
