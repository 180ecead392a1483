import { authorityCertificates, hostCertificates } from "./certificates.ts";
import { exchanges } from "./exchanges.ts";
import { textOf } from "./format.ts";
import { frames } from "./frames.ts";
import { checkDigits, hardware, keys, signatures, smallOrderKeys } from "./keys.ts";
import { leases } from "./leases.ts";
import { licenceFiles } from "./licence_files.ts";
import { confirmationIds, installationIds } from "./paper_ids.ts";
import { productKeys } from "./product_keys.ts";

/** The name and the text of every file of tests/vectors. The same at every call, on every machine. */
export function vectorFiles(): Map<string, string> {
  return new Map([
    ["authority_certificates.json", textOf(authorityCertificates())],
    ["check_digits.json", textOf(checkDigits())],
    ["confirmation_ids.json", textOf(confirmationIds())],
    ["exchanges.json", textOf(exchanges())],
    ["frames.json", textOf(frames())],
    ["hardware.json", textOf(hardware())],
    ["host_certificates.json", textOf(hostCertificates())],
    ["installation_ids.json", textOf(installationIds())],
    ["keys.json", textOf(keys())],
    ["leases.json", textOf(leases())],
    ["licence_files.json", textOf(licenceFiles())],
    ["product_keys.json", textOf(productKeys())],
    ["signatures.json", textOf(signatures())],
    ["small_order_keys.json", textOf(smallOrderKeys())],
  ]);
}
