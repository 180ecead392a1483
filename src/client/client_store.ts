import * as v from "valibot";
import { type KeptLicence, type LicenceFile, lookAtLicence, readLicence } from "../crypto/licence_file.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { hardwareMatches } from "../crypto/hardware.ts";
import { fromHex, toHex } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseKept } from "../policy/kept_format.ts";
import { ACTIVATION_TYPES } from "../policy/client_settings.ts";
import { type LicenceMemory, newLicenceMemory } from "../policy/licence_state.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { DocumentFolder, Random } from "../ports.ts";
import { USUAL_INTERVALS } from "../policy/renewal.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { ExchangeFrames } from "./check.ts";
import type { HostKnowledge } from "./finding.ts";
import { decodeLease, encodeLease } from "./lease.ts";

const FILES = { client: "client.json", lease: "lease.json", licence: "publisher.lic" } as const;

/** Length of a hardware identity. */
const HARDWARE_BYTES = 16;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const port = v.pipe(whole, v.minValue(1), v.maxValue(65535));
const clientSchema = v.strictObject({
  format: v.literal(1),
  /** CMID, 32 hexadecimal digits. */
  machineId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  clientKey: v.nullable(v.string()),
  /** The KMS host that was set (/skms), a port alone (`:1700`) at which hosts are asked that are found, or null. */
  host: v.nullable(v.string()),
  /** The KMS host that was set for a product by its ID (/skms HOST ID), or null. */
  productHost: v.optional(
    v.nullable(v.strictObject({ product: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)), host: v.string() })),
    null,
  ),
  /** The found host that answered last, while it is to be remembered. */
  cachedHost: v.optional(
    v.nullable(v.strictObject({ host: v.string(), port, address: v.string(), domain: v.string() })),
    null,
  ),
  /** The DNS server that is asked instead of the system's, or null. */
  dnsServer: v.optional(v.nullable(v.string()), null),
  /** The DNS domain to look for hosts in (/skms-domain), or null for the computer's own. */
  domain: v.optional(v.nullable(v.string()), null),
  /** Whether the host that answered last is asked first (/skhc). */
  hostCaching: v.optional(v.boolean(), true),
  /** Whether hosts are looked for by multicast DNS too. */
  multicast: v.optional(v.boolean(), false),
  activationType: v.optional(v.picklist(ACTIVATION_TYPES), 0),
  /** Whether short leases are asked for, as containers and other short-lived machines do. */
  ephemeral: v.optional(v.boolean(), false),
  /** How often the client was rearmed. */
  rearms: v.optional(whole, 0),
  /** The hardware on which an image was prepared, 32 hexadecimal digits, until the client is used again; else null. */
  generalizedOn: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))), null),
  /** When the client was set up, and the highest time seen; milliseconds since 1970. */
  since: whole,
  highestTime: whole,
  /** The rest of what policy/licence_state.ts remembers. `lastTime`: null in documents of before, where it was the highest time. */
  lastTime: v.optional(v.nullable(whole), null),
  changedSince: v.optional(v.nullable(whole), null),
  setBack: v.optional(whole, 0),
  doubtSpent: v.optional(whole, 0),
  /** Whether there has been a lease since the key was installed: one that is gone was taken away. */
  activated: v.optional(v.boolean(), false),
  highestEpoch: whole,
  /** Minutes, as a host last told them, whether it activated or refused. */
  activationInterval: v.optional(whole, USUAL_INTERVALS.activationInterval),
  renewalInterval: v.optional(whole, USUAL_INTERVALS.renewalInterval),
});
export type ClientFacts = v.InferOutput<typeof clientSchema>;

/** A client's documents. Reading rejects with DecodeError where one is damaged; writing resolves once it is on disk. */
export class ClientStore {
  readonly #documents: DocumentFolder;

  constructor(documents: DocumentFolder) {
    this.#documents = documents;
  }

  /** Rejects with OperationError where the document is damaged. */
  async readFacts(): Promise<ClientFacts | undefined> {
    try {
      const stored = await this.#documents.json(FILES.client).read();
      return stored === null ? undefined : parseKept(clientSchema, stored, FILES.client);
    } catch (cause) {
      if (!(cause instanceof DecodeError)) throw cause;
      throw new OperationError(cause.message, {
        remedy: `remove ${FILES.client} from the state folder and install the product key again`,
        cause,
      });
    }
  }

  async writeFacts(facts: ClientFacts): Promise<void> {
    await this.#documents.json(FILES.client).write(facts);
  }

  readLicence(): Promise<LicenceFile | undefined> {
    return readLicence(this.#documents.text(FILES.licence));
  }

  lookAtLicence(): Promise<KeptLicence> {
    return lookAtLicence(this.#documents.text(FILES.licence));
  }

  async writeLicence({ text }: LicenceFile): Promise<void> {
    await this.#documents.text(FILES.licence).write(text);
  }

  async readLease(): Promise<ExchangeFrames | undefined> {
    const stored = await this.#documents.json(FILES.lease).read();
    return stored === null ? undefined : decodeLease(stored);
  }

  /** A damaged lease is as good as none: the next activation replaces it. */
  async readSoundLease(): Promise<ExchangeFrames | undefined> {
    try {
      const lease = await this.readLease();
      if (lease !== undefined) decodeAuthorityCertificate(lease.authorityCertificate);
      return lease;
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
  }

  async writeLease(frames: ExchangeFrames): Promise<void> {
    await this.#documents.json(FILES.lease).write(encodeLease(frames));
  }

  async removeLease(): Promise<void> {
    await this.#documents.json(FILES.lease).remove();
  }
}

/** The facts of a client that was never set up, at `now` (milliseconds since 1970). */
export function newClient(random: Random, now: number): ClientFacts {
  return {
    format: 1,
    machineId: newMachineId(random),
    clientKey: null,
    host: null,
    productHost: null,
    cachedHost: null,
    dnsServer: null,
    domain: null,
    hostCaching: true,
    multicast: false,
    activationType: 0,
    ephemeral: false,
    rearms: 0,
    generalizedOn: null,
    ...newLicenceMemory(now),
    activated: false,
    highestEpoch: 0,
    ...USUAL_INTERVALS,
  };
}

/** What the client remembers of its licence. */
export function licenceMemory(
  { since, highestTime, lastTime, changedSince, setBack, doubtSpent }: ClientFacts,
): LicenceMemory {
  return { since, highestTime, lastTime: lastTime ?? highestTime, changedSince, setBack, doubtSpent };
}

/** What a client knows of the host for a product before it looks in DNS. */
export function hostKnowledge(facts: ClientFacts, product: Product | undefined): HostKnowledge {
  const { host, productHost, cachedHost, domain, multicast } = facts;
  return {
    productHost: productHost !== null && productHost.product === product?.id ? productHost.host : null,
    host,
    cachedHost,
    domain,
    multicast,
  };
}

export function newMachineId(random: Random): string {
  return toHex(random.bytes(16));
}

/**
 * What becomes of a client at its first use after an image was prepared. Another computer begins anew; on the one that the image was
 * made of only the machine ID is new, so that preparing an image is no way around the rearms that are left.
 */
export function afterImaging(
  { generalizedOn }: ClientFacts,
  random: Random,
  now: number,
  hardware: Uint8Array,
): Partial<ClientFacts> {
  const identity = { machineId: newMachineId(random), generalizedOn: null };
  const same = generalizedOn !== null &&
    hardwareMatches(hardware, fromHex(generalizedOn, HARDWARE_BYTES, "hardware"));
  return same ? identity : { ...identity, ...newLicenceMemory(now), highestEpoch: 0, rearms: 0 };
}
