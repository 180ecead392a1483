import type { Asked } from "./scenario_record.ts";

/** A catalogue of several editions and thresholds; the host's key covers all but the Archive. */
export const CATALOGUE = JSON.stringify([
  { name: "Editor", edition: "Professional", kind: "client", threshold: 12 },
  { name: "Server", edition: "Datacenter", kind: "server", threshold: 5 },
  { name: "Cloud", edition: "Standard", kind: "server", threshold: 8, countVirtual: true },
  { name: "Render", edition: "Enterprise", kind: "client", threshold: 40 },
  { name: "Archive", edition: "Standard", kind: "client", threshold: 3 },
]);
export const SERVED = { Editor: 12, Server: 5, Cloud: 8, Render: 40 };
export const UNSERVED = ["Archive"];

const DAY = 1440;
const NEW = { state: "outOfBoxGrace", minutesLeft: 30 * DAY, counts: true } as const;
const OVER = { state: "notification", minutesLeft: 0 } as const;
const LICENSED = { state: "licensed", minutesLeft: 173 * DAY, renewal: true, counts: true } as const;
const VIRTUAL = { virtual: true, counts: false } as const;
const ACTIVATED = { answer: "activated" } as const;
const TOO_FEW = { answer: "belowThreshold" } as const;
const NOT_SERVED = { answer: "productNotServed" } as const;
const LATE = { answer: "clockOff", late: true } as const;

const desk = { product: "Editor", ...NEW } as const;
const server = { product: "Server", ...NEW } as const;
const cloud = { product: "Cloud", ...NEW, virtual: true } as const;

/** What happens to a host from its first day on, in its order. */
export const SCENARIO: readonly Asked[] = [
  // below the threshold, which virtual machines do not help to reach
  ...named("desk", 7, { ...desk, ...TOO_FEW }),
  ...named("vm", 3, { ...desk, ...OVER, ...VIRTUAL, ...TOO_FEW }),
  // ephemeral machines are known, and do not count
  ...named("job", 2, {
    ...server,
    ...VIRTUAL,
    ...ACTIVATED,
    state: "unlicensed",
    minutesLeft: 0,
    ephemeral: true,
  }),
  ...named("srv", 4, { ...server, ...ACTIVATED }),
  // virtual machines that count, on and above the threshold of the desks; for whatever they ask next
  ...named("cloud", 4, { ...cloud, ...ACTIVATED }),
  { ...desk, ...ACTIVATED, name: "cloud-4", virtual: true },
  ...named("desk", 5, { ...desk, ...ACTIVATED }),
  { ...desk, ...OVER, ...VIRTUAL, ...ACTIVATED, name: "vm-1" },
  // clones: an image on three computers, and one on two
  ...named("desk-1-copy", 3, { ...desk, ...ACTIVATED, image: "image" }),
  ...named("twin", 2, { ...server, ...ACTIVATED, image: "twins" }),
  // set up anew on the hardware that it was, and so activated anew
  { ...desk, ...ACTIVATED, name: "desk-6", image: "desk-6 anew" },
  { ...desk, ...ACTIVATED, name: "desk-1", image: "desk-1 anew" },
  // renewals
  ...named("desk", 2, { ...desk, ...LICENSED, ...ACTIVATED }, ["desk-1 anew"]),
  ...named("srv", 3, { ...server, ...LICENSED, ...ACTIVATED }),
  { ...server, ...LICENSED, ...ACTIVATED, name: "srv-1" },
  // another product than before
  { ...desk, ...ACTIVATED, name: "srv-2" },
  // clocks that are off: a new computer, and one that has a lease
  { ...desk, ...LATE, name: "late", state: "outOfToleranceGrace", minutesLeft: 100 },
  { ...desk, ...LICENSED, ...LATE, name: "desk-3" },
  // products that nobody knows, one that the licence file names and the key does not cover, and one far below its threshold
  { ...NEW, ...NOT_SERVED, name: "odd-1", product: "Pirate", state: "nonGenuineGrace" },
  { ...NEW, ...NOT_SERVED, ...VIRTUAL, name: "odd-2", product: "Ghost" },
  ...named("arch", 2, { ...NEW, ...NOT_SERVED, product: "Archive" }),
  { ...NEW, ...NOT_SERVED, ...VIRTUAL, name: "arch-vm", product: "Archive" },
  ...named("render", 2, { ...NEW, ...TOO_FEW, product: "Render", state: "outOfToleranceGrace" }),
  // told by their machine IDs alone
  ...named("bare", 2, { ...desk, ...ACTIVATED, bare: true }),
];

/** Number 1 to `count` of a series, the first of them with machine IDs of other names. */
function named(
  series: string,
  count: number,
  asked: Omit<Asked, "name">,
  images: readonly string[] = [],
): Asked[] {
  return Array.from({ length: count }, (_, i) => {
    const image = images[i] ?? asked.image;
    return { ...asked, name: `${series}-${i + 1}`, ...(image === undefined ? {} : { image }) };
  });
}
