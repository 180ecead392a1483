import { DAY, HOUR, MINUTE } from "../counting.ts";

/** What a look at a licence is to say. */
export interface Expected {
  readonly state: "licensed" | "outOfBox" | "outOfTolerance" | "nonGenuine" | "notification";
  readonly minutesLeft: number;
}

interface Lease {
  readonly issued: number;
  readonly ends: number;
  readonly hardware: readonly string[];
}

/** What is remembered from look to look; times are the computer's own, in milliseconds. */
interface Memory {
  readonly highest: number;
  readonly latest: number;
  /** When it was first seen that the hardware is another; null while it is not. */
  readonly changed: number | null;
  /** By how much the clock was set back in little steps. */
  readonly littleSteps: number;
  readonly inDoubtFor: number;
}

const GRACE = 30 * DAY;

/**
 * How one computer stands, by sections 9.4 to 9.6 of SPEC.md and docs/clients.md, written down again from their words. It knows what
 * has happened to the computer and nothing of the program.
 */
export class LicenceModel {
  readonly #setUp: number;
  #memory: Memory;
  #lease: Lease | undefined;

  constructor(setUp: number) {
    this.#setUp = setUp;
    this.#memory = { highest: setUp, latest: setUp, changed: null, littleSteps: 0, inDoubtFor: 0 };
  }

  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** Another computer with a copy of this one's disk. */
  clone(): LicenceModel {
    const copy = new LicenceModel(this.#setUp);
    copy.#memory = this.#memory;
    copy.#lease = this.#lease;
    return copy;
  }

  /** A look at `now`. Where the disk takes nothing in, nothing is remembered of it. */
  look(now: number, hardware: readonly string[], disk: "sound" | "full"): Expected {
    const memory = this.#after(now, hardware);
    if (disk === "sound" && this.#tellsMore(memory)) this.#memory = memory;
    return this.#expected(memory, now, hardware);
  }

  /** A host has activated it. */
  granted(now: number, hardware: readonly string[], grant: { issued: number; minutes: number }): void {
    const minutes = Math.min(grant.minutes, 180 * 1440);
    this.#lease = { issued: grant.issued, ends: grant.issued + minutes * MINUTE, hardware: [...hardware] };
    this.#memory = { highest: now, latest: now, changed: null, littleSteps: 0, inDoubtFor: 0 };
  }

  /** A host has refused it, by an answer that was issued then and stood against the clock. */
  refused(now: number, hardware: readonly string[], issued: number): void {
    const memory = this.#after(now, hardware);
    this.#memory = { ...memory, highest: Math.min(memory.highest, issued), littleSteps: 0 };
  }

  #after(now: number, hardware: readonly string[]): Memory {
    const before = this.#memory;
    const seen = Math.max(before.highest, this.#lease?.issued ?? 0);
    const passed = now - before.latest;
    const isLittleStep = passed < 0 && now >= seen - 4 * HOUR;
    const memory = {
      highest: Math.max(seen, now),
      latest: now,
      changed: this.#isOwn(hardware) ? null : before.changed ?? now,
      littleSteps: before.littleSteps + (isLittleStep ? -passed : 0),
      inDoubtFor: before.inDoubtFor,
    };
    if (!isDoubtful(memory, now) || passed < 0) return memory;
    return { ...memory, inDoubtFor: memory.inDoubtFor + passed };
  }

  /** A look soon after another that tells nothing new need not be remembered. */
  #tellsMore({ latest, changed }: Memory): boolean {
    const passed = latest - this.#memory.latest;
    return passed >= HOUR || passed < -MINUTE || changed !== this.#memory.changed;
  }

  #expected(memory: Memory, now: number, hardware: readonly string[]): Expected {
    const lease = this.#lease;
    const until = (state: Expected["state"], end: number): Expected =>
      end > now
        ? { state, minutesLeft: Math.ceil((end - now) / MINUTE) }
        : { state: "notification", minutesLeft: 0 };
    if (isDoubtful(memory, now)) return until("nonGenuine", now + GRACE - memory.inDoubtFor);
    if (lease === undefined) return until("outOfBox", this.#setUp + GRACE);
    if (!this.#isOwn(hardware)) {
      return until("outOfTolerance", Math.min(memory.changed ?? now, lease.ends) + GRACE);
    }
    return lease.ends > now ? until("licensed", lease.ends) : until("outOfTolerance", lease.ends + GRACE);
  }

  #isOwn(hardware: readonly string[]): boolean {
    if (this.#lease === undefined) return true;
    return this.#lease.hardware.filter((part, place) => part === hardware[place]).length >= 3;
  }
}

function isDoubtful({ highest, littleSteps }: Memory, now: number): boolean {
  return now < highest - 4 * HOUR || littleSteps > DAY;
}
