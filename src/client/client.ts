import * as v from "valibot";
import { decodeLicenceFile, type LicenceFile } from "../crypto/licence_file.ts";
import { decodeProductKey, partialProductKey } from "../crypto/product_key.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { authorityKeyId } from "../crypto/certificates.ts";
import { fromHex, toHex } from "../protocol/bytes.ts";
import { describeHResult, HResult } from "../protocol/hresult.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseValue } from "../protocol/json.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { fitMachineName } from "../protocol/machine_name.ts";
import type { Reply } from "../protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../protocol/request.ts";
import { type LicenceStanding, licenceStanding } from "../policy/licence_state.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { Clock, DocumentFolder, Machine, Network, Random, Timer } from "../ports.ts";
import { checkReply } from "./check.ts";
import { exchange, type Exchanged } from "./exchange.ts";
import { formatHostAddress, type HostAddress, parseHostAddress } from "./host_address.ts";
import { decodeLease, encodeLease, type LeaseStanding, leaseStanding } from "./lease.ts";

export interface ClientPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly network: Network;
  readonly machine: Machine;
  readonly documents: DocumentFolder;
}

/** The highest time seen is written down at most so often. */
const HOUR_MS = 3_600_000;

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
type ClientFacts = v.InferOutput<typeof clientSchema>;

/** What an activation gave. */
export interface Activation {
  readonly product: Product;
  readonly host: HostAddress;
  readonly reply: Reply;
  /** When the lease ends, milliseconds since 1970. */
  readonly ends: number;
}

/** One computer's side: its key, its host and its lease, in the documents of its state folder. */
export class Client {
  readonly #ports: ClientPorts;
  #facts: ClientFacts;
  #licence: LicenceFile | undefined;

  private constructor(ports: ClientPorts, facts: ClientFacts, licence: LicenceFile | undefined) {
    this.#ports = ports;
    this.#facts = facts;
    this.#licence = licence;
  }

  /** Reads the client's documents and writes nothing. Rejects with DecodeError where one is damaged. */
  static async open(ports: ClientPorts): Promise<Client> {
    const stored = await ports.documents.json(FILES.client).read();
    const licenceText = await ports.documents.text(FILES.licence).read();
    const facts = stored === null ? newClient(ports) : parseValue(clientSchema, stored, FILES.client);
    return new Client(ports, facts, licenceText === null ? undefined : decodeLicenceFile(licenceText));
  }

  get licence(): LicenceFile | undefined {
    return this.#licence;
  }

  get machineId(): string {
    return this.#facts.machineId;
  }

  get host(): string | null {
    return this.#facts.host;
  }

  get hasKey(): boolean {
    return this.#facts.clientKey !== null;
  }

  get partialKey(): string | undefined {
    return this.#facts.clientKey === null
      ? undefined
      : partialProductKey(decodeProductKey(this.#facts.clientKey));
  }

  /** The product that the installed key is for; undefined without a key or licence file, or where the file does not know the key. */
  get product(): Product | undefined {
    return this.#facts.clientKey === null ? undefined : this.#productOf(this.#facts.clientKey);
  }

  /** Installs a client key. Rejects with OperationError. `text` has been read before: it is a client key. */
  async installKey(text: string): Promise<Product> {
    if (this.#licence === undefined) {
      throw new OperationError(
        "Cannot install the product key: no licence file is installed, which names its product",
        {
          remedy: "kms /ilc FILE, with the file that the publisher ships",
        },
      );
    }
    const product = this.#productOf(text);
    if (product === undefined) {
      throw new OperationError(
        `Cannot install the product key: the licence file of ${this.#licence.payload.publisher} has no product with it`,
        {
          code: HResult.keyInvalid,
          remedy: "install a newer licence file, or compare the key with the one that you were given",
        },
      );
    }
    await this.#change({ clientKey: product.clientKey });
    return product;
  }

  async removeKey(): Promise<void> {
    if (this.#facts.clientKey === null) {
      throw new OperationError("Cannot remove the product key: none is installed");
    }
    await this.#ports.documents.json(FILES.lease).write(null);
    await this.#change({ clientKey: null });
  }

  /** Sets the KMS host, or clears it with null. Rejects with OperationError where the address cannot be read. */
  async setHost(host: string | null): Promise<void> {
    await this.#change({ host: host === null ? null : formatHostAddress(parseHostAddress(host)) });
  }

  /** Asks the host once; a lease that it grants is on disk when this resolves. Rejects with OperationError. */
  async activate(): Promise<Activation> {
    const { product, licence } = this.#ready();
    const host = this.#hostAddress();
    const lease = await this.#soundLease();
    const held = [licence.authorityBytes, ...(lease === undefined ? [] : [lease.authorityCertificate])];
    const request = encodeRequest(await this.#request(product, licence, lease !== undefined));
    const exchanged = await this.#exchange(host, request, held);
    if (exchanged.kind === "error") throw refusalOf(exchanged.result, host);
    const now = this.#ports.clock.now();
    const checked = checkReply(exchanged.frames, { roots: licence.roots, product, now });
    if (checked.kind === "fault") {
      throw new OperationError(`The answer of ${formatHostAddress(host)} does not hold: ${checked.reason}`, {
        code: checked.code,
      });
    }
    if (checked.kind === "refused") throw signedRefusal(checked.reply, product, host);
    await this.#ports.documents.json(FILES.lease).write(encodeLease(exchanged.frames));
    const epoch = Math.max(this.#facts.highestEpoch, checked.reply.certificate.epoch);
    await this.#change({ highestTime: now, highestEpoch: epoch });
    return {
      product,
      host,
      reply: checked.reply,
      ends: (checked.reply.issued + checked.validity * 60) * 1000,
    };
  }

  /**
   * How the stored lease stands, checked offline; undefined where there is none. Keeps the highest time seen, so that a clock set
   * back does not lengthen a lease. Rejects with DecodeError where it is damaged.
   */
  async lease(): Promise<LeaseStanding | undefined> {
    const frames = await this.#readLease();
    const { product, licence } = this;
    if (frames === undefined || product === undefined || licence === undefined) return undefined;
    const now = this.#ports.clock.now();
    const hardware = await this.#ports.machine.hardware();
    const { highestTime } = this.#facts;
    const standing = leaseStanding(frames, { roots: licence.roots, product, hardware, now, highestTime });
    if (now >= highestTime + HOUR_MS) await this.#change({ highestTime: now });
    return standing;
  }

  async standing(): Promise<LicenceStanding> {
    const lease = await this.lease().catch((error) => {
      if (error instanceof DecodeError) return undefined; // a damaged lease licenses nothing
      throw error;
    });
    return licenceStanding({
      leaseEnds: lease?.kind === "holds" ? lease.ends : undefined,
      since: this.#facts.since,
      graceDays: this.#licence?.payload.graceDays ?? 0,
    }, this.#ports.clock.now());
  }

  async #change(change: Partial<ClientFacts>): Promise<void> {
    const facts = { ...this.#facts, ...change };
    await this.#ports.documents.json(FILES.client).write(facts);
    this.#facts = facts;
  }

  async #readLease() {
    const stored = await this.#ports.documents.json(FILES.lease).read();
    return stored === null ? undefined : decodeLease(stored);
  }

  /** A damaged lease is as good as none: the next activation replaces it. */
  async #soundLease() {
    try {
      const lease = await this.#readLease();
      if (lease !== undefined) decodeAuthorityCertificate(lease.authorityCertificate);
      return lease;
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
  }

  #productOf(clientKey: string): Product | undefined {
    const { serial } = decodeProductKey(clientKey);
    return this.#licence?.payload.products.find((product) =>
      decodeProductKey(product.clientKey).serial === serial
    );
  }

  #ready(): { product: Product; licence: LicenceFile } {
    const { product, licence } = this;
    if (licence === undefined) {
      throw new OperationError("Cannot activate: no licence file is installed", { remedy: "kms /ilc FILE" });
    }
    if (product === undefined) {
      throw new OperationError("Cannot activate: no product key is installed", {
        code: HResult.keyInvalid,
        remedy: "kms /ipk KEY",
      });
    }
    return { product, licence };
  }

  #hostAddress(): HostAddress {
    if (this.#facts.host !== null) return parseHostAddress(this.#facts.host);
    throw new OperationError("Cannot activate: no KMS host is set", {
      code: HResult.noHostAnswered,
      remedy: "kms /skms HOST[:PORT]",
    });
  }

  async #request(product: Product, licence: LicenceFile, renewal: boolean): Promise<ActivationRequest> {
    const { machine, clock, random } = this.#ports;
    const standing = await this.standing();
    return {
      virtual: await machine.isVirtual(),
      renewal,
      probe: false,
      ephemeral: false,
      licenceState: standing.state,
      minutesLeft: standing.minutesLeft,
      clientTime: Math.floor(clock.now() / 1000),
      machineId: fromHex(this.#facts.machineId, 16, "machine ID"),
      hardware: await machine.hardware(),
      productId: fromHex(product.id, 16, "product ID"),
      nonce: random.bytes(16),
      highestEpoch: this.#facts.highestEpoch,
      authorityKeyId: authorityKeyId(decodeAuthorityCertificate(licence.authorityBytes).publicKey),
      name: fitMachineName(machine.name()),
    };
  }

  async #exchange(host: HostAddress, request: Uint8Array, held: readonly Uint8Array[]): Promise<Exchanged> {
    try {
      return await exchange(this.#ports, host, request, held);
    } catch (cause) {
      throw new OperationError(
        `No KMS host answered at ${formatHostAddress(host)}: ${
          cause instanceof Error ? cause.message : cause
        }`,
        {
          code: HResult.noHostAnswered,
          remedy:
            "check the name and port (kms /skms HOST[:PORT]), the network, and that the host runs (kms serve)",
          cause,
        },
      );
    }
  }
}

function newClient({ clock, random }: ClientPorts): ClientFacts {
  const now = clock.now();
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

/** An error frame is unsigned: one that says "activated" is nonsense. */
function refusalOf(result: number, host: HostAddress): OperationError {
  const known = result === HResult.activated ? undefined : knownResult(result);
  const code = known ?? HResult.noHostAnswered;
  return new OperationError(`The host ${formatHostAddress(host)} refused: ${describeHResult(result)}`, {
    code,
    ...(code === HResult.hostNotActivated ? { remedy: "activate the host: kms /ato on it" } : {}),
  });
}

function signedRefusal(reply: Reply, product: Product, host: HostAddress): OperationError {
  const code = knownResult(reply.result) ?? HResult.noHostAnswered;
  if (code === HResult.belowThreshold) {
    return new OperationError(
      `The host ${
        formatHostAddress(host)
      } has counted ${reply.count} computers; ${product.name} needs ${product.threshold}`,
      {
        code,
        remedy: `this computer is counted from now on; it tries again in ${reply.activationInterval} minutes`,
      },
    );
  }
  return new OperationError(`The host ${formatHostAddress(host)} refused: ${describeHResult(reply.result)}`, {
    code,
  });
}

function knownResult(result: number): HResult | undefined {
  return Object.values(HResult).find((code) => code === result);
}
