import type { Link, MulticastSocket } from "../../ports.ts";
import type { Conflict, OwnOnLinks } from "./conflicts.ts";
import { hear, type Heard } from "./hearing.ts";
import { nextHost, nextInstance } from "./names.ts";
import { type AnnouncedService, ownRecords } from "./own_records.ts";
import { responsePacket } from "./packets.ts";
import type { MulticastPorts } from "./ports.ts";
import { type Probed, Probing } from "./probing.ts";
import { Serving } from "./serving.ts";

export type AnnouncementState =
  | { readonly kind: "starting" }
  /** There is no interface, or the port is not to be had: it tries again. */
  | { readonly kind: "waiting"; readonly why: string }
  | { readonly kind: "probing" | "announced"; readonly instance: string; readonly host: string }
  | { readonly kind: "closed" };

export interface Announcement {
  readonly state: AnnouncementState;
  /** Takes the announcement back. Resolves once that is said to all. */
  close(): Promise<void>;
}

/** Milliseconds after which is tried again what failed, and looked whether interfaces have come or gone. */
const BETWEEN_TRIES = 10_000;
const BETWEEN_LOOKS = 5_000;
/** Before probing again after another went first (RFC 6762, 8.2). */
const AFTER_LOSING = 1000;
/** After so many conflicts within so long it takes its time (RFC 6762, 8.1): somebody may be contradicting on purpose. */
const MANY_CONFLICTS = 15;
const CONFLICT_PERIOD = 10_000;
const AFTER_MANY_CONFLICTS = 5_000;

const NO_ADDRESS = "no network interface has an address that others reach and the service listens at";

/**
 * Announces the service on every interface, until it is closed; nothing that others send, or interfaces do, ends it before. Throws
 * DecodeError or RangeError for what cannot be announced.
 */
export function announceService(
  ports: MulticastPorts,
  service: AnnouncedService,
  onState: (state: AnnouncementState) => void = () => {},
): Announcement {
  refuseWrong(service);
  return new Announcer(ports, service, onState);
}

class Announcer implements Announcement {
  readonly #ports: MulticastPorts;
  readonly #onState: (state: AnnouncementState) => void;
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;
  #service: AnnouncedService;
  #state: AnnouncementState = { kind: "starting" };
  #links: readonly Link[] = [];
  #heard: Heard = () => {};
  #conflicts: number[] = [];

  constructor(
    ports: MulticastPorts,
    service: AnnouncedService,
    onState: (state: AnnouncementState) => void,
  ) {
    this.#ports = ports;
    this.#service = service;
    this.#onState = onState;
    this.#done = this.#run();
  }

  get state(): AnnouncementState {
    return this.#state;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  /** A fault, whosever it is, ends the announcement for some time and the program never. */
  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#useSocket(await this.#ports.multicast.open());
      } catch (error) {
        this.#enter({ kind: "waiting", why: error instanceof Error ? error.message : String(error) });
        await this.#wait(BETWEEN_TRIES, this.#closing.signal);
      }
    }
    this.#enter({ kind: "closed" });
  }

  async #useSocket(socket: MulticastSocket): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#closing.signal]);
    const hearing = hear(socket, () => this.#links, signal, (message, from) => this.#heard(message, from));
    try {
      await Promise.all(
        [hearing, this.#live(socket, signal)].map((part) => part.finally(() => over.abort())),
      );
    } finally {
      socket.close();
    }
  }

  async #live(socket: MulticastSocket, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const own = this.#look(socket);
      if (own.size === 0) {
        this.#enter({ kind: "waiting", why: NO_ADDRESS });
        await this.#wait(BETWEEN_LOOKS, signal);
        continue;
      }
      this.#enter({ kind: "probing", ...this.#names() });
      const probed = await this.#probe(socket, own, signal);
      if (probed !== "free") await this.#giveWay(probed, signal);
      else if (!signal.aborted) await this.#serve(socket, own, signal);
    }
  }

  #probe(socket: MulticastSocket, own: OwnOnLinks, signal: AbortSignal): Promise<Probed> {
    const probing = new Probing(own);
    this.#heard = (message) => probing.heard(message);
    return probing.run(this.#ports, socket, signal);
  }

  async #giveWay(probed: Conflict | "later", signal: AbortSignal): Promise<void> {
    if (probed === "later") return await this.#wait(AFTER_LOSING, signal);
    const { instance, host } = this.#service;
    const names = probed === "host" ? { host: nextHost(host) } : { instance: nextInstance(instance) };
    this.#service = { ...this.#service, ...names };
    const now = this.#ports.clock.now();
    this.#conflicts = [...this.#conflicts.filter((at) => at > now - CONFLICT_PERIOD), now];
    if (this.#conflicts.length >= MANY_CONFLICTS) await this.#wait(AFTER_MANY_CONFLICTS, signal);
  }

  async #serve(socket: MulticastSocket, own: OwnOnLinks, signal: AbortSignal): Promise<void> {
    const serving = new Serving(this.#ports, socket, own, signal);
    this.#heard = (message, from) => serving.heard(message, from);
    this.#enter({ kind: "announced", ...this.#names() });
    await serving.run(() => sameOwn(own, this.#look(socket)), BETWEEN_LOOKS);
  }

  #look(socket: MulticastSocket): OwnOnLinks {
    this.#links = socket.links();
    const own = this.#links.map((link) => [link, ownRecords(this.#service, link)] as const);
    return new Map(own.filter(([, { addresses }]) => addresses.length > 0));
  }

  #names(): { instance: string; host: string } {
    return { instance: this.#service.instance, host: this.#service.host };
  }

  #enter(state: AnnouncementState): void {
    const isNew = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (isNew) this.#onState(state);
  }

  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return this.#ports.timer.wait(milliseconds, signal);
  }
}

/** What is wrong with a service is said at once. */
function refuseWrong(service: AnnouncedService): void {
  const { pointer, instance } = ownRecords(service, { name: "", addresses: [] });
  responsePacket({ answers: [pointer, ...instance] });
}

function sameOwn(one: OwnOnLinks, other: OwnOnLinks): boolean {
  const shown = (own: OwnOnLinks) =>
    JSON.stringify(Array.from(own, ([{ name }, { addresses }]) => [name, addresses]));
  return shown(one) === shown(other);
}
