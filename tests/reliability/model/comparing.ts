import assert from "node:assert/strict";
import type { Host } from "../../../src/host/host.ts";
import type { MachineRecord } from "../../../src/table/record.ts";
import type { Stage } from "./stage.ts";

/** @throws AssertionError where the host is not what the model says */
export function compare({ host, model, now }: Stage): void {
  assert.deepEqual(viewOf(host, now), model.view(now), "what is to be seen of the host");
}

export function matches(stage: Stage): boolean {
  try {
    compare(stage);
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) return false;
    throw error;
  }
}

/** What is to be seen of a host, as the model tells it. */
function viewOf(host: Host, now: number): ReturnType<Stage["model"]["view"]> {
  const { facts, machines, requests } = host.state;
  const present = machines.present(now);
  const totals = machines.totals(now);
  assert.deepEqual([host.trouble, host.totals(now), totals.known], [undefined, totals, present.length]);
  return {
    activated: host.activation(now).kind === "activated",
    settings: facts.settings,
    counters: { ...facts.counters, byLicenceState: [...facts.counters.byLicenceState] },
    byProduct: requests.snapshot(),
    count: totals.counted,
    machines: present.map(recordView).sort(),
  };
}

function recordView(record: MachineRecord): string {
  return JSON.stringify([
    record.hardware,
    record.machineId,
    record.name,
    record.productId,
    [record.virtual, record.ephemeral, record.counted],
    [record.licenceState, record.minutesLeft, record.result],
    [record.firstSeen, record.lastSeen],
  ]);
}
