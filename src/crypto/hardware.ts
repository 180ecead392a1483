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

/** Whether at least three of four components are the same; both identities have 8 or both have 16 bytes. */
export function hardwareMatches(a: Uint8Array, b: Uint8Array): boolean {
  const size = a.length / CLASSES.length;
  const same = CLASSES.filter((_, i) =>
    equalBytes(a.subarray(i * size, (i + 1) * size), b.subarray(i * size, (i + 1) * size))
  );
  return a.length === b.length && same.length >= ENOUGH_MATCHING;
}
