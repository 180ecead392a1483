import type { MulticastSocket, SocketAddress } from "../../ports.ts";
import type { Message } from "../message.ts";
import { conflictIn, type OwnOnLinks } from "./conflicts.ts";
import type { MulticastPorts } from "./ports.ts";
import { Responder } from "./responder.ts";

/** Milliseconds between the two announcements (RFC 6762, 8.3). */
const BETWEEN_ANNOUNCEMENTS = 1000;

/** Announces what is ours, and answers for it, as long as that is right. */
export class Serving {
  readonly #ports: MulticastPorts;
  readonly #own: OwnOnLinks;
  readonly #closing: AbortSignal;
  readonly #ended = new AbortController();
  readonly #signal: AbortSignal;
  readonly #responder: Responder;
  #fault: { readonly reason: unknown } | undefined;

  constructor(ports: MulticastPorts, socket: MulticastSocket, own: OwnOnLinks, closing: AbortSignal) {
    this.#ports = ports;
    this.#own = own;
    this.#closing = closing;
    this.#signal = AbortSignal.any([this.#ended.signal, closing]);
    this.#responder = new Responder(ports, socket, own, this.#signal);
  }

  /** Another who has a name of ours too ends it: which of the two keeps it is seen by probing. */
  heard(message: Message, from: SocketAddress): void {
    if (message.response) {
      if (conflictIn(message, this.#own) !== undefined) this.#ended.abort();
      return;
    }
    this.#responder.answer(message, from).catch((reason) => {
      this.#fault = { reason };
      this.#ended.abort();
    });
  }

  /** Resolves once it is no longer right, by what `isUnchanged` says every so many milliseconds, or it is closed: then with a goodbye. */
  async run(isUnchanged: () => boolean, everyMs: number): Promise<void> {
    await this.#responder.announce();
    await this.#ports.timer.wait(BETWEEN_ANNOUNCEMENTS, this.#signal);
    if (!this.#signal.aborted) await this.#responder.announce();
    while (!this.#signal.aborted && isUnchanged()) await this.#ports.timer.wait(everyMs, this.#signal);
    this.#ended.abort();
    if (this.#fault !== undefined) throw this.#fault.reason;
    if (this.#closing.aborted) await this.#responder.goodbye();
  }
}
