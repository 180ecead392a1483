import type { LicenceFile } from "../crypto/licence_file.ts";
import { decodeProductKey, partialProductKey } from "../crypto/product_key.ts";
import { toHex } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { ClientSettings } from "../policy/client_settings.ts";
import type { Step } from "../policy/diagnosis.ts";
import { newLicenceMemory } from "../policy/licence_state.ts";
import { type Intervals, type RenewalFacts, renewalOf } from "../policy/renewal.ts";
import { OperationError } from "../policy/operation_error.ts";
import { rearmsLeft } from "../policy/rearm.ts";
import type { Network, Timer } from "../ports.ts";
import { type Activation, type Asked, askToActivate, type Circumstances } from "./activating.ts";
import type { OpenNames } from "../dns/host_names.ts";
import { type ClientFacts, hostKnowledge, newMachineId } from "./client_store.ts";
import { keepAnswer } from "./keeping.ts";
import type { ClientLog } from "./logging.ts";
import { parseDnsServer } from "./dns_server.ts";
import { formatHostAddress, parseHostAddress } from "./host_address.ts";
import { type HostInUse, hostInUse } from "./host_in_use.ts";
import { readSettings } from "./reading_settings.ts";
import { type Survey, surveyHosts, type SurveyWish } from "./surveying.ts";
import { productToInstall } from "./installing.ts";
import { type KeepingPorts, KeptClient } from "./kept_client.ts";
import { diagnoseClient } from "./diagnosis/diagnose.ts";
import type { ClientLook } from "./standing.ts";

export interface ClientPorts extends KeepingPorts {
  readonly timer: Timer;
  readonly network: Network;
  readonly openNames: OpenNames;
  /** Where it is kept what hosts were asked and what they said; where it is left out, nowhere. */
  readonly log?: ClientLog;
}

/** Where hosts are looked for this time; what is left out is as it is set. */
export interface SearchOptions {
  /** The DNS server that is asked instead of the system's: `ADDR` or `ADDR:PORT`. */
  readonly dnsServer?: string | undefined;
}

/** One computer's side: its key, its host and its lease, in the documents of its state folder. */
export class Client {
  readonly #ports: ClientPorts;
  readonly #kept: KeptClient;

  private constructor(ports: ClientPorts, kept: KeptClient) {
    this.#ports = ports;
    this.#kept = kept;
  }

  /** Reads the client's documents; writes only where the computer was made from an image. Rejects with OperationError where one is damaged. */
  static async open(ports: ClientPorts): Promise<Client> {
    return new Client(ports, await KeptClient.open(ports));
  }

  get licence(): LicenceFile | undefined {
    return this.#kept.licence;
  }

  get machineId(): string {
    return this.#facts.machineId;
  }

  get settings(): ClientSettings {
    const { host, domain, dnsServer, hostCaching, multicast, activationType, ephemeral } = this.#facts;
    const { productHost } = hostKnowledge(this.#facts, this.product);
    return { host, productHost, domain, dnsServer, hostCaching, multicast, activationType, ephemeral };
  }

  /** When to come again, as a host last told. */
  get intervals(): Intervals {
    const { activationInterval, renewalInterval } = this.#facts;
    return { activationInterval, renewalInterval };
  }

  /** The host that is asked first, as far as it is known without DNS. */
  get hostInUse(): HostInUse | undefined {
    return hostInUse(hostKnowledge(this.#facts, this.product));
  }

  /** Whether there has been a lease since the key was installed. */
  get isActivated(): boolean {
    return this.#facts.activated;
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
    return this.#kept.product;
  }

  get rearmsLeft(): number {
    return rearmsLeft(this.#facts.rearms, this.licence?.payload.rearms);
  }

  /** Installs a client key. Rejects with OperationError. `text` has been read before: it is a client key. */
  async installKey(text: string): Promise<Product> {
    const product = productToInstall(text, this.licence);
    const activated = this.#facts.activated && product.id === this.product?.id;
    await this.#kept.change({ clientKey: product.clientKey, activated });
    return product;
  }

  async removeKey(): Promise<void> {
    if (this.#facts.clientKey === null) {
      throw new OperationError("Cannot remove the product key: none is installed", {
        code: HResult.keyNotInstalled,
        remedy: null,
      });
    }
    await this.#kept.change({ clientKey: null, activated: false });
    await this.#kept.store.removeLease();
  }

  /** Changes settings of the computer; each is kept as it was understood. Rejects with OperationError where one cannot be read. */
  async changeSettings(change: Partial<Omit<ClientSettings, "productHost">>): Promise<void> {
    await this.#kept.change({
      ...readSettings(change),
      ...(change.hostCaching === false ? { cachedHost: null } : {}),
    });
  }

  /** Sets or clears the host for one product. Rejects with OperationError where that is not what is installed. */
  async setProductHost(id: string, host: string | null): Promise<void> {
    if (id !== this.product?.id) {
      throw new OperationError(`Cannot set the host of ${id}: it is not what is installed here`, {
        code: HResult.productNotInstalled,
      });
    }
    const read = host === null ? null : { product: id, host: formatHostAddress(parseHostAddress(host)) };
    await this.#kept.change({ productHost: read });
  }

  /** New machine ID, no lease, the grace period anew. Rejects with OperationError where no rearm is left. */
  async rearm(): Promise<void> {
    if (this.rearmsLeft === 0) {
      throw new OperationError(
        `Cannot rearm: this client has been rearmed ${this.#facts.rearms} times, which is all that its publisher allows`,
        { code: HResult.rearmLimitReached },
      );
    }
    const { random, clock } = this.#ports;
    const rearms = this.#facts.rearms + 1; // first: what a crash leaves is a rearm spent, never one for nothing
    const anew = { ...newLicenceMemory(clock.now()), activated: false };
    await this.#kept.change({ rearms, machineId: newMachineId(random), ...anew });
    await this.#kept.store.removeLease();
  }

  /** Leaves nothing here by which a computer made from this one's image could be taken for this one. */
  async generalize(): Promise<void> {
    await this.#kept.change({ activated: false });
    await this.#kept.store.removeLease();
    await this.#ports.log?.clear();
    await this.#kept.change({ generalizedOn: toHex(await this.#ports.machine.hardware()), cachedHost: null });
  }

  /** Finds hosts and asks them; a lease that one grants is on disk when this resolves. Rejects with OperationError. */
  async activate(options: SearchOptions = {}): Promise<Activation> {
    return await this.accept(await this.ask(options));
  }

  /** The first half of an activation, which takes its time and writes nothing. Rejects with OperationError where there is nothing to ask for. */
  async ask({ dnsServer }: SearchOptions = {}): Promise<Asked> {
    return await askToActivate(this.#ports, this.#kept.store, await this.#circumstances(dnsServer));
  }

  /**
   * The second half: keeps what came of asking. Rejects with OperationError (SearchFailed) where no host activated; what a signed
   * refusal told is on disk then, if it can be.
   */
  async accept(asked: Asked): Promise<Activation> {
    return await keepAnswer(this.#kept, asked, this.#ports.clock.now());
  }

  /** What the next try follows from, as far as the documents tell; and whether there is something to be kept of this look, by look(). */
  async renewal(): Promise<Pick<RenewalFacts, "renewal" | "activationInterval"> & { isNew: boolean }> {
    const { lease, memory } = await this.#kept.see();
    const renewal = lease?.kind === "holds" ? renewalOf(lease) : null;
    const { activationInterval } = this.#facts;
    return { renewal, activationInterval, isNew: this.#kept.isNew(memory) };
  }

  /** Rejects with OperationError where the folder would not take in what a host grants. */
  async requireWritable(): Promise<void> {
    await this.#kept.change({});
  }

  /** Finds all hosts and asks each what it would say, without being counted. Rejects with OperationError. */
  async survey({ dnsServer, domain }: SearchOptions & SurveyWish = {}): Promise<Survey> {
    return await surveyHosts(this.#ports, await this.#circumstances(dnsServer), { domain });
  }

  /**
   * Follows the chain to an activation: every step, and how it stands. Nothing is written and no host counts it. Rejects with
   * OperationError for a DNS server that cannot be read.
   */
  async diagnose({ dnsServer = this.#facts.dnsServer ?? undefined }: SearchOptions = {}): Promise<Step[]> {
    const { store, facts, licence, product } = this.#kept;
    const basis = { facts, licence, product, partialKey: this.partialKey };
    return await diagnoseClient(this.#ports, store, basis, parseDnsServer(dnsServer ?? null));
  }

  /** How the licence stands, checked offline. */
  look(): Promise<ClientLook> {
    return this.#kept.look();
  }

  get #facts(): ClientFacts {
    return this.#kept.facts;
  }

  async #circumstances(dnsServer: string | undefined): Promise<Circumstances> {
    return {
      standing: (await this.#kept.see()).standing,
      facts: this.#facts,
      product: this.product,
      licence: this.licence,
      dnsServer: parseDnsServer(dnsServer ?? this.#facts.dnsServer),
    };
  }
}
