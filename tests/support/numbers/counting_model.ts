import type { Catalogue } from "../../../src/policy/decide.ts";
import { toHex } from "../../../src/protocol/bytes.ts";
import type { ActivationRequest } from "../../../src/protocol/request.ts";
import type { Product } from "../../../src/protocol/licence_payload.ts";
import { DAY, HOUR, MINUTE } from "../counting.ts";

/** A machine as it was seen last. */
export interface Seen {
  readonly identity: string;
  readonly machineId: string;
  readonly virtual: boolean;
  readonly counted: boolean;
  readonly request: ActivationRequest;
  readonly result: Answer["result"];
  readonly first: number;
  readonly time: number;
  /** Its 30 days begin here: at `time`, or at the latest that a clock has said which was set back since. */
  readonly from: number;
}

export interface Answer {
  readonly result: "activated" | "belowThreshold" | "productNotServed" | "clockOff" | "machineLimitReached";
  readonly count: number;
  readonly validity: number;
  readonly cloneReported: boolean;
}

/** The rules of counting, written down again as plainly as can be: all that is held, gone through each time. */
export class CountingModel {
  #held: Seen[] = [];
  /** Daily looks at the clock, and the latest that it had said until then; the last 30 are remembered. */
  #looks: { time: number; latest: number }[] = [];
  #latest = 0;
  #believed = 0;

  constructor(public machineLimit: number, readonly catalogue: Catalogue) {}

  copy(): CountingModel {
    const copy = new CountingModel(this.machineLimit, this.catalogue);
    copy.#held = [...this.#held];
    copy.#looks = [...this.#looks];
    [copy.#latest, copy.#believed] = [this.#latest, this.#believed];
    return copy;
  }

  /** Something was recorded. */
  happened(now: number): void {
    this.#latest = Math.max(this.#latest, now);
    this.#believed ||= now;
  }

  ask(request: ActivationRequest, now: number): Answer {
    const product = this.catalogue.get(toHex(request.productId));
    const identity = identityOf(request);
    const present = this.present(now);
    const known = present.find((seen) => seen.identity === identity);
    const recorded = known !== undefined || this.#hasRoom(present, request);
    const counted = recorded && isCounted(request, product, known);
    const others = present.filter((seen) => seen.identity !== identity);
    const count = others.filter((seen) => seen.counted).length + (counted ? 1 : 0);
    const result = resultOf(request, product, recorded, count, now);
    const machineId = toHex(request.machineId);
    if (!request.probe) {
      this.happened(now);
      if (recorded && known === undefined) this.#makeRoom(now);
      const first = known?.machineId === machineId ? known.first : now;
      const { virtual } = request;
      if (recorded) {
        this.#put({ identity, machineId, virtual, counted, request, result, first, time: now, from: now });
      }
    }
    return {
      result,
      count,
      validity: result !== "activated" || request.probe || product === undefined
        ? 0
        : request.ephemeral
        ? product.ephemeralMinutes
        : product.validityMinutes,
      cloneReported: recorded && !request.probe && identity.startsWith("h ") &&
        known?.machineId !== machineId &&
        others.some((seen) => seen.identity.startsWith("h ") && seen.machineId === machineId),
    };
  }

  count(now: number): number {
    return this.present(now).filter((seen) => seen.counted).length;
  }

  /** Those whose 30 days are not over by the clock. */
  present(now: number): Seen[] {
    return this.#held.filter(({ from }) => from + 30 * DAY > now);
  }

  forgetAll(): void {
    this.#held = [];
    this.#looks = [];
    this.#latest = this.#believed = 0;
  }

  /** A host that starts looks where its last look is 20 hours away, or its beginning. */
  start(now: number): void {
    this.happened(now);
    const last = this.#looks.at(-1)?.time ?? this.#believed;
    if (Math.abs(now - last) >= 20 * HOUR) this.look(now);
  }

  /** A day is believed to have passed, or what the clock has said at all of the last 30 looks. What is gone by both goes. */
  look(now: number): void {
    this.happened(now);
    this.#looks = [...this.#looks, { time: now, latest: this.#latest }].slice(-30);
    this.#latest = now;
    const confirmed = this.#looks.length < 30 ? 0 : Math.min(...this.#looks.map(({ time }) => time));
    this.#believed = Math.min(now, Math.max(this.#believed + DAY + MINUTE, confirmed));
    this.#held = this.#held.filter(({ from }) => from + 30 * DAY > this.#believed);
    const latest = this.#latestSaid();
    this.#held = this.#held.filter(({ time }) => time <= latest)
      .map((seen) => seen.from > latest ? { ...seen, from: seen.time } : seen);
  }

  #latestSaid(): number {
    return Math.max(this.#latest, ...this.#looks.map(({ latest }) => latest));
  }

  #put(seen: Seen): void {
    const latest = this.#latestSaid();
    const from = latest > seen.time + MINUTE ? latest : seen.time;
    this.#held = [...this.#held.filter(({ identity }) => identity !== seen.identity), { ...seen, from }];
  }

  /** Those that have left the count fill no place: the first to leave go first. */
  #makeRoom(now: number): void {
    const over = this.#held.length + 1 - this.machineLimit;
    if (over <= 0) return;
    const gone = this.#held.filter(({ from }) => from + 30 * DAY <= now)
      .sort((a, b) => a.from - b.from || a.time - b.time || (keyOf(a) < keyOf(b) ? -1 : 1))
      .slice(0, over);
    this.#held = this.#held.filter((seen) => !gone.includes(seen));
  }

  #hasRoom(present: readonly Seen[], { ephemeral }: ActivationRequest): boolean {
    const shortLived = present.filter(({ identity }) => identity.startsWith("e "));
    return present.length < this.machineLimit && !(ephemeral && shortLived.length * 2 >= this.machineLimit);
  }
}

/** Hardware, else machine ID, and apart for short-lived machines. */
function identityOf({ hardware, machineId, ephemeral }: ActivationRequest): string {
  if (ephemeral) return `e ${toHex(machineId)}`;
  return hardware.every((byte) => byte === 0) ? `m ${toHex(machineId)}` : `h ${toHex(hardware)}`;
}

/** What decides between those that were seen and left at once: the digits, then what they are of. */
function keyOf({ identity }: Seen): string {
  const [kind, digits] = identity.split(" ");
  return `${digits} ${"hme".indexOf(kind!)}`;
}

function isCounted(
  { virtual, ephemeral }: ActivationRequest,
  product: Product | undefined,
  known: Seen | undefined,
): boolean {
  if (ephemeral) return false;
  if (!virtual) return true;
  return product?.countVirtual === true || (known?.virtual === true && known.counted);
}

function resultOf(
  request: ActivationRequest,
  product: Product | undefined,
  recorded: boolean,
  count: number,
  now: number,
): Answer["result"] {
  if (Math.abs(request.clientTime - Math.floor(now / 1000)) > 4 * 3600) return "clockOff";
  if (product === undefined) return "productNotServed";
  if (!recorded && !request.ephemeral) return "machineLimitReached";
  return count >= product.threshold ? "activated" : "belowThreshold";
}
