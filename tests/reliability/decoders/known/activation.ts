import { answerCall } from "../../../../src/authority/service.ts";
import { createHostRequest } from "../../../../src/crypto/host_request.ts";
import { decodeProductKey } from "../../../../src/crypto/product_key.ts";
import { activateOnline } from "../../../../src/host/activating.ts";
import { OperationError } from "../../../../src/policy/operation_error.ts";
import { ACTIVATE_PATH, CHALLENGE_PATH } from "../../../../src/protocol/activation_service.ts";
import { bytesNamed } from "../../../support/fakes/seeded_random.ts";
import { SERVICE_URL } from "../../../support/roles/publisher.ts";
import { equippedHost } from "../../../support/roles/test_host.ts";
import { hostKey } from "../../../support/samples/samples.ts";
import { type Decoder, promise, samplesOf, textOf, unlessRejected } from "../decoder.ts";
import { isError } from "./api.ts";

let made = await equippedHost();
const { authority, service } = made.publisher;
const { serial, secret } = decodeProductKey(await authority.issueKey("host", []));
const application = createHostRequest(
  { serial, secret, hardware: bytesNamed("hardware", 8), hostKey },
  authority.challenge(),
);

/** A host that asks gets a certificate only with the proofs that it made. */
const applied: Decoder = {
  name: "call of the activation service",
  samples: samplesOf(application),
  json: true,
  share: 0.3,
  read: async (bytes) => {
    const { status } = await answerCall(authority, ACTIVATE_PATH, textOf(bytes));
    promise([200, 400, 403].includes(status), `it is answered with ${status}`);
    promise(status !== 200 || sameApplication(textOf(bytes)), "another request than the host's is granted");
    return status === 200;
  },
};

function sameApplication(text: string): boolean {
  const given = JSON.parse(text.replace(/^\uFEFF/, ""));
  return Object.entries(application).every(([name, value]) => given[name] === value);
}

/** The answers that the host gets when it asks itself; its key and the challenge do not change. */
const answers: Record<string, { status: number; body: unknown }> = {};
await activateOnline(made.host, {
  post: async (url, path, body) => answers[path] = await service.post(url, path, body),
});
const { certificate } = made.host.facts!.activation!;
let asked = 0;
/** All that a host records is in memory. */
const OFTEN = 500;

/** The same again, when it has asked often enough. */
async function host() {
  if (++asked % OFTEN === 0) {
    made = await equippedHost();
    await activateOnline(made.host, service);
  }
  return made.host;
}

const granted = (path: string): Decoder => ({
  name: "answer of the activation service",
  samples: samplesOf(answers[path]!.body, { error: { code: 0xC004F050, message: "no" } }),
  json: true,
  share: 0.05,
  read: async (bytes) => {
    const body = jsonOf(textOf(bytes));
    const post = (_: string, asked: string) =>
      Promise.resolve(asked === path ? { status: isError(bytes) ? 403 : 200, body } : answers[asked]!);
    const asking = await host();
    const done = await unlessRejected(async () => {
      await activateOnline(asking, { post }, { url: SERVICE_URL });
      return true;
    }, OperationError);
    promise(
      asking.facts!.activation!.certificate === certificate,
      "the host takes a certificate that nobody issued",
    );
    return done === true;
  },
});

/** As the adapter reads a body: what is no JSON is undefined. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const ACTIVATION: readonly Decoder[] = [applied, granted(CHALLENGE_PATH), granted(ACTIVATE_PATH)];
