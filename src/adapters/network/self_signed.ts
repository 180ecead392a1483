import { toHex } from "../../protocol/bytes.ts";
import type { Clock, Random } from "../../ports.ts";

const YEARS = 20;
const DAY_MS = 86_400_000;
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
/** A computer may be called what no DNS name can be; it then has a common name alone. */
const DNS_NAME = /^[A-Za-z0-9._-]{1,253}$/;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A certificate for TLS with its private key, both in PEM, signed by itself: ECDSA P-256, 20 years. Those who connect pin it. */
export async function makeSelfSigned(
  computer: string,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<{ key: string; certificate: string }> {
  await import("reflect-metadata"); // which the next needs to be there before it
  const x509 = await import("@peculiar/x509");
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const now = clock.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `01${toHex(random.bytes(15))}`,
    name: [{ CN: [computer.slice(0, 64)] }],
    notBefore: new Date(now - DAY_MS), // for clocks that are behind
    notAfter: new Date(now + YEARS * 365 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTHENTICATION]),
      ...(DNS_NAME.test(computer)
        ? [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: computer }])]
        : []),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { key: x509.PemConverter.encode(key, "PRIVATE KEY"), certificate: certificate.toString("pem") };
}
