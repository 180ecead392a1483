import assert from "node:assert/strict";
import { ACTIVATE_PATH, type ActivateReply } from "../../../src/protocol/activation_service.ts";
import { activateOffline, activateOnline, installationId } from "../../../src/host/activating.ts";
import { checkLicence } from "../../../src/host/installing.ts";
import { answerFrame } from "../../../src/host/service.ts";
import { checkReply } from "../../../src/client/check.ts";
import { exchange } from "../../../src/client/exchange.ts";
import { answerCall } from "../../../src/authority/service.ts";
import { authorityKeyId } from "../../../src/crypto/certificates.ts";
import { decodeDigits, type DigitLayout, encodeDigits } from "../../../src/crypto/check_digits.ts";
import { createHostRequest } from "../../../src/crypto/host_request.ts";
import { hostHardware } from "../../../src/crypto/hardware.ts";
import { equalBytes, fromBase64Url, toBase64Url } from "../../../src/protocol/bytes.ts";
import {
  decodeCertificateReply,
  encodeCertificateRequest,
} from "../../../src/protocol/certificate_exchange.ts";
import { frameType, Type } from "../../../src/protocol/frame.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { frameOf } from "../../support/roles/asking.ts";
import { SERVICE_URL } from "../../support/roles/publisher.ts";
import { activatedHost, type TestHost } from "../../support/roles/test_host.ts";
import { type Flippable, unlessRefused } from "./flips.ts";

const INSTALLATION: DigitLayout = { what: "Installation ID", bytes: 53, blocks: 22 };
const CONFIRMATION: DigitLayout = { what: "Confirmation ID", bytes: 77, blocks: 31 };

/** What passes between clients, a host and its publisher, as the real host and authority see it. */
export async function ofHost(): Promise<readonly Flippable[]> {
  const made = await activatedHost();
  return [
    ...await onTheWire(made),
    ...await ofOnlineActivation(made),
    ...await ofActivationByTelephone(made),
  ];
}

async function onTheWire({ host, time, publisher }: TestHost): Promise<Flippable[]> {
  const request = frameOf({ publisher, time }, "desk");
  const { roots, authority, authorityBytes } = host.licence!;
  const wanted = authorityKeyId(authority.publicKey);
  const product = publisher.products.find(({ name }) => name === "Lone")!;
  const { frame: reply } = await answerFrame(host, request, "192.0.2.1");
  const answerTo = async (frame: Uint8Array) => (await answerFrame(host, frame, "192.0.2.1")).frame;
  const isSound = (changes: { reply?: Uint8Array; authorityCertificate?: Uint8Array }) =>
    checkReply({ request, reply, authorityCertificate: authorityBytes, ...changes }, {
      roots,
      product,
      now: time.now(),
    })
      .kind === "sound";
  return [
    {
      // unsigned: the host answers what it was asked, and whoever asked something else has no use for that
      what: "request on its way to the host",
      sound: request,
      accepts: async (bytes) => {
        const { known } = host.totals(time.now());
        const isTaken = isSound({ reply: await answerTo(bytes) });
        assert.ok(host.totals(time.now()).known <= known + 1, "one request makes more than one record");
        return isTaken;
      },
    },
    {
      what: "request for an authority certificate",
      sound: encodeCertificateRequest(wanted),
      accepts: async (bytes) => {
        const answer = await answerTo(bytes);
        return frameType(answer) === Type.certificateReply && !equalBytes(bytes, encodeCertificateRequest(0));
      },
    },
    {
      what: "authority certificate on its way to the client",
      sound: await answerTo(encodeCertificateRequest(wanted)),
      accepts: (bytes) =>
        unlessRefused(async () => {
          const exchanged = await exchange(
            { connection: connectionOf(reply, bytes), timer: new FakeTime(0) },
            request,
            [],
            1000,
          );
          return exchanged.kind === "answered" && isSound(exchanged.frames) &&
            decodeCertificateReply(bytes).length > 0;
        }),
    },
  ];
}

/** What comes back on a connection, one chunk an answer. */
function connectionOf(...answers: Uint8Array[]) {
  const left = [...answers];
  return {
    remoteAddress: "192.0.2.1",
    read: () => Promise.resolve(left.shift() ?? null),
    write: () => Promise.resolve(),
    close: () => {},
  };
}

async function ofOnlineActivation({ host, publisher, time }: TestHost): Promise<Flippable[]> {
  const { service, authority } = publisher;
  const { secret, serial } = host.secrets.productKey!;
  const request = createHostRequest(
    { serial, secret, hardware: hostHardware(host.hardware), hostKey: host.secrets.hostKey },
    authority.challenge(),
  );
  const granted = (await service.post(SERVICE_URL, ACTIVATE_PATH, request)).body as ActivateReply;
  const takes = (changes: Partial<ActivateReply>) =>
    unlessRefused(() =>
      activateOnline(host, {
        post: async (url, path, body) =>
          path === ACTIVATE_PATH
            ? { status: 200, body: { ...granted, ...changes } }
            : await service.post(url, path, body),
      })
    );
  const asks = async (name: keyof typeof request, bytes: Uint8Array) => {
    const body = JSON.stringify({ ...request, [name]: toBase64Url(bytes) });
    return (await answerCall(authority, ACTIVATE_PATH, body)).status === 200;
  };
  const signed = (["hardware", "publicKey", "challenge", "proof", "signature"] as const).map((
    name,
  ): Flippable => ({
    what: `${name} of a host's activation request`,
    sound: fromBase64Url(request[name], name),
    accepts: (bytes) => asks(name, bytes),
  }));
  return [
    ...signed,
    {
      what: "host certificate from the activation service",
      sound: fromBase64Url(granted.certificate, "certificate"),
      accepts: (bytes) => takes({ certificate: toBase64Url(bytes) }),
    },
    {
      what: "authority certificate from the activation service",
      sound: fromBase64Url(granted.authorityCertificate, "certificate"),
      accepts: (bytes) => takes({ authorityCertificate: toBase64Url(bytes) }),
    },
    {
      what: "licence file that is installed on a host",
      sound: new TextEncoder().encode(granted.licenceFile),
      accepts: (bytes) =>
        unlessRefused(() =>
          checkLicence(new TextDecoder().decode(bytes), host.licence, time, false) !== undefined
        ),
    },
  ];
}

async function ofActivationByTelephone({ host, publisher }: TestHost): Promise<Flippable[]> {
  const asked = await installationId(host);
  const confirmed = await publisher.authority.confirm(asked);
  return [
    {
      what: "Installation ID",
      sound: decodeDigits(asked, INSTALLATION),
      accepts: (bytes) => unlessRefused(() => publisher.authority.confirm(encodeDigits(bytes, INSTALLATION))),
    },
    {
      what: "Confirmation ID",
      sound: decodeDigits(confirmed, CONFIRMATION),
      accepts: (bytes) => unlessRefused(() => activateOffline(host, encodeDigits(bytes, CONFIRMATION))),
    },
  ];
}
