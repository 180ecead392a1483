import {
  SETTING_NAMES,
  SETTING_RULES,
  type SettingName,
  type SettingValue,
} from "../../../src/policy/settings.ts";
import { DAY, HOUR, MINUTE } from "../../support/counting.ts";
import type { LicenceState } from "../../../src/protocol/licence_state.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";

export const PRODUCTS = ["Client", "Server", "Lone", "Cloud", "Apart", "unknown"] as const;

/** One computer's request. */
export interface Ask {
  /** Which machine ID and which hardware; hardware 0 is none. */
  readonly id: number;
  readonly hardware: number;
  readonly product: typeof PRODUCTS[number];
  readonly virtual: boolean;
  readonly ephemeral: boolean;
  readonly probe: boolean;
  readonly renewal: boolean;
  readonly licenceState: LicenceState;
  /** Seconds that its clock is ahead. */
  readonly clockOff: number;
}

/** What a host is made to do while its disk fails or its process dies. */
export type Deed = Ask | "checkpoint" | "restart";

/** One thing that befalls a host. Milliseconds; `powerLost`: a seed, or null where the process alone is killed. */
export type Step =
  | { readonly kind: "ask"; readonly ask: Ask }
  | { readonly kind: "crowd"; readonly first: number; readonly computers: number; readonly ask: Ask }
  | { readonly kind: "set"; readonly name: SettingName; readonly value: SettingValue }
  | { readonly kind: "restart" | "checkpoint" | "prune" | "malformed" }
  | { readonly kind: "activate" | "installKey" | "clearKey" | "removeKey" | "generalize" }
  | { readonly kind: "kill"; readonly powerLost: number | null }
  | {
    readonly kind: "die";
    readonly during: Deed;
    readonly at: number;
    readonly part: number;
    readonly powerLost: number | null;
  }
  | {
    readonly kind: "fail";
    readonly during: Deed;
    readonly operation: "write" | "sync";
    readonly part: number;
  }
  | { readonly kind: "clock"; readonly by: number }
  | { readonly kind: "pause"; readonly milliseconds: number }
  | { readonly kind: "days"; readonly days: number };

/** Few machine IDs and hardwares, so that they meet in every way; more than the least machine limit. */
const PLACES = 70;

/** So many steps; the same for the same random numbers. */
export function randomSteps(random: SeededRandom, count: number): Step[] {
  return Array.from({ length: count }, () => pick(random, KINDS)(random));
}

const oneIn = (random: SeededRandom, times: number) => random.upTo(times - 1) === 0;
const pick = <T>(random: SeededRandom, all: readonly T[]): T => all[random.upTo(all.length - 1)]!;
const powerLost = (random: SeededRandom) => random.chance() ? random.upTo(1_000_000) : null;

function ask(random: SeededRandom): Ask {
  const id = random.upTo(PLACES);
  return {
    id,
    hardware: oneIn(random, 4) ? random.upTo(PLACES) : id,
    product: pick(random, PRODUCTS),
    virtual: oneIn(random, 4),
    ephemeral: oneIn(random, 8),
    probe: oneIn(random, 8),
    renewal: random.chance(),
    licenceState: random.upTo(5) as LicenceState,
    clockOff: oneIn(random, 8) ? pick(random, [14_400, -14_400, 14_401, -14_401]) : 0,
  };
}

function setting(random: SeededRandom): Step {
  const name = pick(random, SETTING_NAMES);
  const rule = SETTING_RULES[name];
  if (rule.kind === "switch") return { kind: "set", name, value: random.chance() };
  const { min, max, initial } = rule;
  return { kind: "set", name, value: pick(random, [min, min + 5, initial, max]) };
}

const deed = (random: SeededRandom): Deed =>
  random.upTo(2) > 0 ? ask(random) : pick(random, ["checkpoint", "restart"]);

const asking = (random: SeededRandom): Step => ({ kind: "ask", ask: ask(random) });

/** Each as likely as another. */
const KINDS: readonly ((random: SeededRandom) => Step)[] = [
  asking,
  asking,
  asking,
  asking,
  asking,
  asking,
  asking,
  asking,
  setting,
  (random) => ({ kind: "set", name: "machineLimit", value: 50 + random.upTo(20) }),
  (random) => ({
    kind: "crowd",
    first: random.upTo(PLACES),
    computers: random.upTo(PLACES / 2),
    ask: ask(random),
  }),
  (random) => ({ kind: pick(random, ["restart", "checkpoint", "prune", "malformed"]) }),
  (random) => ({ kind: "kill", powerLost: powerLost(random) }),
  (random) => ({
    kind: "die",
    during: deed(random),
    at: 1 + random.upTo(12),
    part: random.upTo(400),
    powerLost: powerLost(random),
  }),
  (random) => ({
    kind: "fail",
    during: deed(random),
    operation: random.chance() ? "write" : "sync",
    part: random.upTo(400),
  }),
  (random) => ({ kind: "clock", by: pick(random, [-400, -40, -1, 1, 40, 400]) * DAY + random.upTo(HOUR) }),
  (random) => ({ kind: "pause", milliseconds: pick(random, [1, MINUTE, HOUR, 12 * HOUR]) }),
  (random) => ({ kind: "days", days: pick(random, [1, 1, 2, 8, 31]) }),
  (random) => ({ kind: pick(random, ["activate", "activate", "installKey", "clearKey"]) }),
  (random) => oneIn(random, 4) ? { kind: pick(random, ["removeKey", "generalize"]) } : { kind: "activate" },
];
