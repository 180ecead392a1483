import type { Product } from "../../../src/protocol/licence_payload.ts";
import { decide } from "../../../src/policy/decide.ts";
import type { HostEvent } from "../../../src/policy/events.ts";
import { apply } from "../../../src/policy/state.ts";
import { Checkpoint } from "../../../src/host/checkpoint.ts";
import type { HostPorts } from "../../../src/host/host.ts";
import { JOURNAL_START } from "../../../src/journal/reader.ts";
import { JournalWriter } from "../../../src/journal/writer.ts";
import { toHex } from "../../../src/protocol/bytes.ts";
import { Computer, type Kind } from "./organisation_computer.ts";
import { clientProductKey, sampleLicence, sampleProduct } from "../samples/sample_licence.ts";
import { bytesNamed, SeededRandom } from "../fakes/seeded_random.ts";
import type { FakeTime } from "../fakes/fake_time.ts";
import { stateOf } from "../samples/states.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const BATCH = 2000;

const product = (serial: number, name: string, changes: Partial<Product>) =>
  sampleProduct({
    id: toHex(bytesNamed(name)),
    name,
    group: 0,
    clientKey: clientProductKey(serial),
    ...changes,
  });

/** One whose leases are short, one that is never activated, and one that the host does not serve, among others. */
export const PRODUCTS = {
  desk: product(1, "Desk", { edition: "Professional", threshold: 25 }),
  server: product(2, "Server", { edition: "Standard", kind: "server", threshold: 5 }),
  cloud: product(3, "Cloud", { edition: "Datacenter", threshold: 60, countVirtual: true }),
  kiosk: product(4, "Kiosk", { edition: "Embedded", validityMinutes: 31 * 1440 }),
  vault: product(5, "Vault", { edition: "Enterprise", threshold: 5000 }),
  unserved: product(6, "Unserved", { edition: "None" }),
} as const;
const SERVED = Object.values(PRODUCTS).filter((one) => one !== PRODUCTS.unserved);
const CATALOGUE = new Map(SERVED.map((one) => [one.id, one]));

/** One request as the organisation itself remembers it. */
export interface Fact {
  readonly time: number;
  readonly computer: Computer;
  readonly product: Product;
  readonly machineId: string;
  readonly virtual: boolean;
  readonly renewal: boolean;
  readonly activated: boolean;
}

export interface OrganisationPlan {
  readonly computers: number;
  readonly days: number;
  readonly seed: number;
}

/** What some computers call themselves. */
export const HOSTILE_NAMES = [
  "=cmd|' /C calc'!A0",
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "+1+1",
  "</title></svg><b>",
  "日本語デスク 🖥",
];

/**
 * An organisation and its host: computers come, renew, are set up anew, cloned and retired, for days on end. What the host decides and
 * writes is the program's; what the computers remember, of themselves and of each request, is kept here, and by no code of the program.
 */
export class Organisation {
  readonly facts: Fact[] = [];
  readonly computers: Computer[];
  readonly #state = stateOf();
  readonly #ports: HostPorts;
  readonly #time: FakeTime;
  readonly #plan: OrganisationPlan;
  readonly #random: SeededRandom;
  #sequence = 0;

  constructor(ports: HostPorts, time: FakeTime, plan: OrganisationPlan) {
    this.#ports = ports;
    this.#time = time;
    this.#plan = plan;
    this.#random = new SeededRandom(plan.seed);
    this.computers = this.#found();
  }

  /** Lets all days pass, and leaves a folder as a host does that was killed ten days after its last checkpoint. */
  async live(): Promise<void> {
    const { disk, stateJson, timer, licenceFile } = this.#ports;
    await licenceFile.write(sampleLicence({ publisher: "Contoso", products: SERVED }));
    const journal = await JournalWriter.open(disk, {
      position: JOURNAL_START,
      bytes: 0,
      segmentBytes: 8_000_000,
    });
    const begin = this.#time.now();
    for (let day = 0; day < this.#plan.days; day++) {
      const events = this.#day(begin + day * DAY);
      for (let at = 0; at < events.length; at += BATCH) await journal.append(events.slice(at, at + BATCH));
      if (day === this.#plan.days - 10) {
        await new Checkpoint(disk, stateJson, timer).save(this.#state, journal.position, Promise.resolve());
      }
    }
    await journal.close();
  }

  /** All requests of a day, in their order. */
  #day(begin: number): HostEvent[] {
    const events: HostEvent[] = [];
    const end = begin + DAY;
    const waiting = this.computers.filter(({ next }) => next < end).sort((a, b) => b.next - a.next);
    while (waiting.length > 0) {
      const computer = waiting.pop()!;
      this.#time.set(computer.next);
      events.push(...this.#ask(computer));
      if (computer.next >= end) continue;
      const place = waiting.findLastIndex((other) => other.next > computer.next);
      waiting.splice(place + 1, 0, computer);
    }
    this.#time.set(end);
    return events;
  }

  #ask(computer: Computer): HostEvent[] {
    const now = this.#time.now();
    computer.changeBefore(now, this.#random);
    const request = computer.request(now);
    const circumstances = { now, sequence: ++this.#sequence, address: "192.0.2.1" };
    const { reply, events } = decide(this.#state, CATALOGUE, request, circumstances);
    for (const event of events) apply(this.#state, event);
    const { product, virtual, machineId } = computer;
    const activated = reply.result === 0;
    this.facts.push({
      time: now,
      computer,
      product,
      machineId,
      virtual,
      renewal: request.renewal,
      activated,
    });
    computer.hear(now, activated ? reply.validity : undefined, this.#random);
    return [...events];
  }

  #found(): Computer[] {
    const { computers, days } = this.#plan;
    const begin = this.#time.now();
    const made: Computer[] = [];
    for (let i = 0; i < computers; i++) {
      const kind = kindOf(i);
      const image = kind === "clone" ? made[this.#random.upTo(i - 1)] : undefined;
      const joins = begin + this.#random.upTo((days - 1) * 1440) * MINUTE;
      const retires = this.#random.upTo(5) === 0 ? joins + this.#random.upTo(90 * 1440) * MINUTE : Infinity;
      const name = HOSTILE_NAMES[i % 400] ?? `${kind}-${i}.example.com`;
      const products = { product: productFor(kind, i), upgrade: PRODUCTS.server };
      made.push(new Computer({ number: i, name, kind, ...products, joins, retires, image }));
    }
    return made;
  }
}

/** A mix in which every kind is there many times, by a computer's number. */
function kindOf(i: number): Kind {
  if (i % 60 === 59) return "clone";
  if (i % 50 === 49) return "shortLived";
  if (i % 75 === 74) return "clockOff";
  if (i % 90 === 89) return "noHardware";
  return i % 5 < 2 ? "virtual" : "physical";
}

function productFor(kind: Kind, i: number): Product {
  const { desk, server, cloud, kiosk, vault, unserved } = PRODUCTS;
  if (kind === "shortLived") return cloud;
  return [desk, desk, desk, server, desk, cloud, desk, kiosk, server, vault, desk, desk, unserved][i % 13]!;
}
