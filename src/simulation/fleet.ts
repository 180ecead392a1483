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
/** What is kept of a client, in a row of its own: memory is fetched by the 64 bytes, and clients come in no order. */
const AT = { since: 0, issued: 1, ends: 2, activationInterval: 3, renewalInterval: 4, host: 5 } as const;
const WIDTH = 8;
const GRACE = { graceDays: 30, afterGrace: "notification" } as const;
const NONE = -1;

/** The clients, as rows of numbers: there may be millions of them. Their rules are the program's. Times are milliseconds since 1970. */
export class Fleet {
  readonly #rows: Float64Array;
  readonly #productId: Uint8Array;
  /** Of the client that asks just now. */
  readonly #id = new Uint8Array(ID_BYTES);
  readonly #idView = new DataView(this.#id.buffer);

  constructor(clients: number, productId: Uint8Array) {
    this.#rows = new Float64Array(clients * WIDTH);
    this.#productId = productId;
  }

  setUp(client: number, time: number): void {
    const { activationInterval, renewalInterval } = USUAL_INTERVALS;
    this.#rows.set([time, NaN, NaN, activationInterval, renewalInterval, NONE], client * WIDTH);
  }

  setUpAt(client: number): number {
    return this.#get(client, "since");
  }

  /** The host that activated it last. */
  hostOf(client: number): number | undefined {
    const host = this.#get(client, "host");
    return host === NONE ? undefined : host;
  }

  /** When its lease ends; undefined where it never had one. */
  leaseEnds(client: number): number | undefined {
    const ends = this.#get(client, "ends");
    return Number.isNaN(ends) ? undefined : ends;
  }

  standing(client: number, now: number): LicenceStanding {
    const ends = this.leaseEnds(client);
    const lease = ends === undefined ? { kind: "never" } as const : { kind: "sound", ends } as const;
    return licenceStanding(newLicenceMemory(this.setUpAt(client)), lease, GRACE, now);
  }

  /** Its identifiers are good until the next is asked for. */
  request(client: number, now: number): ActivationRequest {
    this.#idView.setUint32(0, client + 1);
    const id = this.#id;
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
    this.#set(client, "activationInterval", activationInterval);
    this.#set(client, "renewalInterval", renewalInterval);
    if (reply.result !== HResult.activated) return false;
    this.#set(client, "host", host);
    this.#set(client, "issued", now);
    this.#set(client, "ends", now + reply.validity * MINUTE_MS);
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
    const [issued, ends] = [this.#get(client, "issued"), this.#get(client, "ends")];
    if (!(ends > now)) return null; // NaN: none yet
    return renewalOf({
      issued,
      renewAfter: renewalAfter({ issued, ends }, this.#intervals(client).renewalInterval),
    });
  }

  #intervals(client: number): Intervals {
    return {
      activationInterval: this.#get(client, "activationInterval"),
      renewalInterval: this.#get(client, "renewalInterval"),
    };
  }

  #get(client: number, field: keyof typeof AT): number {
    return this.#rows[client * WIDTH + AT[field]]!;
  }

  #set(client: number, field: keyof typeof AT, value: number): void {
    this.#rows[client * WIDTH + AT[field]] = value;
  }
}
