import type { LicenceState } from "../../../src/protocol/licence_state.ts";

/** Names of results and licence states, as the protocol has them: `belowThreshold`, `outOfBoxGrace`. */
export type ResultName = "activated" | "belowThreshold" | "productNotServed" | "clockOff";
export type StateName = keyof typeof LicenceState;

/** What a host's record calls a product that it does not know. */
export const UNKNOWN = "(unknown)";

/** One request, with what must come of it. */
export interface Asked {
  /** What the computer calls itself; its hardware is named after it. */
  readonly name: string;
  /** Its machine ID, by a name of its own where it is not the computer's. */
  readonly image?: string;
  readonly product: string;
  readonly state: StateName;
  /** Until that state ends; 0 where it does not. */
  readonly minutesLeft: number;
  readonly answer: ResultName;
  readonly counts: boolean;
  readonly virtual?: boolean;
  readonly ephemeral?: boolean;
  readonly renewal?: boolean;
  /** Whether it has no hardware to be told by. */
  readonly bare?: boolean;
  /** Whether its clock is wrong by hours. */
  readonly late?: boolean;
}

export type Counts = Readonly<Record<string, number>>;

/** Figures that a host tells, at whatever place. Products, results and licence states go by their names. */
export interface Figures {
  readonly count: number;
  readonly known: number;
  readonly requests: number;
  /** Answered with anything but an activation. */
  readonly failed: number;
  /** The same without "too few computers". */
  readonly refused: number;
  readonly results: Counts;
  /** `Editor activated`: requests by product and result. */
  readonly answers: Counts;
  readonly byProduct: Counts;
  readonly byComputer: Counts;
  /** Requests by the licence state that was told with them. */
  readonly askedFrom: Counts;
  /** Computers by the licence state that they told last. */
  readonly told: Counts;
  /** `licensed 179`: computers by the licence state that they are in now, and whole days left of it. */
  readonly standing: Counts;
  /** Activations that were no renewals, by product. */
  readonly activations: Counts;
  /** Computers that were activated or renewed, by the product of the last time. */
  readonly physical: Counts;
  readonly virtual: Counts;
  /** Computers that are missing of each product's threshold. */
  readonly missing: Counts;
  /** Machine IDs on more than one hardware, and on how many hardwares those are. */
  readonly duplicates: number;
  readonly copies: number;
  readonly clonesReported: number;
}

const LEASE_MINUTES = { lasting: 180 * 1440, ephemeral: 1440 } as const;

/** What happened, written down beside the host, and the figures that follow from it by the words of docs/. */
export class ScenarioRecord {
  readonly #served: Counts;
  readonly #products: ReadonlySet<string>;
  readonly #asked: Asked[] = [];
  #clonesReported = 0;

  /** `served`: thresholds of the products that the host serves; `others`: those that the licence file names beside them. */
  constructor(served: Counts, others: readonly string[]) {
    this.#served = served;
    this.#products = new Set([...Object.keys(served), ...others]);
  }

  take(request: Asked): void {
    const product = this.#products.has(request.product) ? request.product : UNKNOWN;
    const asked = { ...request, product };
    const image = imageOf(asked);
    const others = new Set(
      this.#onHardware().filter((one) => imageOf(one) === image).map(({ name }) => name),
    );
    if (!asked.bare && !asked.ephemeral && others.size > 0 && !others.has(asked.name)) {
      this.#clonesReported += 1;
    }
    this.#asked.push(asked);
  }

  get count(): number {
    return this.#computers().filter(({ counts }) => counts).length;
  }

  figures(): Figures {
    const [all, computers] = [this.#asked, this.#computers()];
    const failed = all.filter(({ answer }) => answer !== "activated");
    const activated = all.filter(({ answer }) => answer === "activated");
    const inUse = [...latestOf(activated).values()];
    const copies = this.#copies();
    return {
      count: this.count,
      known: computers.length,
      requests: all.length,
      failed: failed.length,
      refused: failed.filter(({ answer }) => answer !== "belowThreshold").length,
      results: tally(all, ({ answer }) => answer),
      answers: tally(all, ({ product, answer }) => `${product} ${answer}`),
      byProduct: tally(all, ({ product }) => product),
      byComputer: tally(all, ({ name }) => name),
      askedFrom: tally(all, ({ state }) => state),
      told: tally(computers, ({ state }) => state),
      standing: tally(computers, standingOf),
      activations: tally(activated.filter(({ renewal }) => !renewal), ({ product }) => product),
      physical: tally(inUse.filter(({ virtual }) => !virtual), ({ product }) => product),
      virtual: tally(inUse.filter(({ virtual }) => virtual), ({ product }) => product),
      missing: Object.fromEntries(
        Object.entries(this.#served).map(([name, needed]) => [name, Math.max(0, needed - this.count)]),
      ),
      duplicates: copies.length,
      copies: copies.flat().length,
      clonesReported: this.#clonesReported,
    };
  }

  /** Each computer as it asked last. */
  #computers(): Asked[] {
    return [...latestOf(this.#asked).values()];
  }

  #onHardware(): Asked[] {
    return this.#computers().filter(({ bare, ephemeral }) => !bare && !ephemeral);
  }

  #copies(): Asked[][] {
    return [...Map.groupBy(this.#onHardware(), imageOf).values()].filter(({ length }) => length > 1);
  }
}

function latestOf(asked: readonly Asked[]): Map<string, Asked> {
  return new Map(asked.map((one) => [one.name, one]));
}

function imageOf({ image, name }: Asked): string {
  return image ?? name;
}

/** No time passes in a scenario: what ends after whole days has one less left. */
function standingOf({ answer, state, minutesLeft, ephemeral }: Asked): string {
  if (answer === "activated") {
    return daysText("licensed", ephemeral ? LEASE_MINUTES.ephemeral : LEASE_MINUTES.lasting);
  }
  return daysText(state, minutesLeft);
}

function daysText(state: StateName, minutes: number): string {
  return `${state} ${minutes === 0 ? "for good" : Math.ceil(minutes / 1440) - 1}`;
}

/** How many there are of each, none left out that there are and none there that are not. */
export function tally<Item>(items: readonly Item[], nameOf: (item: Item) => string): Counts {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}

/** A table of counts, without what there is none of. */
export function counted(entries: Iterable<readonly [string, number]>): Counts {
  const counts: Record<string, number> = {};
  for (const [name, count] of entries) if (count !== 0) counts[name] = (counts[name] ?? 0) + count;
  return counts;
}
