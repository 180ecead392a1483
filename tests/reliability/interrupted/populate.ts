import { hostPorts } from "../../../src/app/folders/folder.ts";
import { Host } from "../../../src/host/host.ts";
import { EventId, type RequestProcessed } from "../../../src/policy/events.ts";
import { toHex } from "../../../src/protocol/bytes.ts";
import { requestOf } from "../../support/counting.ts";
import type { KilledHost } from "../hosts/killed_host.ts";

const AT_ONCE = 1000;

/** Has a host without a listener record an activation of each computer, and write its checkpoint. */
export async function populate({ folder, computers, record }: KilledHost): Promise<void> {
  const host = await Host.open(hostPorts(folder), { version: "test" });
  for (let first = 0; first < computers; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, computers - first);
    const events = Array.from({ length: count }, (_, n) => activationOf(first + n, Date.now()));
    for (const { machineId } of events) record.asked(machineId);
    await host.record(events);
    for (const { machineId, sequence, time } of events) {
      record.acknowledged({ machineId, sequence, issued: Math.floor(time / 1000) });
    }
  }
  await host.stop();
}

function activationOf(n: number, time: number): RequestProcessed {
  const { machineId, hardware, productId, name, licenceState, minutesLeft } = requestOf(
    `computer-${n}`,
    time,
  );
  return {
    id: EventId.requestProcessed,
    time,
    result: 0,
    machineId: toHex(machineId),
    hardware: toHex(hardware),
    name,
    productId: toHex(productId),
    virtual: false,
    ephemeral: false,
    renewal: false,
    licenceState,
    minutesLeft,
    recorded: true,
    counted: true,
    count: n + 1,
    needed: 1,
    sequence: n + 1,
    address: "127.0.0.1",
  };
}
