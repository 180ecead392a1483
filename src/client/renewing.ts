import { type RenewalFacts, untilNextTry } from "../policy/renewal.ts";
import type { Clock, Random, Stopwatch, Timer } from "../ports.ts";

export interface RenewalPorts {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly stopwatch: Stopwatch;
  readonly random: Random;
  /** The addresses of this computer, as one text: another text is another network. */
  readonly addresses: () => string;
}

/** A client that is kept activated. It is opened anew for each look and each try, so that commands come between them. */
export interface Renewable {
  /** How it stands, without the network. */
  look(): Promise<Pick<RenewalFacts, "renewal" | "activationInterval">>;
  /** Resolves once a lease is on disk; rejects with what is in the way, and is tried again. */
  activate(): Promise<void>;
  /** Takes what stood in the way of a look or a try. */
  failed(error: unknown): void;
}

/** After a look that failed. */
const LOOK_AGAIN_MS = 60_000;
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
    if (wait > 0) return wait;
    await this.#try();
    return LOOK_MS;
  }

  #lookAtNetwork(): void {
    const addresses = this.#ports.addresses();
    if (addresses === this.#addresses) return;
    this.#addresses = addresses;
    this.#networkChanged = this.#ports.stopwatch.elapsed();
  }

  /** Milliseconds until a try, or until it is to be looked whether the time has come. */
  async #untilTry(): Promise<number> {
    try {
      const facts = { ...await this.#client.look(), ...this.#soFar() };
      return Math.min(untilNextTry(facts, this.#chance, this.#ports.clock.now()), LOOK_MS);
    } catch (error) {
      this.#client.failed(error);
      return LOOK_AGAIN_MS;
    }
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
    const activated = await this.#activated();
    this.#last = this.#now(activated ? "activated" : "failed");
    this.#chance = chanceOf(this.#ports.random);
    this.#networkChanged = null;
  }

  async #activated(): Promise<boolean> {
    try {
      await this.#client.activate();
      return true;
    } catch (error) {
      this.#client.failed(error);
      return false;
    }
  }
}

/** 0 to 1, 1 left out. */
function chanceOf(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_536;
}
