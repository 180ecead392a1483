import { type Catalogue, decide } from "../../../src/policy/decide.ts";
import { INITIAL_SETTINGS } from "../../../src/policy/settings.ts";
import { apply, INITIAL_FACTS } from "../../../src/policy/state.ts";
import { encodeHostCertificate, type SignedHostCertificate } from "../../../src/protocol/host_certificate.ts";
import { encodeReplyBody, type ReplyFields } from "../../../src/protocol/reply.ts";
import { decodeRequest } from "../../../src/protocol/request.ts";
import { SigningKey } from "../../../src/crypto/ed25519.ts";
import { signReply } from "../../../src/crypto/reply_signature.ts";
import { DAY, MINUTE } from "../counting.ts";
import { sampleAuthority, signedHost } from "../samples/samples.ts";
import { sampleProduct } from "../samples/sample_licence.ts";
import { bytesNamed } from "../fakes/seeded_random.ts";
import { THRESHOLD } from "./host_model.ts";
import type { Faults } from "./faults.ts";
import type { HostName } from "./year_network.ts";
import { stateOf } from "../samples/states.ts";

/** Minutes between tries until one activates, as the hosts are set: with the usual two hours nearly all of the work would be tries in vain. */
export const ACTIVATION_INTERVAL = 1440;
/** How long a host's certificate is good; it is activated anew in time. */
const CERTIFICATE_MS = 200 * DAY;

/** A host: the rules of src/policy over a state of its own, and real signatures. It is up or down; its state outlives that. */
export class YearHost {
  readonly name: HostName;
  isUp = true;
  readonly #state = stateOf({
    ...INITIAL_FACTS,
    settings: { ...INITIAL_SETTINGS, activationInterval: ACTIVATION_INTERVAL },
  });
  readonly #key: SigningKey;
  readonly #catalogue: Catalogue;
  readonly #faults: Faults;
  #certificate: SignedHostCertificate | undefined;
  #sequence = 0;

  constructor(name: HostName, faults: Faults) {
    this.name = name;
    this.#key = SigningKey.fromSeed(bytesNamed(`key of ${name}`, 32));
    this.#faults = faults;
    const product = sampleProduct({ threshold: THRESHOLD, ...faults.product });
    this.#catalogue = new Map([[product.id, product]]);
  }

  /** Answers a request frame at `now`. */
  answer(frame: Uint8Array, now: number): { readonly reply: ReplyFields; readonly frame: Uint8Array } {
    const request = this.#faults.asUnderstood(decodeRequest(frame));
    const { hostForgetsEarlier } = this.#faults;
    if (hostForgetsEarlier > 0) {
      this.#state.machines.forget(now + hostForgetsEarlier, now + hostForgetsEarlier);
    }
    const { reply, events } = decide(this.#state, this.#catalogue, request, {
      now,
      sequence: this.#sequence += 1,
      address: "192.0.2.1",
    });
    for (const event of events) apply(this.#state, event);
    const body = encodeReplyBody(reply, encodeHostCertificate(this.#certificateAt(now)));
    return { reply, frame: signReply(body, frame, this.#key) };
  }

  /** Whether the certificates that an answer at `now` comes with are in date at `time`, by another clock. */
  hasCertificatesFor(time: number, now: number): boolean {
    const { notBefore, notAfter } = this.#certificateAt(now);
    const authority = sampleAuthority();
    return time >= Math.max(notBefore, authority.notBefore) * MINUTE &&
      time <= Math.min(notAfter, authority.notAfter) * MINUTE;
  }

  #certificateAt(now: number): SignedHostCertificate {
    if (this.#certificate !== undefined && now < this.#certificate.notAfter * MINUTE - CERTIFICATE_MS / 2) {
      return this.#certificate;
    }
    const notBefore = Math.floor((now - DAY) / MINUTE);
    const notAfter = notBefore + CERTIFICATE_MS / MINUTE;
    return this.#certificate = signedHost({ notBefore, notAfter, publicKey: this.#key.publicKey });
  }
}
