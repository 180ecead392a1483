import assert from "node:assert/strict";
import { decodeAuthorityCertificate } from "../../src/protocol/authority_certificate.ts";
import { decodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { authorityCertificateFault, dateFault, hostCertificateFault } from "../../src/crypto/certificates.ts";
import { faultOf } from "../support/fault_of.ts";
import { unhex } from "../support/samples/hexed.ts";
import { readVectors } from "../support/samples/vector_files.ts";

interface CertificateVector {
  readonly name: string;
  readonly certificate: string;
  readonly roots: readonly string[];
  readonly authorityCertificate: string;
  readonly now: number;
  readonly expect?: string;
}

for (const vector of readVectors<CertificateVector>("authority_certificates.json")) {
  Deno.test(`an authority certificate, ${vector.name}: ${vector.expect ?? "it holds"}`, () => {
    const roots = vector.roots.map(unhex);
    const fault = faultOf(
      unhex(vector.certificate),
      decodeAuthorityCertificate,
      (certificate) => authorityCertificateFault(certificate, roots) ?? dateFault(certificate, vector.now),
    );
    assert.equal(fault, vector.expect);
  });
}

for (const vector of readVectors<CertificateVector>("host_certificates.json")) {
  Deno.test(`a host certificate, ${vector.name}: ${vector.expect ?? "it holds"}`, () => {
    const authority = decodeAuthorityCertificate(unhex(vector.authorityCertificate));
    const fault = faultOf(
      unhex(vector.certificate),
      decodeHostCertificate,
      (certificate) => hostCertificateFault(certificate, authority) ?? dateFault(certificate, vector.now),
    );
    assert.equal(fault, vector.expect);
  });
}
