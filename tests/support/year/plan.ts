import { DAY, HOUR, MINUTE, START } from "../counting.ts";
import type { SeededRandom } from "../fakes/seeded_random.ts";
import { type Kind, type Trouble, YearComputer } from "./year_computer.ts";
import type { Year } from "./year.ts";
import { HOST_NAMES, type HostName } from "./year_network.ts";

/** Computers that join before the others do: fewer than the product's threshold. */
const PIONEERS = 3;
const JOIN_DAYS = 30;
const INCIDENTS_A_YEAR = 7;
const LOOKS_A_YEAR = 20;
/** When the power fails everywhere, as a part of the time; the hosts have been away for longer than a renewal takes by then. */
const POWER_FAILS = 0.55;
const HOSTS_AWAY = 9 * DAY;

/** When the power is back after it failed everywhere, and all computers start at one moment. */
export function powerReturns({ ends }: Year): number {
  return START + Math.floor((ends - START) * POWER_FAILS / MINUTE) * MINUTE;
}

/** Puts all into the queue that is to happen, drawn from the seed. */
export function planYear(year: Year, computers: number): void {
  const all: YearComputer[] = [];
  for (let i = 0; i < computers; i++) planComputer(year, all, i);
  planContainers(year, Math.ceil(computers / 4));
  planClones(year, all, Math.ceil(computers / 50));
  planHosts(year);
  planPowerFailure(year, all);
}

function planComputer(year: Year, all: YearComputer[], number: number): void {
  const { random } = year;
  const kind: Kind = {
    virtual: random.upTo(9) === 0,
    ephemeral: false,
    prefers: random.upTo(9) < 6 ? "kms-1" : "kms-2",
  };
  const joins = START + random.upTo(number < PIONEERS ? 10 * DAY : JOIN_DAYS * DAY);
  year.at(joins, async () => {
    const computer = new YearComputer(year, `computer ${number}`, kind, partsOf(`computer ${number}`));
    all.push(computer);
    await computer.setUp();
    await computer.start();
    planLife(year, computer, joins);
  });
}

function partsOf(name: string): string[] {
  return ["system", "board", "disk", "network"].map((part) => `${part} of ${name}`);
}

function planLife(year: Year, computer: YearComputer, from: number): void {
  const { random, ends } = year;
  const span = ends - from;
  const often = (aYear: number) => Math.round(aYear * span / (365 * DAY));
  for (let i = 0; i < often(LOOKS_A_YEAR); i++) year.at(from + random.upTo(span), () => computer.look());
  for (let i = 0; i < often(INCIDENTS_A_YEAR); i++) {
    const kind = pick(random, year.kinds);
    year.at(from + random.upTo(span), async () => {
      year.tally.incident(kind);
      await INCIDENTS[kind](year, computer, year.now);
    });
  }
}

type Incident = (year: Year, computer: YearComputer, from: number) => void | Promise<void>;

const INCIDENTS = {
  asleep: trouble("asleep", [2 * HOUR, 12 * HOUR, 3 * DAY, 20 * DAY, 100 * DAY, 190 * DAY]),
  offline: trouble("offline", [HOUR, DAY, 5 * DAY, 20 * DAY, 60 * DAY]),
  diskFull: trouble("diskFull", [HOUR, DAY, 10 * DAY, 40 * DAY]),
  onePart: (year, computer) => replaceParts(year, computer, 1),
  manyParts: (year, computer) => replaceParts(year, computer, 2 + year.random.upTo(2)),
  clockAhead: (year, computer) => setClock(year, computer, 1),
  clockBehind: (year, computer) => setClock(year, computer, -1),
  littleSteps,
  reimaged: async (_, computer) => {
    if (!computer.isRunning) return;
    await computer.stop();
    await computer.setUp();
    await computer.start();
  },
  restarted: async (_, computer) => {
    if (!computer.isRunning) return;
    await computer.stop();
    await computer.start();
  },
} as const satisfies Record<string, Incident>;
export type IncidentKind = keyof typeof INCIDENTS;
export const KINDS = Object.keys(INCIDENTS) as IncidentKind[];

function trouble(kind: Trouble, lengths: readonly number[]): Incident {
  return async (year, computer, from) => {
    await computer.suffer(kind, true);
    year.at(from + pick(year.random, lengths), () => computer.suffer(kind, false));
  };
}

/** Other components, which every other time are changed back later. */
async function replaceParts(year: Year, computer: YearComputer, count: number): Promise<void> {
  const before = computer.components;
  const first = year.random.upTo(3);
  const isNew = (place: number) => (place - first + 4) % 4 < count;
  computer.components = before.map((part, place) => isNew(place) ? `${part}, new on ${year.now}` : part);
  await computer.notice();
  if (year.random.chance()) return;
  year.at(year.now + pick(year.random, [HOUR, 10 * DAY, 40 * DAY]), async () => {
    computer.components = before;
    await computer.notice();
  });
}

/** A clock that is wrong for some time, and then mended. */
async function setClock(year: Year, computer: YearComputer, sign: 1 | -1): Promise<void> {
  const error = sign * pick(year.random, [3 * HOUR, 5 * HOUR, 10 * DAY, 200 * DAY]);
  await turnClock(computer, error);
  year.at(year.now + pick(year.random, [HOUR, DAY, 5 * DAY, 40 * DAY]), () => turnClock(computer, -error));
}

async function turnClock(computer: YearComputer, by: number): Promise<void> {
  computer.clockError += by;
  await computer.notice();
}

/** A clock that is set back by less than is noticed, again and again, and mended a week later. */
function littleSteps(year: Year, computer: YearComputer, from: number): void {
  const step = 3 * HOUR;
  const steps = 12;
  for (let i = 0; i < steps; i++) {
    year.at(from + i * 4 * HOUR, async () => {
      await computer.look(); // it looks all the time, and sees each step by itself
      await turnClock(computer, -step);
    });
  }
  year.at(from + 7 * DAY, () => turnClock(computer, steps * step));
}

/** Containers on a few computers, each with the hardware of its computer and a folder of its own. */
function planContainers(year: Year, count: number): void {
  const { random, ends } = year;
  for (let i = 0; i < count; i++) {
    const from = START + random.upTo(ends - START);
    const kind: Kind = { virtual: false, ephemeral: true, prefers: "kms-1" };
    const name = `container ${i}`;
    year.at(from, async () => {
      const container = new YearComputer(year, name, kind, partsOf(`node ${i % 3}`));
      await container.setUp();
      await container.start();
      year.tally.incident("container");
      const lives = pick(random, [2 * HOUR, 20 * HOUR, 3 * DAY, 12 * DAY]);
      for (let look = 1; look <= 5; look++) year.at(from + lives * look / 6, () => container.look());
      year.at(from + lives, () => container.stop());
    });
  }
}

/** Computers that are made from the disk of one that is activated. */
function planClones(year: Year, all: readonly YearComputer[], count: number): void {
  const { random, ends } = year;
  for (let i = 0; i < count; i++) {
    const from = START + JOIN_DAYS * DAY + random.upTo(ends - START);
    year.at(from, async () => {
      const original = all[random.upTo(all.length - 1)]!;
      const clone = new YearComputer(year, `clone ${i}`, original.kind, partsOf(`clone ${i}`));
      clone.copy(original);
      await clone.start();
      year.tally.incident("clone");
      planLife(year, clone, from);
    });
  }
}

/** Outages, in days of a year; a shorter time has shorter ones. */
const OUTAGES: readonly (readonly [HostName, from: number, days: number])[] = [
  ["kms-1", 60, 0.2],
  ["kms-1", 90, 25],
  ["kms-2", 150, 2],
  ["kms-2", 270, 40],
];

function planHosts(year: Year): void {
  const away = (name: HostName, from: number, length: number) => {
    year.at(from, () => year.setHost(name, false));
    year.at(from + length, () => year.setHost(name, true));
  };
  const day = Math.floor((year.ends - START) / 365);
  for (const [name, from, days] of OUTAGES) away(name, START + from * day, days * day);
  for (const name of HOST_NAMES) away(name, powerReturns(year) - HOSTS_AWAY, HOSTS_AWAY);
}

function planPowerFailure(year: Year, all: readonly YearComputer[]): void {
  const returns = powerReturns(year);
  const off: YearComputer[] = [];
  year.at(returns - 2 * HOUR, async () => {
    for (const computer of all) {
      if (!computer.isInstalled) continue;
      off.push(computer);
      await computer.stop();
    }
  });
  year.at(returns, async () => {
    for (const computer of off) await computer.start();
  });
}

function pick<T>(random: SeededRandom, from: readonly T[]): T {
  return from[random.upTo(from.length - 1)]!;
}
