import { clock } from "./clock/trial.ts";
import { crashPoints } from "./crash_points/trial.ts";
import { model } from "./model/trial.ts";
import { upgrade } from "./upgrade/trial.ts";
import type { Trial } from "./trial.ts";

/** All trials, by their number. */
export const TRIALS: readonly Trial[] = [
  crashPoints,
  model,
  clock,
  upgrade,
];
