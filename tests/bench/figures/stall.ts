import type { Figure } from "../figure.ts";
import type { Listening, Site } from "../site/site.ts";

const MACHINES = 500_000;
/** So many events behind the checkpoint that the next is due after some requests. */
const EVENTS = 49_950;
const PROBED_MS = 4000;
const PROBE_EVERY_US = 1000;
const SETTLING_MS = 3000;
const LONGEST_CHECKPOINT_MS = 60_000;

export const STALL: Figure = {
  name: "stall",
  what: "longest wait of a probe that comes each ms, while 500,000 machines go to a checkpoint",
  unit: "ms",
  reference: "the same host without a checkpoint",
  goal: { of: "figure", is: "atMost", value: 10 },
  async measure(site) {
    return await site.rounds(async () => {
      const folder = await site.hostFolder({ machines: MACHINES, events: EVENTS });
      try {
        await using host = await site.startHost(folder);
        await rest(SETTLING_MS); // what reading half a million records left behind is cleared away
        const reference = await longestWait(site, host, PROBED_MS);
        return { reference, figure: await duringCheckpoint(site, host, folder) };
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    });
  },
};

/** In milliseconds. A probe is answered without the disk, so what it waits for is the loop. */
async function longestWait(site: Site, host: Listening, milliseconds: number): Promise<number> {
  const probing = { clients: 1, probe: true, pauseMicroseconds: PROBE_EVERY_US, milliseconds };
  return (await site.load(host, probing)).max / 1000;
}

async function duringCheckpoint(site: Site, host: Listening, folder: string): Promise<number> {
  const before = changed(folder);
  let longest = 0;
  let due = Promise.resolve();
  const began = performance.now();
  while (changed(folder) === before) {
    if (performance.now() - began > LONGEST_CHECKPOINT_MS) throw new Error("there was no checkpoint");
    const probing = longestWait(site, host, PROBED_MS);
    if (longest === 0) due = rest(200).then(() => makeDue(site, host));
    longest = Math.max(longest, await probing);
    await due;
  }
  return longest;
}

/** A hundred requests: the checkpoint is due. */
async function makeDue(site: Site, host: Listening): Promise<void> {
  for (let answers = 0; answers < 100;) {
    answers += (await site.load(host, { clients: 1, milliseconds: 50 })).answers;
  }
}

/** When state.json, which ends a checkpoint, was written. */
function changed(folder: string): number {
  return Deno.statSync(`${folder}/state.json`).mtime!.getTime();
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
