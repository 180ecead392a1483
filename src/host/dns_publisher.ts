import { type Published, publishService, USUAL_TTL, withdrawService } from "../dns/publish.ts";
import { showServer } from "../dns/server_address.ts";
import { ownDomain } from "../dns/system_settings.ts";
import type { DomainStanding, PublishedRecord } from "../policy/dns.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { changeInDns, type PublisherPorts } from "./dns_change.ts";
import { isDue, nextTry, type Tries } from "./dns_schedule.ts";
import type { Host } from "./host.ts";

export interface PublisherOptions {
  /** The port that computers are to ask; undefined while the host does not listen. */
  readonly port: () => number | undefined;
  /** Takes a line for people about what failed. */
  readonly note: (text: string) => void;
}

/** How long one domain may take, and what is still done when the host stops. */
const ROUND_MS = 20_000;
const STOP_MS = 4000;
/** The computer's name is looked at so often. */
const LOOK_MS = 3_600_000;

/**
 * Keeps the host's SRV records in DNS as they should be: published at start, every day and when port or name change, taken back when
 * it is switched off, when a domain is removed and at stop. It never touches a record that is not its own, and no activation waits for it.
 */
export class DnsPublisher {
  readonly #host: Host;
  readonly #ports: PublisherPorts;
  readonly #options: PublisherOptions;
  readonly #stopping = new AbortController();
  #woken = new AbortController();
  /** By domain; none before the first try since the start. */
  readonly #tries = new Map<string, Tries>();
  #running: Promise<void> = Promise.resolve();
  #rounds: Promise<unknown> = Promise.resolve();

  constructor(host: Host, ports: PublisherPorts, options: PublisherOptions) {
    this.#host = host;
    this.#ports = ports;
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /**
   * Looks at `domain`, or at every one, at once, whenever its next time was; resolves when that is done, well or not. `domain` is in
   * lower case without the last dot.
   */
  async publishNow(domain?: string): Promise<void> {
    if (domain === undefined) this.#tries.clear();
    else this.#tries.delete(domain);
    await this.#round(domain);
    this.#woken.abort();
  }

  /** Resolves when what was asked for up to now is done, well or not. */
  async done(): Promise<void> {
    await this.#rounds;
  }

  /** Takes the host's records back, as far as that is done within some seconds. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#woken.abort();
    await this.#within(STOP_MS, this.#running);
    const withdrawals = this.#standings().filter(([, { published }]) => published !== null)
      .map(([domain, standing]) => this.#withdraw(domain, standing, STOP_MS));
    await this.#within(STOP_MS, Promise.all(withdrawals));
  }

  async #run(): Promise<void> {
    const { timer } = this.#host.ports;
    while (!this.#stopping.signal.aborted) {
      this.#woken = new AbortController();
      const woken = this.#woken.signal;
      await this.#round();
      if (!woken.aborted) await timer.wait(this.#untilNext(), woken);
    }
  }

  /** One after another: two would publish the same record twice. */
  #round(only?: string): Promise<unknown> {
    return this.#rounds = this.#rounds.then(() => {
      const wanted = this.#standings().filter(([domain]) => only === undefined || domain === only);
      return Promise.all(wanted.map((one) => this.#settle(...one)));
    });
  }

  #standings(): [string, DomainStanding][] {
    return Object.entries(this.#host.facts?.dns ?? {});
  }

  /** Brings one domain to where it should be, if its time has come. Never rejects. */
  async #settle(domain: string, standing: DomainStanding): Promise<void> {
    const { clock } = this.#host.ports;
    const tries = this.#tries.get(domain);
    try {
      const record = await this.#recordFor(domain, standing);
      if (tries !== undefined && !isDue(tries, clock.now(), record, standing.published?.record)) return;
      const done = record !== undefined
        ? await this.#publish(domain, standing, record)
        : standing.published === null || await this.#withdraw(domain, standing, ROUND_MS);
      this.#tries.set(domain, nextTry(tries, done, clock.now()));
    } catch (error) {
      this.#options.note(`publishing in ${domain} failed: ${error instanceof Error ? error.message : error}`);
      this.#tries.set(domain, nextTry(tries, false, clock.now()));
    }
  }

  /** The record that should be in DNS; undefined for none. */
  async #recordFor(domain: string, { wanted }: DomainStanding): Promise<PublishedRecord | undefined> {
    const port = this.#options.port();
    if (wanted === null || port === undefined || this.#host.facts?.settings.dnsPublishing !== true) {
      return undefined;
    }
    const { priority, weight } = wanted;
    return { priority, weight, port, target: wanted.target ?? await this.#ownName(domain), ttl: USUAL_TTL };
  }

  async #ownName(domain: string): Promise<string> {
    const name = this.#host.ports.machine.name();
    if (name.includes(".")) return name;
    return `${name}.${ownDomain(name, await this.#ports.dnsSettings()) ?? domain}`;
  }

  async #publish(domain: string, standing: DomainStanding, record: PublishedRecord): Promise<boolean> {
    const earlier = standing.published?.record ?? record;
    const outcome = await changeInDns(
      this.#host,
      this.#ports,
      { domain, standing, milliseconds: ROUND_MS },
      (powers) => publishService(powers, domain, record, earlier),
    );
    if (outcome.kind === "failed") return await this.#failed(domain, outcome);
    const { server, ttl = record.ttl } = outcome;
    await this.#record({
      id: EventId.dnsPublished,
      time: this.#host.ports.clock.now(),
      domain,
      record: { ...record, ttl },
      server: showServer(server),
    });
    return true;
  }

  async #withdraw(domain: string, standing: DomainStanding, milliseconds: number): Promise<boolean> {
    const record = standing.published!.record; // asked for of what is published alone
    const outcome = await changeInDns(
      this.#host,
      this.#ports,
      { domain, standing, milliseconds },
      (powers) => withdrawService(powers, domain, record),
    );
    if (outcome.kind === "failed") return await this.#failed(domain, outcome);
    const time = this.#host.ports.clock.now();
    await this.#record({ id: EventId.dnsWithdrawn, time, domain, server: showServer(outcome.server) });
    if (standing.wanted === null) {
      await this.#host.changeSecrets((store) => store.storeTsigKey(domain, null));
    }
    return true;
  }

  async #failed(domain: string, { failure }: Extract<Published, { kind: "failed" }>): Promise<false> {
    const { code = null, message, remedy } = failure;
    const known = this.#host.facts?.dns[domain]?.failure;
    if (known?.reason !== message) this.#options.note(`DNS, ${domain}: ${message}`);
    const time = this.#host.ports.clock.now();
    await this.#record({ id: EventId.dnsFailed, time, domain, code, reason: message, remedy });
    return false;
  }

  #record(event: HostEvent): Promise<void> {
    return this.#host.record([event]);
  }

  #untilNext(): number {
    const now = this.#host.ports.clock.now();
    const nexts = this.#standings().map(([domain]) => this.#tries.get(domain)?.next ?? now + LOOK_MS);
    return Math.max(0, Math.min(now + LOOK_MS, ...nexts) - now);
  }

  async #within(milliseconds: number, work: Promise<unknown>): Promise<void> {
    const done = new AbortController();
    const settled = work.catch(() => {}).then(() => done.abort());
    await Promise.race([settled, this.#host.ports.timer.wait(milliseconds, done.signal)]);
  }
}
