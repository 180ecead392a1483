import { type Figure, measuredOnce, type Round } from "../figure.ts";
import type { Load, LoadOptions } from "../site/load.ts";
import type { Listening, Site } from "../site/site.ts";

const WARM_UP_MS = 1500;

/** What a program carried, and the processor time that it took for each answer, in microseconds. */
interface Carried extends Load {
  readonly processorTime: number;
}

/** The host and its reference under the same load, turn by turn. */
interface LoadRound {
  readonly host: Carried;
  readonly reference: Carried;
}

async function againstReference(
  site: Site,
  options: Omit<LoadOptions, "milliseconds">,
): Promise<LoadRound[]> {
  await using host = await site.startHost(await site.hostFolder());
  await using reference = await site.startReference();
  const { milliseconds } = site.options;
  for (const warmed of [host, reference]) await site.load(warmed, { ...options, milliseconds: WARM_UP_MS });
  return await site.rounds(async () => ({
    reference: await carried(site, reference, { ...options, milliseconds }),
    host: await carried(site, host, { ...options, milliseconds }),
  }));
}

async function carried(site: Site, listening: Listening, options: LoadOptions): Promise<Carried> {
  const before = listening.program.processorTime();
  const load = await site.load(listening, options);
  const seconds = listening.program.processorTime() - before;
  return { ...load, processorTime: seconds * 1e6 / load.answers };
}

function roundsOf(rounds: readonly LoadRound[], of: (carried: Carried) => number): Round[] {
  return rounds.map(({ host, reference }) => ({ figure: of(host), reference: of(reference) }));
}

const hundred = measuredOnce((site) => againstReference(site, { clients: 100 }));
const thousand = measuredOnce((site) => againstReference(site, { clients: 1000 }));
const LONGEST_NAME = 63;

export const ACTIVATIONS: readonly Figure[] = [
  {
    name: "short-100",
    what: "activations a second, short connections, 100 clients",
    unit: "/s",
    reference: "reference.c",
    goal: { of: "ratio", is: "atLeast", value: 0.9 },
    measure: async (site) => roundsOf(await hundred(site), ({ perSecond }) => perSecond),
  },
  {
    name: "processor-100",
    what: "processor time of each of them, all threads",
    unit: "µs",
    reference: "reference.c",
    goal: null,
    measure: async (site) => roundsOf(await hundred(site), ({ processorTime }) => processorTime),
  },
  {
    name: "short-1000",
    what: "activations a second, short connections, 1,000 clients",
    unit: "/s",
    reference: "reference.c",
    goal: { of: "ratio", is: "atLeast", value: 0.85 },
    measure: async (site) => roundsOf(await thousand(site), ({ perSecond }) => perSecond),
  },
  {
    name: "fairness-1000",
    what: "p99 over p50 of the same",
    unit: "times",
    reference: "reference.c",
    goal: { of: "figure", is: "atMost", value: 1.6 },
    measure: async (site) => roundsOf(await thousand(site), ({ p50, p99 }) => p99 / p50),
  },
  {
    name: "kept-100",
    what: "activations a second, kept connections, 100 clients, 8 requests in flight each",
    unit: "/s",
    reference: "reference.c",
    goal: { of: "ratio", is: "atLeast", value: 1.2 },
    measure: async (site) =>
      roundsOf(
        await againstReference(site, { clients: 100, inFlight: 8, exchanges: 16 }),
        ({ perSecond }) => perSecond,
      ),
  },
  {
    name: "one-client",
    what: "one client at a time, p50",
    unit: "ms",
    reference: "reference.c",
    goal: { of: "ratio", is: "atMost", value: 1.4 },
    measure: async (site) => roundsOf(await againstReference(site, { clients: 1 }), ({ p50 }) => p50 / 1000),
  },
  {
    name: "exchange-bytes",
    what: "bytes of one exchange, the larger way, longest name",
    unit: "bytes",
    reference: "reference.c",
    goal: { of: "figure", is: "atMost", value: 250 },
    measure: async (site) =>
      roundsOf(
        await againstReference(site, { clients: 1, nameBytes: LONGEST_NAME }),
        ({ bytesSent, bytesReceived }) => Math.max(bytesSent, bytesReceived),
      ),
  },
];
