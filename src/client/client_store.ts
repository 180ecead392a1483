import * as v from "valibot";
import { type LicenceFile, readLicence } from "../crypto/licence_file.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { toHex } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseValue } from "../protocol/json.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { DocumentFolder, Random } from "../ports.ts";
import type { ExchangeFrames } from "./check.ts";
import { decodeLease, encodeLease } from "./lease.ts";

const FILES = { client: "client.json", lease: "lease.json", licence: "publisher.lic" } as const;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const clientSchema = v.strictObject({
  format: v.literal(1),
  /** CMID, 32 hexadecimal digits. */
  machineId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  clientKey: v.nullable(v.string()),
  /** The KMS host that was set (/skms), or null. */
  host: v.nullable(v.string()),
  /** When the client was set up, and the highest time ever seen; milliseconds since 1970. */
  since: whole,
  highestTime: whole,
  highestEpoch: whole,
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
      return stored === null ? undefined : parseValue(clientSchema, stored, FILES.client);
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

  async writeLease(frames: ExchangeFrames | undefined): Promise<void> {
    await this.#documents.json(FILES.lease).write(frames === undefined ? null : encodeLease(frames));
  }
}

/** The facts of a client that was never set up, at `now` (milliseconds since 1970). */
export function newClient(random: Random, now: number): ClientFacts {
  return {
    format: 1,
    machineId: toHex(random.bytes(16)),
    clientKey: null,
    host: null,
    since: now,
    highestTime: now,
    highestEpoch: 0,
  };
}
