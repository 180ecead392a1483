import type { Figure } from "../figure.ts";
import { outputOf } from "../../support/programs/programs.ts";
import type { Site } from "../site/site.ts";

/** Programs that end soon are measured so often in a round: one run tells little. */
const REPEATS = 5;

export const STARTING: readonly Figure[] = [
  {
    name: "start",
    what: "kms serve from exec to its first reply",
    unit: "ms",
    reference: "a compiled program that does nothing, from exec to its end",
    goal: { of: "figure", is: "atMost", value: 200 },
    measure: async (site) => {
      const folder = await site.hostFolder();
      return await site.rounds(async () => ({
        reference: await runningTime(site.programs.empty),
        figure: await site.startingTime(folder),
      }));
    },
  },
  {
    name: "start-many",
    what: "kms serve after SIGKILL, 500,000 machines and 100,000 events in the journal, to its first reply",
    unit: "s",
    reference: "kms serve with none",
    goal: { of: "figure", is: "atMost", value: 3 },
    measure: async (site) => {
      const few = await site.hostFolder();
      return await site.rounds(async () => {
        const many = await site.hostFolder({ machines: 500_000, events: 100_000 });
        try {
          return {
            reference: await site.startingTime(few) / 1000,
            figure: await site.startingTime(many) / 1000,
          };
        } finally {
          await Deno.remove(many, { recursive: true });
        }
      });
    },
  },
  {
    name: "dli",
    what: "kms /dli, host running",
    unit: "ms",
    reference: "a compiled program that does nothing",
    goal: { of: "ratio", is: "atMost", value: 1.5 },
    measure: async (site) => {
      const folder = await site.hostFolder();
      await using _host = await site.startHost(folder);
      return await site.rounds(async () => ({
        reference: await runningTime(site.programs.empty),
        figure: await runningTime(site.programs.kms, "/dli", "--state", folder),
      }));
    },
  },
  {
    name: "size",
    what: "size of dist/kms",
    unit: "MB",
    reference: "a compiled program that does nothing",
    goal: { of: "figure", is: "atMost", value: 90 },
    measure: (site) => Promise.resolve([{ figure: size(site, "kms"), reference: size(site, "empty") }]),
  },
];

/** Milliseconds from exec to the end: the shortest of some runs, for whatever disturbs makes it longer. */
async function runningTime(program: string, ...args: readonly string[]): Promise<number> {
  let shortest = Infinity;
  for (let run = 0; run < REPEATS; run++) {
    const began = performance.now();
    const { success, stderr } = await outputOf(program, ...args);
    if (!success) throw new Error(`${program} ${args.join(" ")} failed: ${stderr}`);
    shortest = Math.min(shortest, performance.now() - began);
  }
  return shortest;
}

function size({ programs }: Site, program: "kms" | "empty"): number {
  return Deno.statSync(programs[program]).size / 1e6;
}
