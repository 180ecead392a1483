import type { Figure } from "./figure.ts";
import { ACTIVATIONS } from "./figures/activations.ts";
import { MANY_MACHINES } from "./figures/many_machines.ts";
import { MEMORY } from "./figures/memory.ts";
import { REPORTS } from "./figures/reports.ts";
import { SLOW_DISK } from "./figures/slow_disk.ts";
import { STALL } from "./figures/stall.ts";
import { STARTING } from "./figures/starting.ts";

/** What `deno task bench` measures, in the order of its table. */
export const FIGURES: readonly Figure[] = [
  ...ACTIVATIONS,
  SLOW_DISK,
  ...MANY_MACHINES,
  STALL,
  ...MEMORY,
  ...STARTING,
  ...REPORTS,
];
