import { type Figure, measuredOnce } from "../figure.ts";
import type { Load } from "../site/load.ts";
import type { Site } from "../site/site.ts";

const MANY = 500_000;
const FEW = 1000;
const CLIENTS = 100;
const WARM_UP_MS = 1500;

interface ManyRound {
  readonly many: Measured;
  readonly few: Measured;
}

interface Measured {
  readonly load: Load;
  readonly megabytes: number;
}

const measured = measuredOnce(async (site: Site): Promise<ManyRound[]> => {
  await using many = await site.startHost(await site.hostFolder({ machines: MANY }));
  await using few = await site.startHost(await site.hostFolder({ machines: FEW }));
  const measure = async (host: typeof many, machines: number, milliseconds: number) => {
    const load = await site.load(host, { clients: CLIENTS, machines, milliseconds });
    return { load, megabytes: host.program.memory() };
  };
  await measure(many, MANY, WARM_UP_MS);
  await measure(few, FEW, WARM_UP_MS);
  const { milliseconds } = site.options;
  return await site.rounds(async () => ({
    few: await measure(few, FEW, milliseconds),
    many: await measure(many, MANY, milliseconds),
  }));
});

export const MANY_MACHINES: readonly Figure[] = [
  {
    name: "many-machines",
    what: "activations a second with 500,000 machines known, 100 clients",
    unit: "/s",
    reference: "the same with 1,000 known",
    goal: { of: "ratio", is: "atLeast", value: 0.95 },
    measure: async (site) =>
      (await measured(site)).map(({ many, few }) => ({
        figure: many.load.perSecond,
        reference: few.load.perSecond,
      })),
  },
  {
    name: "many-memory",
    what: "memory with 500,000 machines, names included, under that load",
    unit: "MB",
    reference: "the same with 1,000 known",
    goal: { of: "figure", is: "atMost", value: 200 },
    measure: async (site) =>
      (await measured(site)).map(({ many, few }) => ({ figure: many.megabytes, reference: few.megabytes })),
  },
];
