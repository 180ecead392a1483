import type { Authority } from "../../../src/authority/authority.ts";
import { SigningKey } from "../../../src/crypto/ed25519.ts";
import { createHostRequest, decodeHostRequest, type HostRequest } from "../../../src/crypto/host_request.ts";
import { createInstallationId, encodeInstallationId } from "../../../src/crypto/installation_id.ts";
import { decodeProductKey } from "../../../src/crypto/product_key.ts";
import { decodeHostCertificate, type SignedHostCertificate } from "../../../src/protocol/host_certificate.ts";
import { bytesNamed } from "../fakes/seeded_random.ts";

/** A KMS host as its publisher sees it. */
export class Applicant {
  readonly serial: number;

  constructor(
    readonly key: string,
    readonly name: string,
    readonly hardware: Uint8Array = bytesNamed(`hardware ${name}`, 8),
    readonly hostKey: SigningKey = SigningKey.fromSeed(bytesNamed(`host key ${name}`, 32)),
  ) {
    this.serial = decodeProductKey(key).serial;
  }

  /** The same computer with some of its four components replaced. */
  withHardware(changed: number): Applicant {
    const hardware = this.hardware.slice();
    hardware.set(bytesNamed(`other ${this.name}`, 2 * changed));
    return new Applicant(this.key, this.name, hardware, this.hostKey);
  }

  withHostKey(mark: string): Applicant {
    return new Applicant(this.key, this.name, this.hardware, SigningKey.fromSeed(bytesNamed(mark, 32)));
  }

  installationId(secret: Uint8Array = decodeProductKey(this.key).secret): string {
    const { serial, hardware, hostKey } = this;
    return encodeInstallationId(
      createInstallationId({ serial, hardware, publicKey: hostKey.publicKey }, secret),
    );
  }

  request(challenge: Uint8Array, secret: Uint8Array = decodeProductKey(this.key).secret): HostRequest {
    const { serial, hardware, hostKey } = this;
    return decodeHostRequest(createHostRequest({ serial, hardware, secret, hostKey }, challenge));
  }

  async activate(authority: Authority): Promise<SignedHostCertificate> {
    const { certificate } = await authority.activateOnline(this.request(authority.challenge()));
    return decodeHostCertificate(certificate);
  }
}
