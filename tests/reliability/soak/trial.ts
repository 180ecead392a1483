import assert from "node:assert/strict";
import { systemTimer } from "../../../src/adapters/system/system.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import type { HostProcess } from "../hosts/host_process.ts";
import { askForCheckpoint, KilledHost } from "../hosts/killed_host.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { slopeOf, type Taken, takenBy } from "./memory.ts";

export const soak: Trial = {
  number: 17,
  name: "soak: a steady load, with kills, then one long life",
  goal: "30 minutes at 200 requests a second, memory under 1 MB an hour, descriptors flat, 0 lost",
  bugs: [
    {
      name: "connections that have ended are remembered",
      file: "src/adapters/network/tcp.ts",
      from: "    this.#running.delete(connection);\n",
      to: "",
      says: /the host holds \d+ kB more after \d+ requests/,
    },
    {
      name: "the folder is opened to be synced, and not closed",
      file: "src/adapters/disk/deno_disk.ts",
      from: "      await folder.sync();\n    } finally {\n      folder.close();",
      to: "      await folder.sync();\n    } finally {",
      says: /the host has \d+ descriptors open/,
    },
  ],
  run: endure,
};

interface Sizes {
  readonly computers: number;
  readonly kills: number;
  /** A life that is killed lasts so long at most. */
  readonly longestMs: number;
  readonly perSecond: number;
  /** Requests between two looks at what the host takes. */
  readonly round: number;
  /** Rounds in which it settles, without a pause: V8's young generation grows in leaps of 15 MB for as long as much of it survives. */
  readonly warmUp: number;
  readonly rounds: number;
}

interface Sample extends Taken {
  /** Since the start of the process. */
  readonly hours: number;
}

const SHORT: Sizes = {
  computers: 60,
  kills: 1,
  longestMs: 100,
  perSecond: Infinity,
  round: 200,
  warmUp: 2,
  rounds: 3,
};
/** 5 minutes with kills, some in which the last life settles, 20 minutes in which it is looked at. */
const LONG: Sizes = {
  computers: 2000,
  kills: 60,
  longestMs: 10_000,
  perSecond: 200,
  round: 4000,
  warmUp: 60,
  rounds: 60,
};

/** The host that is looked at is the last of several on its folder; those before it were killed under the same load. */
async function endure(torture: Torture): Promise<string> {
  const sizes: Sizes = inForm(torture, { short: SHORT, long: LONG });
  const all = sizes.kills / 4 + sizes.warmUp + sizes.rounds;
  await using killed = await KilledHost.make(new SeededRandom(torture.seed), sizes.computers);
  const began = performance.now();
  for (let kill = 0; kill < sizes.kills; kill++) {
    torture.progress(kill / 4, all);
    await killSoon(killed, sizes);
  }
  const taken = await oneLife(killed, sizes, (done) => torture.progress(sizes.kills / 4 + done, all));
  const seconds = Math.round((performance.now() - began) / 1000);
  await killed.auditAll();
  const { acknowledgements } = killed.record;
  const rate = Math.round(acknowledgements / seconds);
  return `${acknowledgements} activations in ${seconds} s (${rate} a second), ${
    sizes.kills + 1
  } kills, 0 lost; ` +
    (torture.form === "long" ? growthOf(taken) : descriptorsOf(taken));
}

async function killSoon(killed: KilledHost, { perSecond, longestMs }: Sizes): Promise<void> {
  await using host = await killed.start("program");
  await Promise.all([
    killed.steadily(host, { requests: Infinity, perSecond }),
    systemTimer.wait(killed.random.upTo(longestMs)).then(() => host.kill()),
  ]);
}

/** Runs all rounds in one process, and kills it under load. Gives what it took after each round that followed the warm-up. */
async function oneLife(
  killed: KilledHost,
  { round, perSecond, warmUp, rounds }: Sizes,
  onRound: (done: number) => void,
): Promise<Sample[]> {
  await using host = await killed.start("host");
  const began = performance.now();
  const taken: Sample[] = [];
  for (let done = 1; done <= warmUp + rounds; done++) {
    await killed.steadily(host, { requests: round, perSecond: done <= warmUp ? Infinity : perSecond });
    await lookAround(killed, host);
    const hours = (performance.now() - began) / 3_600_000;
    const sample = { ...await takenBy(host, taken[0]), hours }; // in the warm-up too: collecting garbage is part of what it settles to
    if (done >= warmUp) taken.push(sample);
    onRound(done);
  }
  holdsNoMore(taken, round * rounds);
  await Promise.all([killed.load(host), killed.asking.replies(100).then(() => host.kill())]);
  return taken;
}

/** As an administrator does now and then. */
async function lookAround(killed: KilledHost, host: HostProcess): Promise<void> {
  await askForCheckpoint(host, killed.random);
  await using console = await host.console();
  await console.call("machines", { limit: 100 });
  await killed.audit.totals(console);
}

/** Bytes that may be there for each request: a leak of anything that a request or a connection has is more. */
const MOST_HELD = 1400;

function holdsNoMore(taken: readonly Taken[], requests: number): void {
  const [first, last] = [taken[0]!, taken.at(-1)!];
  assert.ok(
    last.descriptors <= first.descriptors,
    `the host has ${last.descriptors} descriptors open, ${first.descriptors} were open ${requests} requests before`,
  );
  const more = last.held - first.held;
  assert.ok(
    more < MOST_HELD * requests,
    `the host holds ${Math.round(more / 1024)} kB more after ${requests} requests`,
  );
}

/** In an hour, after the warm-up. */
const MOST_MEGABYTES = 1;

/**
 * Throws where memory grows faster than it may: what the program holds, whatever chance there is in it, for that is known to some
 * hundredths; resident memory comes and goes by the megabyte, so there it is the slope alone.
 */
function growthOf(taken: readonly Sample[]): string {
  const lines = { resident: "resident memory", held: "what the program holds" } as const;
  const told = (["resident", "held"] as const).map((what) => {
    const { slope, uncertainty } = slopeOf(taken.map((one) => ({ x: one.hours, y: one[what] / 1e6 })));
    const text = `${lines[what]} ${slope.toFixed(2)} ± ${uncertainty.toFixed(2)} MB an hour`;
    const most = what === "held" ? slope + uncertainty : slope;
    assert.ok(most < MOST_MEGABYTES, text);
    return `${text} of ${Math.round(taken[0]![what] / 1e6)} MB`;
  });
  return [...told, descriptorsOf(taken)].join(", ");
}

function descriptorsOf(taken: readonly Taken[]): string {
  return `${taken[0]!.descriptors} descriptors at first, ${taken.at(-1)!.descriptors} at last`;
}
