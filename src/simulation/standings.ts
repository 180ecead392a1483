import { LicenceState } from "../protocol/licence_state.ts";
import { mayRunIn } from "../policy/licence_state.ts";
import type { Fleet } from "./fleet.ts";
import { HOUR_MS, MINUTE_MS } from "./plan.ts";

/** What became of the clients' licences. */
export interface Lapses {
  /** Clients that were activated at least once. */
  readonly activated: number;
  /** Minutes from its set-up to a client's first activation: of the middle one, of the 99th of a hundred, of the last. */
  readonly firstActivation:
    | { readonly median: number; readonly p99: number; readonly longest: number }
    | null;
  /** How often a client's lease ended before it was renewed. */
  readonly lapses: number;
  /** Hours of the longest of them, up to the renewal or the end. */
  readonly longestLapse: number;
  /** Clients that at the end are not licensed, and of them those that may not run any more. */
  readonly unlicensed: number;
  readonly stopped: number;
}

/** Takes the activations of clients, and tells what became of their licences. */
export class Standings {
  readonly #fleet: Fleet;
  readonly #clients: number;
  /** Minutes to the first activation, -1 before it. */
  readonly #first: Int32Array;
  #lapses = 0;
  #longestLapse = 0;

  constructor(fleet: Fleet, clients: number) {
    this.#fleet = fleet;
    this.#clients = clients;
    this.#first = new Int32Array(clients).fill(-1);
  }

  /** `before`: when the lease ended, or ends, that the client had until now. */
  activated(client: number, before: number | undefined, now: number): void {
    if (before === undefined) {
      this.#first[client] = Math.floor((now - this.#fleet.setUpAt(client)) / MINUTE_MS);
    } else this.#lapsed(now - before);
  }

  /** What holds at the end, `now`. */
  tell(now: number): Lapses {
    let unlicensed = 0;
    let stopped = 0;
    for (let client = 0; client < this.#clients; client++) {
      const ends = this.#fleet.leaseEnds(client);
      if (ends !== undefined) this.#lapsed(now - ends);
      const { state } = this.#fleet.standing(client, now);
      if (state !== LicenceState.licensed) unlicensed += 1;
      if (!mayRunIn(state)) stopped += 1;
    }
    const first = this.#first.filter((minutes) => minutes >= 0).sort();
    return {
      activated: first.length,
      firstActivation: first.length === 0 ? null : {
        median: first[Math.floor((first.length - 1) / 2)]!,
        p99: first[Math.ceil(first.length * 0.99) - 1]!,
        longest: first.at(-1)!,
      },
      lapses: this.#lapses,
      longestLapse: this.#longestLapse / HOUR_MS,
      unlicensed,
      stopped,
    };
  }

  #lapsed(by: number): void {
    if (by <= 0) return;
    this.#lapses += 1;
    this.#longestLapse = Math.max(this.#longestLapse, by);
  }
}
