import { CONDITION_RULES } from "../health/conditions.ts";
import { type Finding, judge } from "../health/judge.ts";
import { LastHour } from "../health/last_hour.ts";
import { conditionsJudgedBy, JUDGED_AT_START, without } from "../health/limits.ts";
import { type Change, changesBetween, notAhead, settle, type Standing } from "../health/settle.ts";
import type { Alerts, Condition } from "../policy/alerts.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { HResult } from "../protocol/hresult.ts";
import type { DiskSpace, Stopwatch } from "../ports.ts";
import { healthSnapshot } from "./health_snapshot.ts";
import type { Host } from "./host.ts";

export interface MonitorOptions {
  readonly stopwatch: Stopwatch;
  readonly diskSpace: DiskSpace;
  /** Told of each change, whether the journal can take it or not. */
  readonly tell: (change: Change) => void;
  /** Takes a line for people about what failed. */
  readonly note: (text: string) => void;
}

/** The host looks at itself so often, and so soon after something happened to it. */
const LOOK_MS = 30_000;
const SOON_MS = 1000;
/** What clocks drift apart in that time, and small corrections, are no jump. */
const JUMP_MS = 60_000;
/** A disk that is not there any more, as of a server that is down, may never answer. */
const DISK_MS = 5000;
/** The watch is dead if it has not looked for so long. */
const DEAD_MS = 10 * LOOK_MS;

/** Watches a running host: finds what is wrong, tells of it and records it. No activation waits for it. */
export class HealthMonitor {
  readonly #host: Host;
  readonly #options: MonitorOptions;
  readonly #stopping = new AbortController();
  readonly #refusals = new LastHour();
  #woken = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #looked = Promise.withResolvers<void>();
  /** Conditions whose limits are new to it; before the first look all that may have been set while nothing ran. */
  #anew: ReadonlySet<Condition> = JUDGED_AT_START;
  #standing: Standing;
  #findings: readonly Finding[] = [];
  #freeBytes: number | undefined;
  /** Why the disk failed since the last look. */
  #diskFailed: string | undefined;
  /** Why the last look failed. */
  #fault: string | undefined;
  /** Where clock and stopwatch stood at the last look. */
  #clocks: { readonly now: number; readonly elapsed: number };

  /** To be made before the host records that it starts: what it recorded last tells whether the clock was set since. */
  constructor(host: Host, options: MonitorOptions) {
    this.#host = host;
    this.#options = options;
    this.#standing = { alerts: host.facts?.health.alerts ?? {}, pending: {} };
    const elapsed = options.stopwatch.elapsed();
    const now = host.ports.clock.now();
    this.#clocks = { now: Math.max(now, host.facts?.health.latest ?? 0), elapsed };
  }

  /** Looks from now on; ends when stop() is called. */
  start(): void {
    const unsubscribe = this.#host.subscribe((event) => this.#hear(event));
    this.#running = this.#run().finally(unsubscribe);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#woken.abort();
    await this.#running;
  }

  /** Resolves once it has looked since start(), and since a limit was set. */
  get ready(): Promise<void> {
    return this.#looked.promise;
  }

  /** What is wrong, with what is said of it now. */
  get alerts(): Alerts {
    const standing = notAhead(this.#standing.alerts, this.#host.ports.clock.now());
    return Object.fromEntries(
      Object.entries(standing).map(([condition, alert]) => {
        const { text, remedy } = this.#findings.find((one) => one.condition === condition) ?? alert;
        return [condition, { ...alert, text, remedy }];
      }),
    );
  }

  /** Free on the state folder's disk at the last look, in bytes; undefined where the system does not say. */
  get freeBytes(): number | undefined {
    return this.#freeBytes;
  }

  /** Requests refused within the last hour, but for those that only came too early. */
  get refusals(): number {
    return this.#refusals.total(this.#options.stopwatch.elapsed());
  }

  /** Whether the watch itself goes on. */
  get alive(): boolean {
    return this.#fault === undefined && this.#options.stopwatch.elapsed() - this.#clocks.elapsed < DEAD_MS;
  }

  /** The host cannot be started: that is an alert until it is. */
  async startFailed(reason: string, remedy = CONDITION_RULES.notRunning.remedy): Promise<void> {
    const text = `the host could not be started: ${reason}`;
    const standing = Object.entries(this.#standing.alerts).map(([condition, { severity, text, remedy }]) => ({
      condition: condition as Condition,
      severity,
      text,
      remedy,
    }));
    await this.#take([...standing, { condition: "notRunning", severity: "critical", text, remedy }]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { timer } = this.#host.ports;
    while (!signal.aborted) {
      this.#woken = new AbortController();
      const looked = this.#looked;
      await this.#look();
      looked.resolve();
      await timer.wait(LOOK_MS, this.#woken.signal);
      await timer.wait(SOON_MS, signal);
    }
    this.#looked.resolve();
  }

  /** Requests come by the thousand: they are counted, and looked at with the rest. */
  #hear(event: HostEvent): void {
    if (event.id === EventId.diskRecovered) this.#diskFailed = event.reason;
    if (event.id === EventId.requestProcessed) {
      if (isRefusal(event.result)) this.#refusals.add(this.#options.stopwatch.elapsed());
    } else if (event.id === EventId.settingChanged) {
      this.#judgeAnew(conditionsJudgedBy(event.name));
      this.#woken.abort();
    } else if (event.id !== EventId.alertRaised && event.id !== EventId.alertCleared) {
      this.#woken.abort();
    }
  }

  /** Who asks after a limit was set is answered by the new one. */
  #judgeAnew(conditions: readonly Condition[]): void {
    if (conditions.length === 0) return;
    this.#anew = new Set([...this.#anew, ...conditions]);
    if (!this.#stopping.signal.aborted) this.#looked = renewed(this.#looked);
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    try {
      await this.#lookAtClock();
      this.#freeBytes = await this.#measureDisk();
      const now = this.#host.ports.clock.now();
      const failed = this.#diskFailed;
      this.#diskFailed = undefined;
      const surroundings = { running: true, freeBytes: this.#freeBytes, refusals: this.refusals, failed };
      const snapshot = healthSnapshot(this.#host, now, surroundings);
      const anew = this.#anew;
      this.#anew = new Set();
      await this.#take(judge(snapshot, without(this.#standing.alerts, anew)), anew);
      this.#fault = undefined;
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      if (fault !== this.#fault) this.#options.note(`the host cannot watch over itself: ${fault}`);
      this.#fault = fault;
    }
  }

  async #measureDisk(): Promise<number | undefined> {
    const measured = new AbortController();
    const late = this.#host.ports.timer.wait(DISK_MS, measured.signal).then(() => undefined);
    const free = this.#options.diskSpace.free().catch(() => undefined);
    try {
      return await Promise.race([free, late]);
    } finally {
      measured.abort();
    }
  }

  /** A clock that was set goes another way than the stopwatch; so does that of a computer that slept. */
  async #lookAtClock(): Promise<void> {
    const [now, elapsed] = [this.#host.ports.clock.now(), this.#options.stopwatch.elapsed()];
    const by = Math.round((now - this.#clocks.now) - (elapsed - this.#clocks.elapsed));
    this.#clocks = { now, elapsed };
    if (Math.abs(by) > JUMP_MS) await this.#record([{ id: EventId.clockJumped, time: now, by }]);
  }

  async #take(findings: readonly Finding[], anew: ReadonlySet<Condition> = new Set()): Promise<void> {
    this.#findings = findings;
    const now = this.#host.ports.clock.now();
    const elapsed = this.#options.stopwatch.elapsed();
    const { changes, ...standing } = settle(this.#standing, findings, { now, elapsed, anew });
    this.#standing = { ...standing, alerts: notAhead(standing.alerts, now) };
    for (const change of changes) this.#options.tell(change);
    await this.#recordAlerts(now);
  }

  /** What the journal does not know yet: also what it could not take before. */
  async #recordAlerts(now: number): Promise<void> {
    const known = this.#host.facts?.health.alerts;
    if (known === undefined) return;
    await this.#record(changesBetween(known, this.#standing.alerts).map((change) => eventOf(change, now)));
  }

  /** A journal that cannot be written is what another alert tells of. */
  async #record(events: readonly HostEvent[]): Promise<void> {
    if (this.#host.trouble === undefined) await this.#host.record(events).catch(() => {});
  }
}

/** One that waits on; who waits for the one before gets both. */
function renewed(before: PromiseWithResolvers<void>): PromiseWithResolvers<void> {
  const next = Promise.withResolvers<void>();
  void next.promise.then(before.resolve);
  return next;
}

function isRefusal(result: number): boolean {
  return result !== HResult.activated && result !== HResult.belowThreshold;
}

function eventOf({ kind, condition, alert }: Change, time: number): HostEvent {
  const { severity, text, remedy } = alert;
  const since = Math.min(alert.since, time);
  return kind === "raised"
    ? { id: EventId.alertRaised, time, condition, severity, since, reason: text, remedy }
    : { id: EventId.alertCleared, time, condition, since, reason: text };
}
