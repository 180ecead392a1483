import type { Link, MulticastSocket, SocketAddress } from "../../ports.ts";
import type { Message } from "../message.ts";
import type { ResourceRecord } from "../record.ts";
import { answersTo, legacyPacket, withAdditionals } from "./answering.ts";
import { isProbeFor, type OwnOnLinks } from "./conflicts.ts";
import { linksOf } from "./links.ts";
import type { OwnRecords } from "./own_records.ts";
import { responsePacket } from "./packets.ts";
import { chanceWait, MULTICAST_DNS_PORT, type MulticastPorts } from "./ports.ts";

/** Milliseconds that an answer waits for, which others may have too, so that not all speak at once (RFC 6762, 6). */
const LEAST_WAIT = 20;
const MOST_WAIT = 120;
/** A record goes to all on a link no more often than this, or than that where a probe asks (RFC 6762, 6). */
const BETWEEN_ANSWERS = 1000;
const BETWEEN_DEFENCES = 250;

/** Says what is ours on each link: of itself, when asked, and that it goes. */
export class Responder {
  readonly #ports: MulticastPorts;
  readonly #socket: MulticastSocket;
  readonly #own: OwnOnLinks;
  readonly #closing: AbortSignal;
  readonly #planned = new Map<Link, Set<ResourceRecord>>();
  readonly #sentAt = new Map<ResourceRecord, number>();

  /** It answers until `closing` is aborted. */
  constructor(ports: MulticastPorts, socket: MulticastSocket, own: OwnOnLinks, closing: AbortSignal) {
    this.#ports = ports;
    this.#socket = socket;
    this.#own = own;
    this.#closing = closing;
  }

  async announce(): Promise<void> {
    for (const [link, own] of this.#own) await this.#send(link, own, lasting(own));
  }

  /** Whoever keeps our records drops them (RFC 6762, 10.1); addresses stay, for others on this computer may announce them. */
  async goodbye(): Promise<void> {
    for (const [link, own] of this.#own) {
      const answers = [own.pointer, ...own.instance].map((record) => ({ ...record, ttl: 0 }));
      await this.#socket.send(responsePacket({ answers }), link);
    }
  }

  /** Resolves once what is to be said is said, or will be by a plan that is there already. */
  async answer(query: Message, from: SocketAddress): Promise<void> {
    await Promise.all(
      linksOf(from.host, [...this.#own.keys()]).map((link) => {
        const own = this.#own.get(link)!;
        const answers = answersTo(query, own);
        if (answers.length === 0) return;
        if (from.port !== MULTICAST_DNS_PORT) {
          return this.#socket.reply(legacyPacket(query, withAdditionals(answers, own)), from);
        }
        if (isProbeFor(query, answers.map(({ name }) => name))) return this.#defend(link, own, answers);
        return this.#plan(link, own, answers);
      }),
    );
  }

  #defend(link: Link, own: OwnRecords, answers: readonly ResourceRecord[]): Promise<void> {
    const due = answers.filter((record) => this.#waitFor(record, BETWEEN_DEFENCES) === 0);
    return due.length === 0 ? Promise.resolve() : this.#send(link, own, due);
  }

  /** Answers to several queries go together (RFC 6762, 6.4); so a flood of queries makes no more than one plan. */
  async #plan(link: Link, own: OwnRecords, answers: readonly ResourceRecord[]): Promise<void> {
    const planned = this.#planned.get(link);
    if (planned !== undefined) return answers.forEach((record) => planned.add(record));
    const plan = new Set(answers);
    this.#planned.set(link, plan);
    const earliest = Math.max(...answers.map((record) => this.#waitFor(record, BETWEEN_ANSWERS)));
    const chance = answers.includes(own.pointer) ? chanceWait(this.#ports, LEAST_WAIT, MOST_WAIT) : 0;
    await this.#ports.timer.wait(Math.max(earliest, chance), this.#closing);
    this.#planned.delete(link);
    if (!this.#closing.aborted) await this.#send(link, own, [...plan]);
  }

  /** Milliseconds until a record may be sent again. */
  #waitFor(record: ResourceRecord, between: number): number {
    const sentAt = this.#sentAt.get(record) ?? -Infinity;
    return Math.max(0, sentAt + between - this.#ports.clock.now());
  }

  async #send(link: Link, own: OwnRecords, answers: readonly ResourceRecord[]): Promise<void> {
    for (const record of answers) this.#sentAt.set(record, this.#ports.clock.now());
    await this.#socket.send(responsePacket(withAdditionals(answers, own)), link);
  }
}

/** All that is announced: the list of all services is left to those who ask for it. */
function lasting({ pointer, instance, addresses }: OwnRecords): ResourceRecord[] {
  return [pointer, ...instance, ...addresses];
}
