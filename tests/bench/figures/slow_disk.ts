import type { Figure } from "../figure.ts";

const ADDED_MS = 5;
const CLIENTS = 100;
const WARM_UP_MS = 1500;

export const SLOW_DISK: Figure = {
  name: "slow-disk",
  what: `activations a second, ${ADDED_MS} ms added to every sync, ${CLIENTS} clients`,
  unit: "/s",
  reference: "ideal: each sync serves all clients, and nothing else takes time",
  goal: { of: "ratio", is: "atLeast", value: 0.45 },
  async measure(site) {
    const { programs, surroundings, options: { milliseconds } } = site;
    const slow = { LD_PRELOAD: programs.slowSync, SLOW_SYNC_US: String(ADDED_MS * 1000) };
    await using host = await site.startHost(await site.hostFolder(), slow);
    await site.load(host, { clients: CLIENTS, milliseconds: WARM_UP_MS });
    const ideal = CLIENTS / (ADDED_MS / 1000 + 1 / surroundings.syncsASecond);
    return await site.rounds(async () => ({
      figure: (await site.load(host, { clients: CLIENTS, milliseconds })).perSecond,
      reference: ideal,
    }));
  },
};
