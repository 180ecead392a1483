import { addressGroup } from "./remote_address.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Addresses that are remembered. Beyond these the one goes whose day began first: who could drive it out has as many addresses to come from anyway. */
const MOST_ADDRESSES = 16_384;

/** Whose allowance a machine is taken from. Containers have one of their own, so that they never keep other computers of a site out. */
export interface Origin {
  readonly address: string;
  readonly ephemeral: boolean;
}

interface Day {
  readonly begins: number;
  machines: number;
  /** Whether it was reported that the address is refused. */
  told: boolean;
}

/**
 * New machines by the address that they came from, within a day that begins with the first of them. A part of the state that no
 * checkpoint keeps: after a start an address begins anew, but for what the journal tells behind the checkpoint. Times are
 * milliseconds since 1970.
 */
export class Newcomers {
  readonly #days = new Map<string, Day>();

  get size(): number {
    return this.#days.size;
  }

  /** New machines of this origin within its day. */
  count(origin: Origin, now: number): number {
    return this.#dayOf(keyOf(origin), now)?.machines ?? 0;
  }

  add(origin: Origin, now: number): void {
    const key = keyOf(origin);
    const day = this.#dayOf(key, now);
    if (day === undefined) this.#begin(key, now);
    else day.machines += 1;
  }

  /** Whether it was reported that new machines of `address` are refused. */
  isTold(address: string, now: number): boolean {
    return this.#dayOf(addressGroup(address), now)?.told ?? false;
  }

  tell(address: string, now: number): void {
    const day = this.#dayOf(addressGroup(address), now);
    if (day !== undefined) day.told = true;
  }

  /** The addresses, and IPv6 networks of 64 bits, of which new machines were refused, and still are with this limit. */
  refused(limit: number, now: number): string[] {
    if (limit === 0) return [];
    return [...this.#days.keys()].filter((key) => {
      const day = this.#dayOf(key, now);
      return day !== undefined && day.told && day.machines >= limit;
    });
  }

  clear(): void {
    this.#days.clear();
  }

  /** A day that begins ahead of now, by a clock that was set back since, is none. */
  #dayOf(key: string, now: number): Day | undefined {
    const day = this.#days.get(key);
    return day !== undefined && day.begins <= now && now < day.begins + DAY_MS ? day : undefined;
  }

  #begin(key: string, now: number): void {
    this.#days.delete(key); // so that the days stand in the order in which they began
    this.#days.set(key, { begins: now, machines: 1, told: false });
    if (this.#days.size <= MOST_ADDRESSES) return;
    const [oldest] = this.#days.keys();
    this.#days.delete(oldest!);
  }
}

function keyOf({ address, ephemeral }: Origin): string {
  return `${ephemeral ? "ephemeral " : ""}${addressGroup(address)}`;
}
