import assert from "node:assert/strict";
import { EventId } from "../../../src/policy/events.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { forgedFrame } from "../abuse/frames.ts";
import { RunningProgram } from "../abuse/running_program.ts";
import { asked, opened } from "../abuse/sockets.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";

const DESCRIPTORS = 200;
const CONNECTIONS = 400;
const GOAL_MS = 2000;

export const descriptors: Trial = {
  number: 11,
  name: "file descriptors run out",
  goal: "serves again within 2 s",
  bugs: [
    {
      name: "a connection that cannot be accepted ends the listener",
      file: "src/adapters/network/tcp.ts",
      from: "      if (this.#closed) return undefined;\n",
      to: "      if (this.#closed) return undefined;\n      throw error;\n",
      says: /the host began anew|connection was closed|ECONNREFUSED|ECONNRESET/,
    },
  ],
  run: runOutOfDescriptors,
};

/** The program with few descriptors, and twice as many connections that are opened and held. */
async function runOutOfDescriptors(torture: Torture): Promise<string> {
  await using program = await RunningProgram.start(`ulimit -n ${DESCRIPTORS}`);
  const { rounds } = inForm(torture, { short: { rounds: 1 }, long: { rounds: 10 } });
  const waits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    torture.progress(round, rounds);
    const held = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => opened(program.port, "127.0.0.1")),
    );
    waits.push(await servedAfter(program, `held ${round}`, 2 * round));
    for (const socket of held) socket.destroy();
    waits.push(await servedAfter(program, `gone ${round}`, 2 * round + 1));
  }
  await wentOn(program);
  const longest = Math.round(Math.max(...waits));
  if (torture.form === "long") assert.ok(longest < GOAL_MS, `served after ${longest} ms`);
  return `${rounds} times ${CONNECTIONS} connections with ${DESCRIPTORS} descriptors: ` +
    (torture.form === "long" ? `served within ${longest} ms at the most, goal ${GOAL_MS}` : "served");
}

/** Milliseconds until a computer is activated and the management socket answers. */
async function servedAfter({ port, productId }: RunningProgram, when: string, n: number): Promise<number> {
  const began = performance.now();
  const results = await asked(port, "127.0.0.1", [forgedFrame(productId, n, Date.now())]);
  assert.deepEqual(results, [HResult.activated], when);
  return performance.now() - began;
}

/** Neither the process nor its listener began anew, and what needs descriptors of its own works. */
async function wentOn(program: RunningProgram): Promise<void> {
  await using console = await program.console();
  const { events } = await console.call("events", { ids: [EventId.hostStarted, EventId.diskRecovered] });
  assert.deepEqual(
    events.map(({ event }) => event.id),
    [EventId.hostStarted],
    "the host began anew, or could not write",
  );
}
