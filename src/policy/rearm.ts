/** Rearms that a client is allowed where its licence file says nothing. */
export const USUAL_REARMS = 3;

/** How often a client may still be rearmed. `allowed`: what its licence file says. */
export function rearmsLeft(done: number, allowed: number | undefined): number {
  return Math.max(0, (allowed ?? USUAL_REARMS) - done);
}
