import { bitRot } from "./bit_rot/trial.ts";
import { crashPoints } from "./crash_points/trial.ts";
import { diskErrors } from "./disk_errors/trial.ts";
import { powerLoss } from "./power_loss/trial.ts";
import type { Trial } from "./trial.ts";

/** All trials, by their number. */
export const TRIALS: readonly Trial[] = [
  crashPoints,
  powerLoss,
  diskErrors,
  bitRot,
];
