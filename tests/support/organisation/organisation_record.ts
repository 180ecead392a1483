import type { Row } from "../../../src/reports/report.ts";
import type { Computer } from "./organisation_computer.ts";
import type { Fact, Organisation } from "./organisation.ts";
import {
  answerTo,
  countAt,
  counts,
  identityOf,
  LISTED,
  nameOf,
  rowsByEdition,
} from "./organisation_facts.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** The last that is known of a computer, and its state by what it knows of itself. */
interface Last {
  readonly fact: Fact;
  readonly first: number;
  readonly computer: Computer;
  readonly state: string;
  readonly ends: number | null;
}

/**
 * What the reports must say, found by going through the organisation's own record again for each figure, as plainly as can be, with
 * days as Intl tells them.
 */
export class OrganisationRecord {
  readonly #facts: readonly Fact[];
  readonly #now: number;
  readonly #dayFormat: Intl.DateTimeFormat;
  readonly #byComputer: ReadonlyMap<Computer, readonly Fact[]>;
  readonly #lasts: readonly Last[];
  #cloneReports: readonly Fact[] | undefined;

  constructor({ facts }: Organisation, now: number, timeZone: string) {
    this.#facts = facts;
    this.#now = now;
    this.#dayFormat = new Intl.DateTimeFormat("sv-SE", { timeZone });
    this.#byComputer = Map.groupBy(facts, ({ computer }) => computer);
    this.#lasts = this.#lastOfEach();
  }

  activationCount(): Row[] {
    const ages = { today: 0, days7: 6, days30: 29, days90: 89, all: Infinity };
    const activations = this.#facts.filter(({ activated, renewal }) => activated && !renewal);
    return rowsByEdition(activations, (own) =>
      Object.fromEntries(
        Object.entries(ages).map(([name, age]) => [
          name,
          own.filter(({ time }) => this.#age(time) <= age).length,
        ]),
      ));
  }

  /** `days`: in their order. */
  activityHistory(days: readonly string[]): Row[] {
    const byDay = Map.groupBy(this.#facts, ({ time }) => this.dayOf(time));
    const within = days.flatMap((day) => byDay.get(day) ?? []);
    const shown = rowsByEdition(within, () => ({}));
    return days.flatMap((day) =>
      shown.map((edition) => {
        const own = (byDay.get(day) ?? []).filter(({ product }) =>
          nameOf(product).product === edition["product"]
        );
        const activations = own.filter(({ activated, renewal }) => activated && !renewal).length;
        return { day, ...edition, activations, requests: own.length };
      })
    );
  }

  licensingStatus(): Row[] {
    const texts = this.#lasts.map(({ state, ends }) =>
      `${state}|${ends === null ? "" : Math.floor((ends - this.#now) / DAY)}`
    );
    return Array.from(Map.groupBy(texts, (text) => text), ([text, group]) => {
      const [state, days] = text.split("|") as [string, string];
      return { state, daysLeft: days === "" ? null : Number(days), machines: group.length };
    });
  }

  expirationChart(days: readonly string[]): Row[] {
    const texts = this.#ending(days).map(({ state, ends }) => `${this.dayOf(ends!)}|${state}`);
    return Array.from(Map.groupBy(texts, (text) => text), ([text, group]) => {
      const [day, state] = text.split("|") as [string, string];
      return { day, state, machines: group.length };
    });
  }

  expirationDetail(days: readonly string[]): Row[] {
    return this.#ending(days).map(({ state, ends, computer, fact }) => ({
      ends,
      daysLeft: Math.floor((ends! - this.#now) / DAY),
      state,
      machine: computer.name,
      ...nameOf(fact.product),
      lastSeen: fact.time,
      answer: answerTo(fact),
      machineId: fact.machineId,
    }));
  }

  virtualMachines(days: number): Row[] {
    const recent = this.#facts.filter(({ time, activated }) => activated && this.#age(time) < days);
    const latest = [...new Map(recent.map((fact) => [identityOf(fact), fact])).values()];
    return rowsByEdition(latest, (own) => {
      const virtual = own.filter((fact) => fact.virtual).length;
      return { physical: own.length - virtual, virtual, machines: own.length };
    });
  }

  duplicates(): Row[] {
    const reports = this.cloneReports();
    const withHardware = this.#lasts.filter(({ computer }) =>
      computer.hasHardware && computer.kind !== "shortLived"
    );
    const groups = Map.groupBy(withHardware, ({ fact }) => fact.machineId);
    return Array.from(groups).filter(([, group]) => group.length > 1).flatMap(([machineId, group]) =>
      group.map(({ fact, first, computer }) => ({
        machineId,
        computers: group.length,
        machine: computer.name,
        ...nameOf(fact.product),
        virtual: computer.virtual,
        firstSeen: first,
        lastSeen: fact.time,
        reported: reports.find((report) => report.machineId === machineId)?.time ?? null,
        hardware: computer.hardware,
      }))
    );
  }

  /** Each time that a computer comes up with a machine ID that another one has, and has not had it itself in the last 30 days. */
  cloneReports(): readonly Fact[] {
    return this.#cloneReports ??= this.#findCloneReports();
  }

  #findCloneReports(): Fact[] {
    const able = this.#facts.filter(({ computer }) => computer.hasHardware && computer.kind !== "shortLived");
    const byMachineId = Map.groupBy(able, ({ machineId }) => machineId);
    return [...byMachineId.values()].flatMap((facts) => {
      const computers = [...new Set(facts.map(({ computer }) => computer))];
      if (computers.length < 2) return [];
      return facts.filter((fact) => {
        const hasIt = (computer: Computer) => this.#hasMachineId(computer, fact.machineId, fact.time);
        return !hasIt(fact.computer) && computers.some(hasIt);
      });
    });
  }

  /** Whether a computer's latest request before a time, no 30 days ago, bore that machine ID. */
  #hasMachineId(computer: Computer, machineId: string, time: number): boolean {
    const latest = this.#before(computer, time).at(-1);
    return latest !== undefined && latest.time + 30 * DAY > time && latest.machineId === machineId;
  }

  /** What was lapsing, and the count's falls, in the order of time. */
  forecast(): Row[] {
    const lapses = this.#lasts.filter(({ ends, computer }) =>
      ends !== null && computer.kind !== "shortLived"
    );
    const counted = this.#lasts.filter(({ fact }) => counts(fact)).map(({ fact }) => fact.time + 30 * DAY);
    const falls = LISTED.map((product) => {
      const time = [this.#now, ...counted].filter((at) => countAt(counted, at) < product.threshold).sort((
        a,
        b,
      ) => a - b)[0]!;
      return {
        time,
        what: `count under ${product.threshold}`,
        machine: null,
        ...nameOf(product),
        state: null,
        count: countAt(counted, time),
        machineId: null,
      };
    });
    return [
      ...falls,
      ...lapses.map(({ ends, computer, fact, state }) => ({
        time: ends,
        what: "lapses",
        machine: computer.name,
        ...nameOf(fact.product),
        state,
        count: null,
        machineId: fact.machineId,
      })),
    ];
  }

  /** Computers that were seen in the last 30 days. */
  get known(): number {
    return this.#lasts.length;
  }

  /** The count at the end of a day, if nobody comes any more. */
  countAfter(day: string): number {
    const counted = this.#lasts.filter(({ fact }) => counts(fact)).map(({ fact }) => fact.time + 30 * DAY);
    return counted.filter((time) => this.dayOf(time) > day).length;
  }

  dayOf(time: number): string {
    return this.#dayFormat.format(time);
  }

  /** Days of the calendar between a time and today: 0 is today. */
  #age(time: number): number {
    return (Date.parse(this.dayOf(this.#now)) - Date.parse(this.dayOf(time))) / DAY;
  }

  #ending(days: readonly string[]): Last[] {
    return this.#lasts.filter(({ ends, computer }) =>
      ends !== null && computer.kind !== "shortLived" && days.includes(this.dayOf(ends))
    );
  }

  #lastOfEach(): Last[] {
    const recent = this.#facts.filter(({ time }) => time + 30 * DAY > this.#now);
    const latest = [...new Map(recent.map((fact) => [identityOf(fact), fact])).values()];
    return latest.map((fact) => ({
      fact,
      first: this.#firstOf(fact),
      computer: fact.computer,
      ...this.#stateOf(fact),
    }));
  }

  /** Since when a computer has come with that machine ID, with no 30 days between. */
  #firstOf({ computer, machineId, time }: Fact): number {
    const own = this.#before(computer, time + 1);
    let first = time;
    for (const fact of own.toReversed()) {
      if (fact.machineId !== machineId || fact.time + 30 * DAY <= first) break;
      first = fact.time;
    }
    return first;
  }

  #before(computer: Computer, time: number): readonly Fact[] {
    return this.#byComputer.get(computer)!.filter((fact) => fact.time < time);
  }

  #stateOf({ computer }: Fact): { state: string; ends: number | null } {
    if (computer.leaseEnds > this.#now) return { state: "Licensed", ends: computer.leaseEnds };
    if (computer.kind !== "shortLived" && computer.graceEnds > this.#now) {
      return { state: "Initial grace period", ends: computer.graceEnds };
    }
    return { state: "Notification", ends: null };
  }
}
