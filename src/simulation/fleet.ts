import { type LicenceStanding, licenceStanding, newLicenceMemory } from "../policy/licence_state.ts";
import {
  type Intervals,
  intervalsTold,
  renewalAfter,
  renewalOf,
  untilNextTry,
  USUAL_INTERVALS,
} from "../policy/renewal.ts";
import { HResult } from "../protocol/hresult.ts";
import type { ReplyFields } from "../protocol/reply.ts";
import type { ActivationRequest } from "../protocol/request.ts";
import { MINUTE_MS } from "./plan.ts";

const ID_BYTES = 16;
const GRACE = { graceDays: 30, afterGrace: "notification" } as const;
const NONE = -1;

/** The clients, as columns: there may be millions of them. Their rules are the program's. Times are milliseconds since 1970. */
export class Fleet {
  readonly #ids: Uint8Array;
  readonly #since: Float64Array;
  readonly #issued: Float64Array;
  readonly #ends: Float64Array;
  readonly #activationInterval: Uint16Array;
  readonly #renewalInterval: Uint16Array;
  readonly #host: Int32Array;
  readonly #productId: Uint8Array;

  constructor(clients: number, productId: Uint8Array) {
    this.#ids = new Uint8Array(clients * ID_BYTES);
    const view = new DataView(this.#ids.buffer);
    for (let client = 0; client < clients; client++) view.setUint32(client * ID_BYTES, client + 1);
    this.#since = new Float64Array(clients);
    this.#issued = new Float64Array(clients).fill(NaN);
    this.#ends = new Float64Array(clients).fill(NaN);
    this.#activationInterval = new Uint16Array(clients).fill(USUAL_INTERVALS.activationInterval);
    this.#renewalInterval = new Uint16Array(clients).fill(USUAL_INTERVALS.renewalInterval);
    this.#host = new Int32Array(clients).fill(NONE);
    this.#productId = productId;
  }

  setUp(client: number, time: number): void {
    this.#since[client] = time;
  }

  setUpAt(client: number): number {
    return this.#since[client]!;
  }

  /** The host that activated it last. */
  hostOf(client: number): number | undefined {
    const host = this.#host[client]!;
    return host === NONE ? undefined : host;
  }

  /** When its lease ends; undefined where it never had one. */
  leaseEnds(client: number): number | undefined {
    const ends = this.#ends[client]!;
    return Number.isNaN(ends) ? undefined : ends;
  }

  standing(client: number, now: number): LicenceStanding {
    const ends = this.leaseEnds(client);
    const lease = ends === undefined ? { kind: "never" } as const : { kind: "sound", ends } as const;
    return licenceStanding(newLicenceMemory(this.#since[client]!), lease, GRACE, now);
  }

  request(client: number, now: number): ActivationRequest {
    const id = this.#ids.subarray(client * ID_BYTES, (client + 1) * ID_BYTES);
    const { state, minutesLeft } = this.standing(client, now);
    return {
      virtual: false,
      renewal: this.leaseEnds(client) !== undefined,
      probe: false,
      ephemeral: false,
      licenceState: state,
      minutesLeft,
      clientTime: Math.floor(now / 1000),
      machineId: id,
      hardware: id,
      productId: this.#productId,
      nonce: id,
      highestEpoch: 0,
      authorityKeyId: 0,
      name: `PC-${client + 1}`,
    };
  }

  /** Takes a host's reply. True where it activates. */
  accept(client: number, host: number, reply: ReplyFields, now: number): boolean {
    const { activationInterval, renewalInterval } = intervalsTold(reply);
    this.#activationInterval[client] = activationInterval;
    this.#renewalInterval[client] = renewalInterval;
    if (reply.result !== HResult.activated) return false;
    this.#host[client] = host;
    this.#issued[client] = now;
    this.#ends[client] = now + reply.validity * MINUTE_MS;
    return true;
  }

  /** Milliseconds until the next try, `ago` after the last one. */
  untilNextTry(
    client: number,
    last: "start" | "activated" | "failed",
    ago: number,
    chance: number,
    now: number,
  ): number {
    const facts = {
      renewal: this.#renewal(client, now),
      last: { kind: last, ago },
      networkChanged: null,
      activationInterval: this.#intervals(client).activationInterval,
    };
    return untilNextTry(facts, chance, now);
  }

  #renewal(client: number, now: number) {
    const [issued, ends] = [this.#issued[client]!, this.#ends[client]!];
    if (!(ends > now)) return null; // NaN: none yet
    return renewalOf({
      issued,
      renewAfter: renewalAfter({ issued, ends }, this.#intervals(client).renewalInterval),
    });
  }

  #intervals(client: number): Intervals {
    return {
      activationInterval: this.#activationInterval[client]!,
      renewalInterval: this.#renewalInterval[client]!,
    };
  }
}
