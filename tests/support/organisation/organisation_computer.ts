import { toHex } from "../../../src/protocol/bytes.ts";
import type { Product } from "../../../src/protocol/licence_payload.ts";
import type { ActivationRequest } from "../../../src/protocol/request.ts";
import { bytesNamed, type SeededRandom } from "../fakes/seeded_random.ts";
import { NO_HARDWARE } from "../counting.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const GRACE = 30 * DAY;
const NO_NONCE = new Uint8Array(16);

/** A clone has another's machine ID, a short-lived one asks once, and one whose clock is off is never activated. */
export type Kind = "physical" | "virtual" | "clone" | "shortLived" | "clockOff" | "noHardware";

interface Plan {
  readonly number: number;
  readonly name: string;
  readonly kind: Kind;
  readonly product: Product;
  /** What it may be given in place of that. */
  readonly upgrade: Product;
  readonly joins: number;
  readonly retires: number;
  /** Whose disk it was made from. */
  readonly image: Computer | undefined;
}

/** One computer of the organisation, and what it knows of itself. Times are milliseconds, all of them at whole minutes. */
export class Computer {
  readonly #plan: Plan;
  #machineId: Uint8Array<ArrayBuffer>;
  readonly #hardware: Uint8Array<ArrayBuffer>;
  #setUp: number;
  #installations = 0;
  product: Product;
  /** When it will ask next. */
  next: number;
  leaseEnds = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.product = plan.product;
    this.next = plan.joins;
    this.#setUp = plan.joins;
    this.#hardware = plan.kind === "noHardware" ? NO_HARDWARE : bytesNamed(`hardware ${plan.number}`);
    this.#machineId = plan.image === undefined
      ? this.#newMachineId()
      : bytesNamed(`machine ${plan.image.number}-1`);
  }

  get number(): number {
    return this.#plan.number;
  }

  get name(): string {
    return this.#plan.name;
  }

  get kind(): Kind {
    return this.#plan.kind;
  }

  get virtual(): boolean {
    return this.kind === "virtual" || this.kind === "shortLived";
  }

  get hasHardware(): boolean {
    return this.kind !== "noHardware";
  }

  get hardware(): string {
    return toHex(this.#hardware);
  }

  get machineId(): string {
    return toHex(this.#machineId);
  }

  /** When its grace period ends. */
  get graceEnds(): number {
    return this.#setUp + GRACE;
  }

  /** Now and then a computer is set up anew, or gets another product. */
  changeBefore(now: number, random: SeededRandom): void {
    if (this.kind !== "physical" && this.kind !== "virtual") return;
    const dice = random.upTo(199);
    if (dice < 2) {
      this.#machineId = this.#newMachineId();
      this.#setUp = now;
      this.leaseEnds = 0;
    }
    if (dice === 2 && this.kind === "physical") this.product = this.#plan.upgrade;
  }

  request(now: number): ActivationRequest {
    const licensed = this.leaseEnds > now;
    const inGrace = !licensed && this.graceEnds > now;
    const ends = licensed ? this.leaseEnds : inGrace ? this.graceEnds : now;
    const clock = this.kind === "clockOff" ? now - 5 * 60 * MINUTE : now;
    return {
      probe: false,
      clientTime: Math.floor(clock / 1000),
      nonce: NO_NONCE,
      highestEpoch: 1,
      authorityKeyId: 0,
      name: this.name,
      virtual: this.virtual,
      ephemeral: this.kind === "shortLived",
      renewal: licensed,
      licenceState: licensed ? 1 : inGrace ? 2 : 5,
      minutesLeft: (ends - now) / MINUTE,
      machineId: this.#machineId,
      hardware: this.#hardware,
      productId: Uint8Array.fromHex(this.product.id),
    };
  }

  /** `validity`: minutes of the lease, undefined where it was refused. */
  hear(now: number, validity: number | undefined, random: SeededRandom): void {
    if (validity !== undefined) this.leaseEnds = now + validity * MINUTE;
    const wait = validity !== undefined ? 7 * 1440 : now < this.#plan.joins + DAY ? 120 : 3 * 1440;
    const next = now + (wait + random.upTo(60)) * MINUTE;
    this.next = this.kind === "shortLived" || next > this.#plan.retires ? Infinity : next;
  }

  #newMachineId(): Uint8Array<ArrayBuffer> {
    this.#installations += 1;
    return bytesNamed(`machine ${this.number}-${this.#installations}`);
  }
}
