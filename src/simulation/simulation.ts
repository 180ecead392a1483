import { fromHex } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { SETTING_RULES } from "../policy/settings.ts";
import { Calendar } from "./calendar.ts";
import { Chance } from "./chance.ts";
import { Fleet } from "./fleet.ts";
import { JournalSize } from "./journal_size.ts";
import { Load } from "./load.ts";
import { BEGINNING, DAY_MS, MINUTE_MS, type SimulationPlan } from "./plan.ts";
import { SimulatedHost } from "./simulated_host.ts";
import { type Lapses, Standings } from "./standings.ts";
import { WorkingHours } from "./working_hours.ts";

/** What one host had to do. Loads are requests a second. */
export interface HostLoad {
  readonly requests: number;
  readonly mean: number;
  readonly busiest: Load["busiest"];
  /** At the end. */
  readonly counted: number;
  readonly known: number;
  readonly journalBytes: number;
}

export interface SimulationReport {
  readonly plan: SimulationPlan;
  readonly hosts: readonly HostLoad[];
  readonly clients: Lapses;
  /** Tries that reached no host, and requests that were refused because too few computers had been counted. */
  readonly unanswered: number;
  readonly belowThreshold: number;
}

const PRODUCT_ID = "5a".repeat(16);
const THRESHOLDS = { client: 25, server: 5 } as const;
/** The longest that is planned ahead: the longest interval that a host can be set to, and nights and weekends. */
const SPAN_MS = SETTING_RULES.renewalInterval.max * MINUTE_MS + 8 * DAY_MS;
/** So often it tells how far it is. */
const TOLD_MINUTES = 60;

/** What came of asking a host. */
type Answer = "none" | "activated" | "belowThreshold" | "refused";

interface Server {
  readonly host: SimulatedHost;
  readonly load: Load;
  readonly journal: JournalSize;
}

/** A site of clients and hosts on a simulated clock, under the rules of src/policy. The same plan gives the same report. */
export class Simulation {
  readonly #plan: SimulationPlan;
  readonly #chance: Chance;
  readonly #fleet: Fleet;
  readonly #calendar: Calendar;
  readonly #servers: readonly Server[];
  readonly #standings: Standings;
  readonly #hours: WorkingHours | undefined;
  #unanswered = 0;
  #belowThreshold = 0;

  constructor(plan: SimulationPlan) {
    this.#plan = plan;
    this.#chance = new Chance(plan.seed);
    this.#fleet = new Fleet(plan.clients, fromHex(PRODUCT_ID, 16, "product"));
    this.#calendar = new Calendar(
      plan.clients,
      BEGINNING,
      Math.max(SPAN_MS, plan.arrivalMinutes * MINUTE_MS + 8 * DAY_MS),
    );
    this.#standings = new Standings(this.#fleet, plan.clients);
    const catalogue = new Map([[PRODUCT_ID, productOf(plan.kind)]]);
    this.#servers = Array.from({ length: plan.hosts }, (_, i) => {
      const journal = new JournalSize();
      const host = new SimulatedHost(i + 1, plan, catalogue, (event) => journal.add(event));
      return { host, load: new Load(), journal };
    });
    const { officeStartMinutes: minutes } = plan;
    this.#hours = minutes === undefined ? undefined : new WorkingHours(minutes, this.#chance);
    for (let client = 0; client < plan.clients; client++) this.#arrive(client);
  }

  /** Runs it to its end. `progress` takes the days that are over. */
  run(progress: (days: number) => void = () => {}): SimulationReport {
    const minutes = this.#plan.days * DAY_MS / MINUTE_MS;
    for (let minute = 0; minute < minutes; minute++) {
      if (minute % TOLD_MINUTES === 0) progress(minute * MINUTE_MS / DAY_MS);
      for (const client of this.#calendar.take()) this.#try(client, this.#calendar.timeOf(client));
    }
    return this.#report();
  }

  /** A computer is switched on for the first time. */
  #arrive(client: number): void {
    const time = this.#running(BEGINNING + this.#chance.next() * this.#plan.arrivalMinutes * MINUTE_MS);
    this.#fleet.setUp(client, time);
    const wait = this.#fleet.untilNextTry(client, "start", 0, this.#chance.next(), time);
    this.#calendar.plan(client, time + wait);
  }

  #try(client: number, now: number): void {
    const before = this.#fleet.leaseEnds(client);
    const activated = this.#search(client, now);
    if (activated) this.#standings.activated(client, before, now);
    this.#planNext(client, activated ? "activated" : "failed", now);
  }

  #planNext(client: number, last: "activated" | "failed", now: number): void {
    const due = now + this.#fleet.untilNextTry(client, last, 0, this.#chance.next(), now);
    const runs = this.#running(due);
    const begins = runs === due ? 0 : this.#fleet.untilNextTry(client, "start", 0, this.#chance.next(), runs);
    this.#calendar.plan(client, runs + begins);
  }

  /** When the computer runs: now, or when it is switched on next. */
  #running(time: number): number {
    return this.#hours === undefined || this.#hours.isOpen(time) ? time : this.#hours.nextStart(time);
  }

  /** Asks the host that activated the client last, then the others in any order, as a client does (SPEC 9.2). */
  #search(client: number, now: number): boolean {
    const usual = this.#fleet.hostOf(client);
    let answer = usual === undefined ? "none" : this.#ask(client, usual, now);
    const others = isFinal(answer) ? [] : [...this.#servers.keys()].filter((number) => number !== usual);
    while (others.length > 0 && !isFinal(answer)) {
      const [other] = others.splice(this.#chance.below(others.length), 1);
      const next = this.#ask(client, other!, now);
      if (next !== "none") answer = next;
    }
    if (answer === "belowThreshold") this.#belowThreshold += 1;
    if (answer === "none") this.#unanswered += 1;
    return answer === "activated";
  }

  #ask(client: number, number: number, now: number): Answer {
    const { host, load } = this.#servers[number]!;
    if (!host.answers(now)) return "none";
    load.add(now);
    const reply = host.ask(this.#fleet.request(client, now), now);
    if (this.#fleet.accept(client, number, reply, now)) return "activated";
    return reply.result === HResult.belowThreshold ? "belowThreshold" : "refused";
  }

  #report(): SimulationReport {
    const ends = BEGINNING + this.#plan.days * DAY_MS;
    return {
      plan: this.#plan,
      hosts: this.#servers.map(({ host, load, journal }) => ({
        requests: load.requests,
        mean: load.requests / (this.#plan.days * DAY_MS / 1000),
        busiest: load.busiest,
        ...host.totals(ends),
        journalBytes: journal.bytes,
      })),
      clients: this.#standings.tell(ends),
      unanswered: this.#unanswered,
      belowThreshold: this.#belowThreshold,
    };
  }
}

/** After it no other host is asked (SPEC 9.2). */
function isFinal(answer: Answer): boolean {
  return answer === "activated" || answer === "belowThreshold";
}

function productOf(kind: Product["kind"]): Product {
  return {
    id: PRODUCT_ID,
    name: "Simulated Product",
    edition: "Volume",
    kind,
    threshold: THRESHOLDS[kind],
    group: 0,
    validityMinutes: 259_200,
    ephemeralMinutes: 1440,
    countVirtual: false,
    clientKey: "",
  };
}
