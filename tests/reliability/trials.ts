import { connections } from "./connections/trial.ts";
import { crashPoints } from "./crash_points/trial.ts";
import { descriptors } from "./descriptors/trial.ts";
import { forgedMachines } from "./forged_machines/trial.ts";
import type { Trial } from "./trial.ts";

/** All trials, by their number. */
export const TRIALS: readonly Trial[] = [
  crashPoints,
  connections,
  descriptors,
  forgedMachines,
];
