import { HResult } from "../../../src/protocol/hresult.ts";
import type { ReplyFields } from "../../../src/protocol/reply.ts";
import { DAY, HOUR, MINUTE, START } from "../counting.ts";
import { sampleLicence, sampleProduct } from "../samples/sample_licence.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";
import { EventQueue } from "./event_queue.ts";
import { type Faults, NO_FAULTS } from "./faults.ts";
import { type Answer, type Asker, HostModel, THRESHOLD } from "./host_model.ts";
import type { Expected } from "./licence_model.ts";
import { type IncidentKind, KINDS, planYear, powerReturns } from "./plan.ts";
import { Tally } from "./tally.ts";
import type { YearComputer } from "./year_computer.ts";
import { ACTIVATION_INTERVAL, YearHost } from "./year_host.ts";
import { addressOf, HOST_NAMES, type HostName } from "./year_network.ts";

export interface YearPlan {
  readonly seed: number;
  readonly computers: number;
  readonly days: number;
  readonly faults?: Partial<Faults>;
  /** What may befall a computer; all that there is, where it is left out. */
  readonly kinds?: readonly IncidentKind[];
}

/** The program did not what the rules say. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
}

/** A computer that nothing hinders is activated within the retry interval and what it is spread by; and some minutes. */
const SOON = (1.1 * ACTIVATION_INTERVAL + 5) * MINUTE;
/** By SPEC 9.7, with half of a short lease; and what clocks that are let pass may be off by. */
const RENEWED_AFTER = { usual: 7 * DAY, ephemeral: 12 * HOUR };
const CLOCKS_OFF = 4 * HOUR;

/** A year of an organisation's computers and its two hosts, one event after another. */
export class Year {
  readonly faults: Faults;
  readonly random: SeededRandom;
  readonly kinds: readonly IncidentKind[];
  readonly licence: string;
  readonly tally = new Tally();
  readonly #plan: YearPlan;
  readonly #queue = new EventQueue();
  readonly #hosts: Record<HostName, YearHost>;
  readonly #models: Record<HostName, HostModel>;
  #now = START;
  #hostsDisturbed = START;
  #disagreement: Disagreement | undefined;
  readonly #boundaries = new Map<YearComputer, number>();

  constructor(plan: YearPlan) {
    this.#plan = plan;
    this.faults = { ...NO_FAULTS, ...plan.faults };
    this.kinds = plan.kinds ?? KINDS;
    this.random = new SeededRandom(plan.seed);
    this.licence = sampleLicence({
      products: [sampleProduct({ threshold: THRESHOLD })],
      graceDays: this.faults.graceDays,
    });
    const [one, two] = HOST_NAMES;
    this.#hosts = { [one]: new YearHost(one, this.faults), [two]: new YearHost(two, this.faults) };
    this.#models = { [one]: new HostModel(), [two]: new HostModel() };
  }

  /** Milliseconds since 1970, as it is true. */
  get now(): number {
    return this.#now;
  }

  get ends(): number {
    return START + this.#plan.days * DAY;
  }

  at(time: number, what: () => void | Promise<void>): void {
    if (time < this.ends) this.#queue.put(time, what);
  }

  /** Rejects with Disagreement at the first that there is. */
  async run(): Promise<Tally> {
    planYear(this, this.#plan.computers);
    for (let next = this.#queue.take(); next !== undefined; next = this.#queue.take()) {
      this.#now = next.at;
      await next.what();
      this.tally.events += 1;
      if (this.#disagreement !== undefined) throw this.#disagreement;
    }
    this.#judgeCrowds();
    return this.tally;
  }

  isUp(name: HostName): boolean {
    return this.#hosts[name].isUp;
  }

  /** Whether what a host says now is in date by a clock that shows `time`. */
  hasCertificatesFor(name: HostName, time: number): boolean {
    return this.#hosts[name].hasCertificatesFor(time, this.#now);
  }

  /** A host goes down, or comes up again. */
  setHost(name: HostName, isUp: boolean): void {
    this.#hosts[name].isUp = isUp;
    this.#hostsDisturbed = this.#now;
  }

  reach(address: string, offline: boolean): YearHost {
    const name = HOST_NAMES.find((one) => addressOf(one) === address);
    if (offline || name === undefined || !this.isUp(name)) throw new Error("connection refused");
    return this.#hosts[name];
  }

  judgeLook(computer: YearComputer, found: Expected, expected: Expected): void {
    this.tally.look(found.state);
    if (found.state !== expected.state || found.minutesLeft !== expected.minutesLeft) {
      this.fault(computer, `it is ${told(found)} and should be ${told(expected)}`);
    }
    this.#judgeTimeliness(computer, found);
    this.#lookAtEnd(computer, expected);
  }

  judgeAsked(computer: YearComputer, asked: readonly HostName[], expected: readonly HostName[]): void {
    this.tally.tries += 1;
    if (asked.join() === expected.join()) return;
    this.fault(
      computer,
      `it asked ${asked.join() || "nobody"} and should have asked ${expected.join() || "nobody"}`,
    );
  }

  /** What a host's answer should be; it is held against what it was. */
  judgeAnswer(computer: YearComputer, host: HostName, reply: ReplyFields, asker: Asker): Answer {
    const answer = this.#models[host].ask(asker, this.#now);
    this.tally.answer(answer.result, this.#now);
    if (answer.result === "belowThreshold") this.#hostsDisturbed = this.#now;
    const { result, count, validity } = reply;
    if (result !== HResult[answer.result] || count !== answer.count || validity !== answer.minutes) {
      this.fault(
        computer,
        `${host} answers ${result}, count ${count}, ${validity} minutes: it should be ${
          JSON.stringify(answer)
        }`,
      );
    }
    return answer;
  }

  /** It is told at the end of the event, for what is thrown here the program may take for a failure of the network. */
  fault(computer: YearComputer, what: string): void {
    const day = ((this.#now - START) / DAY).toFixed(3);
    this.#disagreement ??= new Disagreement(`seed ${this.#plan.seed}, day ${day}, ${computer.name}: ${what}`);
  }

  /** Whom nothing has hindered is licensed, and by a lease that was renewed in time. */
  #judgeTimeliness(computer: YearComputer, { state }: Expected): void {
    const undisturbed = this.#now - Math.max(computer.disturbed, this.#hostsDisturbed);
    const hasHost = HOST_NAMES.some((name) => this.isUp(name));
    const isClockRight = Math.abs(computer.clockError) < CLOCKS_OFF - MINUTE;
    if (undisturbed < SOON || !hasHost || computer.hasTrouble || !isClockRight) return;
    this.tally.undisturbedLooks += 1;
    const { lease } = computer.model;
    const due = RENEWED_AFTER[computer.kind.ephemeral ? "ephemeral" : "usual"];
    if (state !== "licensed") {
      this.fault(computer, `it is ${state}, and nothing has kept it from its activation`);
    } else if (lease === undefined || this.#now - lease.issued > due + CLOCKS_OFF + SOON) {
      this.fault(computer, "its lease should have been renewed, and nothing has kept it from that");
    }
  }

  /** After a power failure all come within a minute, but not within a second; and they do not come together again a week later. */
  #judgeCrowds(): void {
    const { computers, seed } = this.#plan;
    const returned = powerReturns(this);
    const atOnce = this.tally.busiest(returned, returned + 2 * MINUTE, 1000);
    const later = this.tally.busiest(returned + 6 * DAY, returned + 8 * DAY, MINUTE);
    if (atOnce <= 4 + computers / 20 && later <= 4 + computers / 100) return;
    throw new Disagreement(
      `seed ${seed}: hosts are asked ${atOnce} times in a second when the power is back, and ${later} times in a minute a week later`,
    );
  }

  /** Looks in the last minute of a state, and when it has ended. */
  #lookAtEnd(computer: YearComputer, { minutesLeft }: Expected): void {
    const end = this.#now + minutesLeft * MINUTE;
    if (minutesLeft === 0 || end >= (this.#boundaries.get(computer) ?? Infinity)) return;
    this.#boundaries.set(computer, end);
    this.at(end - MINUTE, () => computer.look());
    this.at(end, async () => {
      if (this.#boundaries.get(computer) === end) this.#boundaries.delete(computer);
      await computer.look();
    });
  }
}

function told({ state, minutesLeft }: Expected): string {
  return `${state} for ${minutesLeft} minutes`;
}
