import assert from "node:assert/strict";
import { operationsOf, run, survives } from "../support/disk/crash_run.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const EVENTS = 18;
const POWER_LOSSES = 6;

/** A disk on which the process dies in operation `at`, with any part of a write done. */
async function diedAt(from: SimulatedDisk, at: number, seed: number, events: number, known = NOTHING) {
  const disk = from.afterKill();
  const random = new SeededRandom(seed);
  disk.partOfWrite = (bytes) => random.upTo(bytes);
  disk.dieAt = at;
  const after = await run(disk, events, known);
  assert.ok(disk.died);
  return { disk, known: after };
}
const NOTHING = { asked: 0, acknowledged: 0 };

Deno.test("A run covers every kind of operation that a host does to its disk", async () => {
  const disk = new SimulatedDisk();
  await run(disk, EVENTS);
  const kinds = new Set(disk.log.map((entry) => entry.replace(/0000\d+/, "N")));
  for (const kind of ["create journal-N.jsonl", "create machines-N.jsonl", "remove journal-N.jsonl"]) {
    assert.ok(kinds.has(kind), kind);
  }
  for (const kind of ["rename state.json", "remove machines-N.jsonl", "syncFolder"]) {
    assert.ok(kinds.has(kind), kind);
  }
});

Deno.test("A host that is killed at any operation on its disk opens again with all that it acknowledged", async () => {
  const empty = new SimulatedDisk();
  const operations = await operationsOf(empty, EVENTS);
  for (let at = 1; at <= operations; at++) {
    for (const seed of [at, at + 1000]) {
      const { disk, known } = await diedAt(empty, at, seed, EVENTS);
      await survives(disk.afterKill(), known, seed);
    }
  }
});

Deno.test("A host that loses power at any operation on its disk opens again with all that it acknowledged", async () => {
  const empty = new SimulatedDisk();
  const operations = await operationsOf(empty, EVENTS);
  for (let at = 1; at <= operations; at++) {
    const { disk, known } = await diedAt(empty, at, at, EVENTS);
    for (let seed = 0; seed < POWER_LOSSES; seed++) {
      await survives(disk.afterPowerLoss(new SeededRandom(1000 * at + seed)), known, seed);
    }
  }
});

Deno.test("A host that loses power while it recovers from a crash opens again with all that it acknowledged", async () => {
  const empty = new SimulatedDisk();
  const operations = await operationsOf(empty, EVENTS);
  for (let at = 1; at <= operations; at += 3) {
    const first = await diedAt(empty, at, at, EVENTS);
    const left = at % 2 === 0 ? first.disk.afterKill() : first.disk.afterPowerLoss(new SeededRandom(at));
    const again = await operationsOf(left, 2, first.known);
    for (let second = 1; second <= again; second += 2) {
      const { disk, known } = await diedAt(left, second, at + second, 2, first.known);
      await survives(disk.afterPowerLoss(new SeededRandom(at * 1000 + second)), known, second);
    }
  }
});
