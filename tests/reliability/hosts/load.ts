import { systemTimer } from "../../../src/adapters/system/system.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { type Asking, isBroken } from "./asking.ts";
import type { HostProcess } from "./host_process.ts";

const ASKERS = 12;
/** Exchanges on one connection at most; the host allows 16. */
const MOST_EXCHANGES = 4;

export interface LoadOptions {
  readonly host: HostProcess;
  readonly asking: Asking;
  readonly random: SeededRandom;
  /** So many computers there are; each asks again and again. */
  readonly computers: number;
}

/**
 * Computers ask a host as fast as it answers, until it is killed. Rejects where a connection broke before that, or an answer was no
 * activation.
 */
export async function underLoad(options: LoadOptions): Promise<void> {
  await Promise.all(Array.from({ length: ASKERS }, () => askUntilKilled(options)));
}

async function askUntilKilled(options: LoadOptions): Promise<void> {
  while (await oneConnection(options)) {
    // and another
  }
  if (!options.host.killed) throw new Error("a connection broke though the host was not killed");
}

/** A connection and its exchanges; false where the host has gone. */
async function oneConnection({ host, asking, random, computers }: LoadOptions): Promise<boolean> {
  try {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: host.port });
    for (let exchanges = 1 + random.upTo(MOST_EXCHANGES - 1); exchanges > 0; exchanges--) {
      if (!await asking.activate(connection, `computer-${random.upTo(computers - 1)}`)) return false;
    }
    return true;
  } catch (error) {
    if (isBroken(error)) return false;
    throw error;
  }
}

export interface Pace {
  /** At most; fewer where they are not answered in the time that they should take. */
  readonly requests: number;
  /** Infinity: as fast as they are answered. */
  readonly perSecond: number;
}

const AT_ONCE = 30;
const TURN_MS = 5;

/**
 * Computers ask a host one by one at a steady pace, each over a connection of its own; resolves when all were answered, or the host was
 * killed. Rejects as underLoad does.
 */
export async function steadily(options: LoadOptions, { requests, perSecond }: Pace): Promise<void> {
  const running = new Set<Promise<void>>();
  const began = performance.now();
  const longest = Number.isFinite(perSecond) ? requests / perSecond : Infinity;
  for (let sent = 0, seconds = 0; sent < requests && seconds <= longest && !options.host.killed;) {
    seconds = (performance.now() - began) / 1000;
    const due = seconds * perSecond;
    for (; sent < Math.min(requests, due) && running.size < AT_ONCE; sent++) {
      const asked = askOnce(options);
      running.add(asked);
      asked.then(() => running.delete(asked), () => {}); // one that fails stays, and fails the whole below
    }
    await Promise.race([...running, systemTimer.wait(TURN_MS)]);
  }
  await Promise.all(running);
}

async function askOnce({ host, asking, random, computers }: LoadOptions): Promise<void> {
  try {
    await asking.activateAlone(host.port, `computer-${random.upTo(computers - 1)}`);
  } catch (error) {
    if (!host.killed) throw error;
  }
}
