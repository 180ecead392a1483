import type { MulticastSocket } from "../../ports.ts";
import type { Message } from "../message.ts";
import { ANY_TYPE } from "../numbers.ts";
import { CACHE_FLUSH } from "../record.ts";
import { type Conflict, conflictIn, losesTo, type OwnOnLinks } from "./conflicts.ts";
import type { OwnRecords } from "./own_records.ts";
import { queryPacket, question } from "./packets.ts";
import { chanceWait, type MulticastPorts } from "./ports.ts";

/** Three probes, so many milliseconds apart, the first after a wait of chance of no more than that (RFC 6762, 8.1). */
const PROBES = 3;
const BETWEEN_PROBES = 250;

/** `later`: another who probes at the same time goes first. */
export type Probed = "free" | Conflict | "later";

/** Asks whether instance and computer have names that nobody else has. */
export class Probing {
  readonly #own: OwnOnLinks;
  readonly #ended = new AbortController();
  #probed: Probed = "free";

  constructor(own: OwnOnLinks) {
    this.#own = own;
  }

  heard(message: Message): void {
    const conflict = message.response ? conflictIn(message, this.#own) : undefined;
    const loses = !message.response && [...this.#own.values()].some((own) => losesTo(message, own));
    if (conflict === undefined && !loses || this.#ended.signal.aborted) return;
    this.#probed = conflict ?? "later";
    this.#ended.abort();
  }

  /** Ends early at a conflict, or when `closing` is aborted, which tells nothing. */
  async run(ports: MulticastPorts, socket: MulticastSocket, closing: AbortSignal): Promise<Probed> {
    const signal = AbortSignal.any([this.#ended.signal, closing]);
    await ports.timer.wait(chanceWait(ports, 0, BETWEEN_PROBES), signal);
    for (let probes = 0; probes < PROBES && !signal.aborted; probes++) {
      for (const [link, own] of this.#own) await socket.send(probePacket(own), link);
      await ports.timer.wait(BETWEEN_PROBES, signal);
    }
    return this.#probed;
  }
}

/**
 * What is asked for, and what it would be here. It asks for an answer to all: one by unicast reaches only one of the programs that share
 * the port on this computer.
 */
function probePacket({ instance, addresses }: OwnRecords): Uint8Array<ArrayBuffer> {
  const names = [instance[0]!.name, addresses[0]!.name];
  const authorities = [...instance, ...addresses]
    .map((record) => ({ ...record, recordClass: record.recordClass & ~CACHE_FLUSH }));
  return queryPacket({ questions: names.map((name) => question(name, ANY_TYPE)), authorities });
}
