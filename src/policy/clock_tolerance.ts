/** SPEC 9: how far a client's clock may be from the host's, in seconds. */
export const CLOCK_TOLERANCE_SECONDS = 4 * 60 * 60;
