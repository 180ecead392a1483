/** Licence states as they travel (SPEC 3). */
export const LicenceState = {
  unlicensed: 0,
  licensed: 1,
  outOfBoxGrace: 2,
  outOfToleranceGrace: 3,
  nonGenuineGrace: 4,
  notification: 5,
} as const;
export type LicenceState = typeof LicenceState[keyof typeof LicenceState];
