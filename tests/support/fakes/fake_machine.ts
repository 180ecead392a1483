import { hardwareIdentity } from "../../../src/crypto/hardware.ts";
import type { Machine } from "../../../src/ports.ts";

/** A computer whose four components are named after it; `changed` of them are others. */
export function fakeMachine(name: string, changed = 0): Machine {
  const component = (place: number) => place < changed ? `other ${name} ${place}` : `${name} ${place}`;
  const identity = hardwareIdentity({
    system: component(0),
    board: component(1),
    disk: component(2),
    network: component(3),
  });
  return {
    hardware: () => Promise.resolve(identity),
    isVirtual: () => Promise.resolve(false),
    name: () => name,
  };
}
