import { toHex } from "../../../src/protocol/bytes.ts";
import type { ActivationRequest } from "../../../src/protocol/request.ts";
import type { Product } from "../../../src/protocol/licence_payload.ts";
import { catalogue, DAY } from "../counting.ts";

interface Seen {
  readonly identity: string;
  readonly machineId: string;
  readonly virtual: boolean;
  readonly counted: boolean;
  readonly time: number;
}

export interface Answer {
  readonly result: "activated" | "belowThreshold" | "productNotServed" | "clockOff" | "machineLimitReached";
  readonly count: number;
  readonly validity: number;
  readonly cloneReported: boolean;
}

/** The rules of counting, written down again as plainly as can be: all that was ever seen, gone through each time. */
export class CountingModel {
  #seen: Seen[] = [];

  constructor(readonly machineLimit: number) {}

  ask(request: ActivationRequest, now: number): Answer {
    const product = catalogue.get(toHex(request.productId));
    const identity = identityOf(request);
    const present = this.#present(now);
    const known = present.find((seen) => seen.identity === identity);
    const recorded = known !== undefined || this.#hasRoom(present, request);
    const counted = recorded && isCounted(request, product, known);
    const others = present.filter((seen) => seen.identity !== identity);
    const count = others.filter((seen) => seen.counted).length + (counted ? 1 : 0);
    const result = resultOf(request, product, recorded, count, now);
    const machineId = toHex(request.machineId);
    if (recorded && !request.probe) {
      this.#seen.push({ identity, machineId, virtual: request.virtual, counted, time: now });
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
    return this.#present(now).filter((seen) => seen.counted).length;
  }

  #hasRoom(present: readonly Seen[], { ephemeral }: ActivationRequest): boolean {
    const shortLived = present.filter(({ identity }) => identity.startsWith("short-lived"));
    return present.length < this.machineLimit && !(ephemeral && shortLived.length * 2 >= this.machineLimit);
  }

  /** The latest request of each identity, where it is not 30 days old. */
  #present(now: number): Seen[] {
    const latest = new Map(this.#seen.map((seen) => [seen.identity, seen]));
    return [...latest.values()].filter(({ time }) => time + 30 * DAY > now);
  }
}

function identityOf({ hardware, machineId, ephemeral }: ActivationRequest): string {
  if (ephemeral) return `short-lived ${toHex(machineId)}`;
  return hardware.every((byte) => byte === 0) ? `no hardware ${toHex(machineId)}` : `h ${toHex(hardware)}`;
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
