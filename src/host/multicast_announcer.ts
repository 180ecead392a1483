import { sameIpAddress } from "../dns/ip_address.ts";
import { type Announcement, type AnnouncementState, announceService } from "../dns/multicast/announce.ts";
import { labelOf } from "../dns/multicast/names.ts";
import type { AnnouncedService } from "../dns/multicast/own_records.ts";
import { EventId } from "../policy/events.ts";
import type { Multicast } from "../ports.ts";
import type { Host } from "./host.ts";

export type { AnnouncementState } from "../dns/multicast/announce.ts";

export interface AnnouncerOptions {
  /** Where computers are to ask; null while the host does not listen. */
  readonly listening: () => { readonly address: string; readonly port: number } | null;
  /** Takes a line for people about what failed. */
  readonly note: (text: string) => void;
}

/** What is announced, as far as it may change while the host runs. */
interface Wish {
  readonly address: string;
  readonly port: number;
  readonly publisher: string | undefined;
}

/** How long the goodbye may take when the host stops. */
const STOP_MS = 2000;

/**
 * Announces the host by multicast DNS while the setting is on: at its port, under its publisher's name. A change of those takes the
 * announcement back and makes another; what fails is noted, tried again, and ends nothing.
 */
export class MulticastAnnouncer {
  readonly #host: Host;
  readonly #multicast: Multicast;
  readonly #options: AnnouncerOptions;
  #unsubscribe: () => void = () => {};
  #stopping = false;
  #wish: Wish | undefined;
  #announcement: Announcement | undefined;
  /** Why nothing can be announced at all; undefined where that is not so. */
  #fault: string | undefined;
  #changes: Promise<void> = Promise.resolve();

  constructor(host: Host, multicast: Multicast, options: AnnouncerOptions) {
    this.#host = host;
    this.#multicast = multicast;
    this.#options = options;
  }

  /** How the announcement stands; undefined where none is to be made. */
  get state(): AnnouncementState | undefined {
    if (this.#fault !== undefined) return { kind: "waiting", why: this.#fault };
    return this.#announcement?.state;
  }

  start(): void {
    this.#unsubscribe = this.#host.subscribe(({ id }) => {
      if (id === EventId.settingChanged || id === EventId.licenceInstalled) void this.#look();
    });
    void this.#look();
  }

  /** Takes the announcement back, as far as that is done within some seconds. Never rejects. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#unsubscribe();
    const done = new AbortController();
    const withdrawn = this.#look().then(() => done.abort());
    await Promise.race([withdrawn, this.#host.ports.timer.wait(STOP_MS, done.signal)]);
  }

  /** One after another: the goodbye of the one before goes first. */
  #look(): Promise<void> {
    return this.#changes = this.#changes.then(() => this.#settle()).catch((error) => this.#failed(error));
  }

  async #settle(): Promise<void> {
    const wish = this.#wanted();
    if (sameWish(wish, this.#wish)) return;
    this.#wish = wish;
    const before = this.#announcement;
    this.#announcement = this.#fault = undefined;
    await before?.close();
    if (wish !== undefined) this.#announce(wish);
  }

  #wanted(): Wish | undefined {
    const { facts, licence } = this.#host;
    const listening = this.#options.listening();
    if (this.#stopping || facts?.settings.multicast !== true || listening === null) return undefined;
    return { ...listening, publisher: licence?.payload.publisher };
  }

  #announce(wish: Wish): void {
    const { clock, timer, random, machine } = this.#host.ports;
    const ports = { clock, timer, random, multicast: this.#multicast };
    const service = serviceOf(wish, machine.name());
    this.#announcement = announceService(ports, service, (state) => {
      if (state.kind === "waiting") this.#note(state.why);
    });
  }

  #failed(error: unknown): void {
    this.#fault = error instanceof Error ? error.message : String(error);
    this.#note(this.#fault);
  }

  #note(why: string): void {
    this.#options.note(`multicast: not announced: ${why}`);
  }
}

function serviceOf({ address, port, publisher }: Wish, computer: string): AnnouncedService {
  return {
    instance: publisher === undefined ? "KMS" : labelOf(publisher, " KMS"),
    host: computer,
    port,
    priority: 0,
    weight: 0,
    text: publisher === undefined ? {} : { publisher },
    listensAt: (own) => listensAt(address, own),
  };
}

/** Whether who listens at `listened` is reached at `own`; of the unspecified addresses that of IPv6 takes both families. */
function listensAt(listened: string, own: string): boolean {
  if (listened === "::") return true;
  return listened === "0.0.0.0" ? !own.includes(":") : sameIpAddress(listened, own);
}

function sameWish(one: Wish | undefined, other: Wish | undefined): boolean {
  return one?.address === other?.address && one?.port === other?.port && one?.publisher === other?.publisher;
}
