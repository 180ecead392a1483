import { crashPoints } from "./crash_points/trial.ts";
import { hostileNames } from "./hostile_names/trial.ts";
import { remotePort } from "./remote_port/trial.ts";
import type { Trial } from "./trial.ts";

/** All trials, by their number. */
export const TRIALS: readonly Trial[] = [
  crashPoints,
  remotePort,
  hostileNames,
];
