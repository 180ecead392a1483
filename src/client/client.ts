import type { LicenceFile } from "../crypto/licence_file.ts";
import { decodeProductKey, partialProductKey } from "../crypto/product_key.ts";
import { decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { authorityKeyId } from "../crypto/certificates.ts";
import { fromHex } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import { DecodeError } from "../protocol/decode_error.ts";
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
import { type ClientFacts, ClientStore, newClient } from "./client_store.ts";
import { type LeaseStanding, leaseStanding } from "./lease.ts";
import { refusalOf, signedRefusal, unanswered } from "./refusals.ts";

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
  readonly #store: ClientStore;
  #facts: ClientFacts;
  #licence: LicenceFile | undefined;

  private constructor(
    ports: ClientPorts,
    store: ClientStore,
    facts: ClientFacts,
    licence: LicenceFile | undefined,
  ) {
    this.#ports = ports;
    this.#store = store;
    this.#facts = facts;
    this.#licence = licence;
  }

  /** Reads the client's documents and writes nothing. Rejects with DecodeError where one is damaged. */
  static async open(ports: ClientPorts): Promise<Client> {
    const store = new ClientStore(ports.documents);
    const facts = await store.readFacts() ?? newClient(ports.random, ports.clock.now());
    return new Client(ports, store, facts, await store.readLicence());
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
        "Cannot install the product key: no licence file is installed (or it is damaged), which names its product",
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
    await this.#store.writeLease(undefined);
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
    const lease = await this.#store.readSoundLease();
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
    await this.#store.writeLease(exchanged.frames);
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
    const frames = await this.#store.readLease();
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
    await this.#store.writeFacts(facts);
    this.#facts = facts;
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
      throw new OperationError("Cannot activate: no licence file is installed, or it is damaged", {
        remedy: "kms /ilc FILE",
      });
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
      throw unanswered(host, cause);
    }
  }
}
