import {
  authorityCertificateFault,
  authorityKeyId,
  type CertificateFault,
  dateFault,
  describeCertificateFault,
  hostCertificateFault,
  isDistrusted,
} from "../crypto/certificates.ts";
import { decodeConfirmationId, rebuildCertificate } from "../crypto/confirmation_id.ts";
import { createHostRequest } from "../crypto/host_request.ts";
import { hardwareMatches, hostHardware } from "../crypto/hardware.ts";
import { createInstallationId, encodeInstallationId } from "../crypto/installation_id.ts";
import { decodeLicenceFile, type LicenceFile, sameRoots } from "../crypto/licence_file.ts";
import type { ProductKey } from "../crypto/product_key.ts";
import {
  ACTIVATE_PATH,
  activateReplySchema,
  CHALLENGE_PATH,
  challengeSchema,
  serviceErrorSchema,
} from "../protocol/activation_service.ts";
import {
  decodeAuthorityCertificate,
  encodeAuthorityCertificate,
  type SignedAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import { equalBytes, fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import {
  decodeHostCertificate,
  encodeHostCertificate,
  type SignedHostCertificate,
} from "../protocol/host_certificate.ts";
import { describeHResult, HResult, protocolResult } from "../protocol/hresult.ts";
import { parseValue } from "../protocol/json.ts";
import { EventId } from "../policy/events.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import type { ActivationService } from "../ports.ts";
import type { Host } from "./host.ts";
import { byWhom, installLicence } from "./installing.ts";

/** Activates the host at its publisher's service, at `url` or the licence file's. Rejects with OperationError. */
export async function activateOnline(
  host: Host,
  service: ActivationService,
  { url, by }: { readonly url?: string; readonly by?: string } = {},
): Promise<void> {
  const { licence, productKey } = ready(host);
  await ownHostKey(host);
  const address = url ?? licence.payload.url;
  if (address === null) {
    throw new OperationError("Cannot activate online: the licence file names no activation service", {
      remedy: "name one with --authority URL, or activate by telephone: kms /dti, then kms /atp CID",
    });
  }
  const challenge = readChallenge(await call(service, address, CHALLENGE_PATH, {}));
  const { hostKey } = host.secrets;
  const request = createHostRequest(
    { serial: productKey.serial, secret: productKey.secret, hardware: hostHardware(host.hardware), hostKey },
    challenge,
  );
  const reply = readReply(await call(service, address, ACTIVATE_PATH, request));
  await accept(host, reply.certificate, reply.authority, { online: true, ...byWhom(by) });
  await installNewer(host, licence, reply.licence, by);
}

/** The Installation ID to read out to the publisher. Rejects with OperationError. */
export async function installationId(host: Host): Promise<string> {
  const { productKey } = ready(host);
  await ownHostKey(host);
  const identity = {
    serial: productKey.serial,
    hardware: hostHardware(host.hardware),
    publicKey: host.secrets.hostKey.publicKey,
  };
  return encodeInstallationId(createInstallationId(identity, productKey.secret));
}

/** Activates the host with the Confirmation ID that the publisher gave for its Installation ID. Rejects with OperationError. */
export async function activateOffline(host: Host, confirmationId: string, by?: string): Promise<void> {
  const { licence, productKey } = ready(host);
  await ownHostKey(host);
  const confirmation = orOperationError(() => decodeConfirmationId(confirmationId), {
    code: HResult.offlineDataMalformed,
    remedy: "type the Confirmation ID again, block by block",
  });
  const certificate = rebuildCertificate(confirmation, {
    authorityKeyId: authorityKeyId(licence.authority.publicKey),
    serial: productKey.serial,
    hardware: hostHardware(host.hardware),
    publicKey: host.secrets.hostKey.publicKey,
  });
  await accept(host, certificate, licence.authority, { online: false, ...byWhom(by) });
}

/** A host key that was made on other hardware belongs to the computer that this folder was copied from: a new one takes its place. */
async function ownHostKey(host: Host): Promise<void> {
  if (!host.secrets.hostKeyIsOurs) await host.changeSecrets((store) => store.renewHostKey());
}

function ready(host: Host): { licence: LicenceFile; productKey: ProductKey } {
  const { facts } = host.state;
  const { productKey, keyCleared } = host.secrets;
  if (host.licence === undefined) {
    throw new OperationError("Cannot activate: no licence file is installed, or it is damaged", {
      remedy: "kms /ilc FILE",
    });
  }
  if (facts.key === null || productKey?.serial !== facts.key.serial) {
    const why = keyCleared
      ? "the text of the product key was forgotten (kms /cpky)"
      : "no product key is installed";
    throw new OperationError(`Cannot activate: ${why}`, { code: HResult.keyNotInstalled });
  }
  return { licence: host.licence, productKey };
}

async function call(service: ActivationService, url: string, path: string, body: unknown): Promise<unknown> {
  let reply: { status: number; body: unknown };
  try {
    reply = await service.post(url, path, body);
  } catch (cause) {
    throw new OperationError(
      `Cannot reach the activation service at ${url}: ${cause instanceof Error ? cause.message : cause}`,
      {
        remedy:
          "check the address and the network, name another with --authority URL, or activate by telephone: kms /dti",
        cause,
      },
    );
  }
  if (reply.status === 200) return reply.body;
  throw serviceRefusal(url, reply);
}

const CHECK_ADDRESS = "check that the address is that of the publisher's activation service";

function readChallenge(body: unknown): Uint8Array {
  const what = "activation service's challenge";
  return orOperationError(() => fromBase64Url(parseValue(challengeSchema, body, what).challenge, what), {
    remedy: CHECK_ADDRESS,
  });
}

/** All of the reply is read before any of it is taken in. */
function readReply(body: unknown): {
  certificate: SignedHostCertificate;
  authority: SignedAuthorityCertificate;
  licence: LicenceFile;
} {
  return orOperationError(() => {
    const reply = parseValue(activateReplySchema, body, "activation service's reply");
    return {
      certificate: decodeHostCertificate(fromBase64Url(reply.certificate, "host certificate")),
      authority: decodeAuthorityCertificate(
        fromBase64Url(reply.authorityCertificate, "authority certificate"),
      ),
      licence: decodeLicenceFile(reply.licenceFile),
    };
  }, { remedy: CHECK_ADDRESS });
}

function serviceRefusal(url: string, { status, body }: { status: number; body: unknown }): OperationError {
  try {
    const { error } = parseValue(serviceErrorSchema, body, "error");
    const code = protocolResult(error.code);
    const text = code === undefined ? error.message : describeHResult(code);
    return new OperationError(`The activation service refused: ${text}`, code === undefined ? {} : { code });
  } catch {
    return new OperationError(`The activation service at ${url} answered with HTTP status ${status}`, {
      remedy: CHECK_ADDRESS,
    });
  }
}

/** Takes a certificate in, if it holds for this very host, whichever way it came. */
async function accept(
  host: Host,
  certificate: SignedHostCertificate,
  authority: SignedAuthorityCertificate,
  { online, by }: { readonly online: boolean; readonly by?: string },
): Promise<void> {
  const fault = certificateFault(host, certificate, authority);
  if (fault !== undefined) {
    throw new OperationError(
      `Cannot activate: the ${online ? "certificate" : "Confirmation ID"} is not for this host: ${fault}`,
      {
        code: HResult.offlineDataMalformed,
        remedy: online
          ? "tell the publisher"
          : "compare the Installation ID (kms /dti) with the one that the publisher was given",
      },
    );
  }
  await host.record([{
    id: EventId.hostActivated,
    time: host.ports.clock.now(),
    certificate: toBase64Url(encodeHostCertificate(certificate)),
    authorityCertificate: toBase64Url(encodeAuthorityCertificate(authority)),
    online,
    ...byWhom(by),
  }]);
}

function certificateFault(
  host: Host,
  certificate: SignedHostCertificate,
  authority: SignedAuthorityCertificate,
): string | undefined {
  const { licence, productKey } = ready(host);
  const now = host.ports.clock.now() / 60_000;
  const fault: CertificateFault | undefined = authorityCertificateFault(authority, licence.roots) ??
    (isDistrusted(authority, licence.authority) ? "distrusted" : undefined) ?? dateFault(authority, now) ??
    hostCertificateFault(certificate, authority) ?? dateFault(certificate, now);
  if (fault !== undefined) return describeCertificateFault(fault);
  if (!equalBytes(certificate.publicKey, host.secrets.hostKey.publicKey)) return "it is for another host key";
  if (!hardwareMatches(certificate.hardware, hostHardware(host.hardware))) return "it is for other hardware";
  return certificate.serial === productKey.serial ? undefined : "it is for another product key";
}

/** The service delivers the publisher's current licence file; one under other roots is left alone. */
async function installNewer(
  host: Host,
  installed: LicenceFile,
  delivered: LicenceFile,
  by: string | undefined,
): Promise<void> {
  if (sameRoots(delivered, installed) && delivered.payload.serial > installed.payload.serial) {
    await installLicence(host, delivered.text, false, by);
  }
}
