import { bitRot } from "./bit_rot/trial.ts";
import { clock } from "./clock/trial.ts";
import { connections } from "./connections/trial.ts";
import { crashPoints } from "./crash_points/trial.ts";
import { decoders } from "./decoders/trial.ts";
import { descriptors } from "./descriptors/trial.ts";
import { diskErrors } from "./disk_errors/trial.ts";
import { forgedMachines } from "./forged_machines/trial.ts";
import { hostileNames } from "./hostile_names/trial.ts";
import { interrupted } from "./interrupted/trial.ts";
import { kills } from "./kills/trial.ts";
import { model } from "./model/trial.ts";
import { powerLoss } from "./power_loss/trial.ts";
import { remotePort } from "./remote_port/trial.ts";
import { replays } from "./replays/trial.ts";
import { signatures } from "./signatures/trial.ts";
import { soak } from "./soak/trial.ts";
import { upgrade } from "./upgrade/trial.ts";
import type { Trial } from "./trial.ts";

/** All trials, by their number. */
export const TRIALS: readonly Trial[] = [
  kills,
  crashPoints,
  powerLoss,
  interrupted,
  diskErrors,
  bitRot,
  decoders,
  signatures,
  model,
  connections,
  descriptors,
  clock,
  forgedMachines,
  replays,
  remotePort,
  hostileNames,
  soak,
  upgrade,
];
