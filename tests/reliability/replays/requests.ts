import assert from "node:assert/strict";
import type { Host } from "../../../src/host/host.ts";
import { machineKey, type MachineRecord } from "../../../src/table/record.ts";
import { toHex } from "../../../src/protocol/bytes.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { decodeReply } from "../../../src/protocol/reply.ts";
import { decodeRequest } from "../../../src/protocol/request.ts";
import { HOUR } from "../../support/counting.ts";
import type { Recorded } from "./replies.ts";
import { toHost, type World } from "./world.ts";

/**
 * Sends requests again, over other connections, to the host that they were for and to the other one, at once and hours later. A request is
 * not signed, so whoever could replay one could make one up: what it may do is what one more request of that computer does.
 */
export async function replayRequests(world: World, recorded: readonly Recorded[]): Promise<number> {
  let replays = 0;
  for (const later of [0, 5 * HOUR]) {
    await world.time.advance(later);
    for (const { what, request } of recorded) {
      for (const host of world.hosts) {
        for (const address of ["192.0.2.7", "198.51.100.9"]) {
          await countsOnce(world, host, { what, request, address, isLate: later > 0 });
          replays += 1;
        }
      }
    }
  }
  return replays;
}

interface Replay {
  readonly what: string;
  readonly request: Uint8Array;
  readonly address: string;
  /** Whether the clock that it tells is hours off. */
  readonly isLate: boolean;
}

async function countsOnce(
  { time }: World,
  host: Host,
  { what, request, address, isLate }: Replay,
): Promise<void> {
  const { machineId, hardware, ephemeral } = decodeRequest(request);
  const key = machineKey({ machineId: toHex(machineId), hardware: toHex(hardware), ephemeral });
  const before = recordsOf(host, key);
  const { known, counted } = host.totals(time.now());
  const reply = decodeReply(await toHost(host, address)(request));
  const totals = host.totals(time.now());
  const added = before.own === undefined && !decodeRequest(request).probe ? 1 : 0;
  assert.equal(totals.known, known + added, `the request of ${what} makes a record more`);
  assert.equal(totals.counted, counted + added, `the request of ${what} counts once more`);
  const isNew = before.own === undefined ? 1 : 0; // a probe is told the count with itself
  assert.equal(reply.count, counted + isNew, `the request of ${what} is answered with another count`);
  assert.deepEqual(
    recordsOf(host, key).others,
    before.others,
    `the request of ${what} changes another machine's record`,
  );
  if (isLate) assert.equal(reply.result, HResult.clockOff, `the late request of ${what} is granted`);
}

function recordsOf(host: Host, key: string): { own: MachineRecord | undefined; others: MachineRecord[] } {
  const all = host.state.machines.records();
  return {
    own: all.find((record) => machineKey(record) === key),
    others: all.filter((record) => machineKey(record) !== key),
  };
}
