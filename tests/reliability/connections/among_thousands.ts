import assert from "node:assert/strict";
import { HResult } from "../../../src/protocol/hresult.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { forgedFrame } from "../abuse/frames.ts";
import { megabytes, RunningProgram } from "../abuse/running_program.ts";
import { asked } from "../abuse/sockets.ts";
import type { Torture } from "../trial.ts";

const CONNECTIONS = 10_000;
const MOST_BYTES = 300_000_000;
const GOAL_MS = 50;
const REQUESTS = 5000;
const CLIENTS = 4;

/** The program in a process of its own, strangers in another, and honest computers in this one. */
export async function amongThousands(torture: Torture): Promise<string> {
  await using program = await RunningProgram.start();
  await using strangers = new ChildProgram("abusing_child.ts", [
    String(program.port),
    program.productId.toHex(),
    String(CONNECTIONS),
  ]);
  assert.equal(await strangers.line(), "ready");
  const times = (await honestTimes(program, torture)).toSorted((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)]!;
  const { peak } = await program.memory();
  assert.ok(peak < MOST_BYTES, `the process took ${megabytes(peak)}`);
  assert.ok(
    p99 < GOAL_MS,
    `honest p99 was ${p99.toFixed(1)} ms, half ${times[times.length >> 1]!.toFixed(1)}`,
  );
  return `${CONNECTIONS} connections kept: ${megabytes(peak)} at most, goal ${megabytes(MOST_BYTES)}; ` +
    `honest p99 ${p99.toFixed(1)} ms of ${times.length} requests, goal ${GOAL_MS}`;
}

/** Milliseconds of each request, from connecting to its answer. */
async function honestTimes({ port, productId }: RunningProgram, torture: Torture): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    for (let n = next++; n < REQUESTS; n = next++) {
      const frame = forgedFrame(productId, 10 + n % 1000, Date.now(), { renewal: true });
      const began = performance.now();
      const [result] = await asked(port, "127.0.0.1", [frame]);
      times.push(performance.now() - began);
      assert.equal(result, HResult.activated, "an honest computer was refused");
      torture.progress(times.length, REQUESTS);
    }
  }));
  return times;
}
