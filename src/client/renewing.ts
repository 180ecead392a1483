import { type RenewalFacts, untilNextTry, waitsForHost } from "../policy/renewal.ts";
import type { Clock, Random, Stopwatch, Timer } from "../ports.ts";

export interface RenewalPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly stopwatch: Stopwatch;
  readonly random: Random;
  /** The addresses of this computer, as one text: another text is another network. */
  readonly addresses: () => string;
}

/** A look or a try that has to wait, which is no failure: it is made again soon. */
export class NotNow extends Error {
  override readonly name = "NotNow";
}

/** A client that is kept activated. It is opened anew for each look and each try, so that commands come between them. */
export interface Renewable {
  /** How it stands, without the network. May reject with NotNow. */
  look(): Promise<Pick<RenewalFacts, "renewal" | "activationInterval">>;
  /** Resolves once a lease is on disk; rejects with what is in the way, and is tried again. May reject with NotNow. */
  activate(): Promise<void>;
  /** Takes what stood in the way of a look or a try. */
  failed(error: unknown): void;
  /** Takes when the next try will be made, as far as is known now, milliseconds since 1970. */
  planned?(time: number): void;
}

/** So often the clock and the network are looked at: a computer that was asleep notices within this time of work. */
const LOOK_MS = 15_000;

/** Activates and renews until `signal` is aborted; never rejects. */
export async function keepActivated(
  client: Renewable,
  ports: RenewalPorts,
  signal: AbortSignal,
): Promise<void> {
  const renewal = new Renewal(client, ports);
  while (!signal.aborted) {
    const wait = await renewal.step();
    await ports.timer.wait(wait, signal);
  }
}

class Renewal {
  readonly #client: Renewable;
  readonly #ports: RenewalPorts;
  #last: { readonly kind: RenewalFacts["last"]["kind"]; readonly time: number; readonly elapsed: number };
  #chance: number;
  #addresses: string;
  /** When the lease was issued that was held last, by its renewal, though it may not stand now; null where there was none. */
  #issued: number | null = null;
  /** When it was seen that the network has changed, by the stopwatch, where no try has been made since. */
  #networkChanged: number | null = null;

  constructor(client: Renewable, ports: RenewalPorts) {
    this.#client = client;
    this.#ports = ports;
    this.#last = this.#now("start");
    this.#chance = chanceOf(ports.random);
    this.#addresses = ports.addresses();
  }

  /** Tries if it is time; gives back the milliseconds to wait until the next look. */
  async step(): Promise<number> {
    this.#lookAtNetwork();
    const wait = await this.#untilTry();
    if (wait > 0) return Math.min(wait, LOOK_MS);
    await this.#try();
    const next = await this.#untilTry();
    return next > 0 ? Math.min(next, LOOK_MS) : LOOK_MS;
  }

  #lookAtNetwork(): void {
    const addresses = this.#ports.addresses();
    if (addresses === this.#addresses) return;
    this.#addresses = addresses;
    this.#networkChanged = this.#ports.stopwatch.elapsed();
  }

  /** Milliseconds until a try; where nothing can be seen, until it is to be looked again. */
  async #untilTry(): Promise<number> {
    try {
      const seen = await this.#client.look();
      this.#noticeActivation(seen.renewal);
      const now = this.#ports.clock.now();
      const facts = { ...seen, ...this.#soFar() };
      if (!waitsForHost(facts)) this.#networkChanged = null; // it was of no use, and must not be when a host is waited for later
      const wait = untilNextTry(facts, this.#chance, now);
      this.#client.planned?.(now + wait);
      return wait;
    } catch (error) {
      this.#tell(error);
      return LOOK_MS;
    }
  }

  /** Somebody else, such as a command, may have activated the client since the last try failed; a lease that stands again is none of that. */
  #noticeActivation(renewal: RenewalFacts["renewal"]): void {
    const issued = issuedOf(renewal);
    if (issued === null || issued === this.#issued) return;
    if (this.#last.kind === "failed") this.#last = this.#now("activated");
    this.#issued = issued;
  }

  /** By the longer of clock and stopwatch: the one may be set back, the other stands while the computer sleeps. */
  #soFar(): Pick<RenewalFacts, "last" | "networkChanged"> {
    const { kind, time, elapsed } = this.#last;
    const now = this.#now(kind);
    return {
      last: { kind, ago: Math.max(now.time - time, now.elapsed - elapsed) },
      networkChanged: this.#networkChanged === null ? null : now.elapsed - this.#networkChanged,
    };
  }

  #now(kind: RenewalFacts["last"]["kind"]) {
    const { clock, stopwatch } = this.#ports;
    return { kind, time: clock.now(), elapsed: stopwatch.elapsed() };
  }

  async #try(): Promise<void> {
    const outcome = await this.#outcome();
    if (outcome === undefined) return;
    this.#last = this.#now(outcome);
    this.#chance = chanceOf(this.#ports.random);
    this.#networkChanged = null;
  }

  /** Undefined where it could not be tried. */
  async #outcome(): Promise<"activated" | "failed" | undefined> {
    try {
      await this.#client.activate();
      return "activated";
    } catch (error) {
      this.#tell(error);
      return error instanceof NotNow ? undefined : "failed";
    }
  }

  #tell(error: unknown): void {
    if (!(error instanceof NotNow)) this.#client.failed(error);
  }
}

/** When the lease was issued that is renewed so, milliseconds since 1970; null where there is none. */
export function issuedOf(renewal: RenewalFacts["renewal"]): number | null {
  return renewal === null ? null : Math.round(renewal.after - renewal.minutes * 60_000);
}

/** 0 to 1, 1 left out. */
function chanceOf(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_536;
}
