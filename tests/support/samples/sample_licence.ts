import { fromBase64Url, toBase64Url, toHex } from "../../../src/protocol/bytes.ts";
import type { SigningKey } from "../../../src/crypto/ed25519.ts";
import { encodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { encodeProductKey } from "../../../src/crypto/product_key.ts";
import { authorityBytes, authorityKey, exampleBytes, rootPublicKeys } from "./samples.ts";

type LicencePayload = Parameters<typeof encodeLicenceFile>[0];
type Product = LicencePayload["products"][number];

export function clientProductKey(serial: number): string {
  return encodeProductKey({ kind: "client", serial, secret: new Uint8Array(8) });
}

export function sampleProduct(changes: Partial<Product> = {}): Product {
  return {
    id: toHex(exampleBytes("product Editor", 16)),
    name: "Example Editor",
    edition: "Volume",
    kind: "client",
    threshold: 25,
    group: 0,
    validityMinutes: 259_200,
    ephemeralMinutes: 1440,
    countVirtual: false,
    clientKey: clientProductKey(1),
    ...changes,
  };
}

/** In group 1, which the example host's certificate does not cover. */
export const serverProduct = sampleProduct({
  id: toHex(exampleBytes("product Server", 16)),
  name: "Example Server",
  kind: "server",
  threshold: 5,
  group: 1,
  clientKey: clientProductKey(2),
});

export function samplePayload(changes: Partial<LicencePayload> = {}): LicencePayload {
  return {
    version: 1,
    publisher: "Example Software",
    serial: 3,
    issued: "2026-01-02T09:30:00Z",
    url: "https://activation.example/va1",
    roots: rootsText(rootPublicKeys),
    graceDays: 30,
    products: [sampleProduct(), serverProduct],
    ...changes,
  };
}

export function rootsText(roots: readonly Uint8Array[]): [string, string, string] {
  const [first, second, third] = roots.map(toBase64Url);
  return [first!, second!, third!];
}

/** The text of a licence file; the example's, unless told otherwise. */
export function sampleLicence(
  changes: Partial<LicencePayload> = {},
  certificate: Uint8Array = authorityBytes,
  signer: SigningKey = authorityKey,
): string {
  return encodeLicenceFile(samplePayload(changes), certificate, signer);
}

/** The example's envelope with members replaced. */
export function licenceEnvelope(changes: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(sampleLicence()), ...changes });
}

/** An envelope around any bytes, signed as it should be. */
export function licenceAround(payload: Uint8Array): string {
  return licenceEnvelope({
    payload: toBase64Url(payload),
    signature: toBase64Url(authorityKey.sign("VA1-licence", payload)),
  });
}

/** The bytes of the three members of a licence file. */
export function licenceMembers(text: string): Record<"payload" | "certificate" | "signature", Uint8Array> {
  const { payload, certificate, signature } = JSON.parse(text);
  return {
    payload: fromBase64Url(payload, "payload"),
    certificate: fromBase64Url(certificate, "certificate"),
    signature: fromBase64Url(signature, "signature"),
  };
}
