import { EventId, type RequestProcessed } from "../../../src/policy/events.ts";
import type { Host } from "../../../src/host/host.ts";
import { START } from "../counting.ts";

/** The event of a request of computer number `n`, which no other computer is like. */
export function machineEvent(n: number): RequestProcessed {
  const id = n.toString(16).padStart(32, "0");
  return {
    id: EventId.requestProcessed,
    time: START + n,
    result: 0,
    machineId: id,
    hardware: id,
    name: `computer ${n}`,
    productId: id,
    virtual: false,
    ephemeral: false,
    renewal: false,
    licenceState: 2,
    minutesLeft: 0,
    recorded: true,
    counted: true,
    count: n,
    needed: 25,
    sequence: n,
    address: "192.0.2.1",
  };
}

/** The numbers of the computers that the host knows, in the order in which they came. */
export function machinesOf(host: Host): number[] {
  return host.state.machines.records().map(({ name }) => Number(name.split(" ")[1]));
}

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
