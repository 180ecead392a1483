import { activateOnline } from "../../../src/host/activating.ts";
import type { Host } from "../../../src/host/host.ts";
import { changeSetting, installKey, installLicence } from "../../../src/host/installing.ts";
import { answerFrame } from "../../../src/host/service.ts";
import { Client } from "../../../src/client/client.ts";
import type { Connection, Network } from "../../../src/ports.ts";
import { START } from "../../support/counting.ts";
import { MemoryDocuments } from "../../support/disk/memory_documents.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { fakeMachine } from "../../support/fakes/fake_machine.ts";
import { FakeTime } from "../../support/fakes/fake_time.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { frameOf } from "../../support/roles/asking.ts";
import { Publisher } from "../../support/roles/publisher.ts";
import { openHost } from "../../support/roles/test_host.ts";
import { ScriptedNames } from "../../support/searching/scripted_names.ts";

/** Two of them are granted; of the third there are too few computers, which a host signs too. */
export const GRANTED = ["Lone", "Server"] as const;
export const PRODUCTS = [...GRANTED, "Client"] as const;
export type ProductName = typeof PRODUCTS[number];

/** What carries a frame to a host, or wherever else, and its answer back. */
export type Carry = (frame: Uint8Array) => Promise<Uint8Array>;

export const toHost = (host: Host, address = "192.0.2.7"): Carry => async (frame) =>
  (await answerFrame(host, frame, address)).frame;

/** A network in somebody's hands. */
export class Wire implements Network {
  constructor(public carry: Carry) {}

  connect(): Promise<Connection> {
    const answers: Promise<Uint8Array>[] = [];
    return Promise.resolve({
      remoteAddress: "192.0.2.1",
      write: (frame) => {
        answers.push(this.carry(frame));
        return Promise.resolve();
      },
      read: () => answers.shift() ?? Promise.resolve(null),
      close: () => {},
    });
  }
}

/** A product on a computer, which asks for its activation. Two products on one computer have the same machine ID and hardware. */
export class Asker {
  private constructor(
    readonly name: string,
    readonly product: string,
    readonly client: Client,
    readonly documents: MemoryDocuments,
    readonly wire: Wire,
  ) {}

  static async make(
    publisher: Publisher,
    time: FakeTime,
    computer: string,
    product: ProductName,
  ): Promise<Asker> {
    const [documents, names] = [new MemoryDocuments(), new ScriptedNames()];
    const wire = new Wire(() => Promise.reject(new Error("nothing answers")));
    documents.texts.set("publisher.lic", publisher.licence);
    names.addresses.set("kms.example", ["192.0.2.1"]);
    const client = await Client.open({
      clock: time,
      timer: time,
      random: new SeededRandom(computer.length),
      machine: fakeMachine(computer),
      network: wire,
      documents,
      openNames: names.open,
    });
    await client.installKey(publisher.products.find(({ name }) => name === product)!.clientKey);
    await client.changeSettings({ host: "kms.example" });
    return new Asker(`${computer}'s ${product}`, product, client, documents, wire);
  }

  /** What a host has told, as far as it is kept. */
  get kept(): string {
    const { activated, highestEpoch, activationInterval, renewalInterval } = JSON.parse(
      this.documents.texts.get("client.json")!,
    );
    return JSON.stringify([this.lease, activated, highestEpoch, activationInterval, renewalInterval]);
  }

  get lease(): string | undefined {
    return this.documents.texts.get("lease.json");
  }
}

const COMPUTERS = ["one", "three"] as const;
/** So many ask before, so that there are enough for all but one product. */
const OTHERS = 5;

/** Two publishers; of the one two hosts and, on two computers, three products each. */
export class World {
  readonly time = new FakeTime(START);
  readonly askers: Asker[] = [];

  private constructor(
    readonly publisher: Publisher,
    readonly stranger: Publisher,
    readonly hosts: readonly [Host, Host],
    readonly foreignHost: Host,
    readonly foreigner: Asker,
    time: FakeTime,
  ) {
    this.time = time;
  }

  static async make(): Promise<World> {
    const time = new FakeTime(START);
    const [publisher, stranger] = [await Publisher.create(time, 1), await Publisher.create(time, 2)];
    const first = await hostOf(publisher, time, { computer: "host A", seed: 100 });
    const second = await hostOf(publisher, time, { computer: "host B", seed: 200 });
    const foreignHost = await hostOf(stranger, time, { computer: "foreign", seed: 300 });
    const foreigner = await Asker.make(stranger, time, "one", "Lone");
    const world = new World(publisher, stranger, [first, second], foreignHost, foreigner, time);
    for (const [place, host] of world.hosts.entries()) await world.#prepare(host, place);
    for (const computer of COMPUTERS) {
      for (const product of PRODUCTS) world.askers.push(await Asker.make(publisher, time, computer, product));
    }
    return world;
  }

  /** Each tells an interval of its own, so that it is seen which was believed. */
  async #prepare(host: Host, place: number): Promise<void> {
    await changeSetting(host, { name: "activationInterval", value: 60 + place }, () => Promise.resolve(null));
    for (let i = 0; i < OTHERS; i++) await toHost(host)(frameOf(this, `other ${i}`));
  }
}

export interface HostWish {
  readonly computer: string;
  /** Two with the same one have the same host key. */
  readonly seed: number;
  /** The product key; one of its own where it is left out. */
  readonly key?: string;
}

/** A host of the publisher that is activated. */
export async function hostOf(
  publisher: Publisher,
  time: FakeTime,
  { computer, seed, key }: HostWish,
): Promise<Host> {
  const host = await openHost(new SimulatedDisk(), time, { machine: fakeMachine(computer), seed });
  await installLicence(host, publisher.licence);
  await installKey(host, key ?? await publisher.authority.issueKey("host", []));
  await activateOnline(host, publisher.service);
  return host;
}
