import { crashPoints } from "./crash_points/trial.ts";
import { decoders } from "./decoders/trial.ts";
import { replays } from "./replays/trial.ts";
import { signatures } from "./signatures/trial.ts";
import type { Trial } from "./trial.ts";

/** All trials, by their number. */
export const TRIALS: readonly Trial[] = [
  crashPoints,
  decoders,
  signatures,
  replays,
];
