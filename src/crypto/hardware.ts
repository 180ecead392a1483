import { concat, equalBytes } from "../protocol/bytes.ts";
import { sha256 } from "./hash.ts";

/** The four things that identify a computer, each undefined where the computer has none or does not tell. */
export interface HardwareComponents {
  readonly system: string | undefined;
  readonly board: string | undefined;
  readonly disk: string | undefined;
  readonly network: string | undefined;
}

const CLASSES = ["system", "board", "disk", "network"] as const;
const CLIENT_COMPONENT_BYTES = 4;
const HOST_COMPONENT_BYTES = 2;
/** How many of the four must be the same for a computer to count as the same. */
const ENOUGH_MATCHING = 3;

/** SPEC 3: 16 bytes, the first 4 of SHA-256 over class and value for each component, zeros for one that is absent. */
export function hardwareIdentity(components: HardwareComponents): Uint8Array<ArrayBuffer> {
  return concat(...CLASSES.map((name) => {
    const value = components[name];
    if (value === undefined) return new Uint8Array(CLIENT_COMPONENT_BYTES);
    return sha256(new TextEncoder().encode(`${name}\0${value}`)).subarray(0, CLIENT_COMPONENT_BYTES);
  }));
}

/** SPEC 5: the first 2 bytes of each of the four components. */
export function hostHardware(identity: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(...[0, 4, 8, 12].map((at) => identity.subarray(at, at + HOST_COMPONENT_BYTES)));
}

/**
 * Whether two identities (both of 8 or both of 16 bytes) are of one computer: at least three of four components are the same.
 * A component that is absent on both is the same, but absent ones alone say nothing unless both computers have no other.
 */
export function hardwareMatches(a: Uint8Array, b: Uint8Array): boolean {
  const same = sameComponents(a, b);
  return same.length >= ENOUGH_MATCHING && (same.some(isPresent) || !(isPresent(a) || isPresent(b)));
}

/** Those of the four that two identities of one length have in common. */
export function sameComponents(a: Uint8Array, b: Uint8Array): Uint8Array[] {
  if (a.length !== b.length) return [];
  return componentsOf(a).filter((component, i) => equalBytes(component, componentsOf(b)[i]!));
}

/** Whether anything is known of a component, or of a whole identity. */
export function isPresent(component: Uint8Array): boolean {
  return component.some((byte) => byte !== 0);
}

function componentsOf(identity: Uint8Array): Uint8Array[] {
  const size = identity.length / CLASSES.length;
  return CLASSES.map((_, i) => identity.subarray(i * size, (i + 1) * size));
}
