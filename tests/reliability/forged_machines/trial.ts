import assert from "node:assert/strict";
import { HResult } from "../../../src/protocol/hresult.ts";
import { megabytes, RunningProgram } from "../abuse/running_program.ts";
import type { Torture, Trial } from "../trial.ts";
import { hostInProcess, runningTarget, type Target } from "./target.ts";

/** The share that the machines may have of the memory, beside what the program takes with none. */
const BYTES_A_MACHINE = 1500;
const BYTES_WITHOUT = 250_000_000;

const SITE = "127.0.0.2";
const KNOWN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export const forgedMachines: Trial = {
  number: 13,
  name: "forged machine IDs",
  goal: "memory bounded by the machine limit; known machines renew; an address is limited, and reported",
  bugs: [
    {
      name: "an address brings as many machines as it likes",
      file: "src/policy/decide.ts",
      from: "addressLimit === 0 || brought() < addressLimit",
      to: "addressLimit === 0 || brought() >= 0",
      says: /new machines of one address were recorded, of 100 at most/,
    },
    {
      name: "a machine that is known takes from the allowance of its address",
      file: "src/policy/decide.ts",
      from: "const allowed = known !== undefined || ",
      to: "const allowed = ",
      says: /a machine that is known was refused/,
    },
    {
      name: "the machine limit is not looked at",
      file: "src/policy/decide.ts",
      from: "return known < limit && (",
      to: "return limit > 0 && (",
      says: /records are kept, of 300 at most/,
    },
  ],
  run: forge,
};

interface Sizes {
  readonly machineLimit: number;
  readonly addressLimit: number;
  /** Machine IDs from one address, from an address each, and from one again when there is no limit on it. */
  readonly fromOne: number;
  readonly fromMany: number;
  readonly unlimited: number;
}

async function forge(torture: Torture): Promise<string> {
  if (torture.form === "short") {
    const sizes = { machineLimit: 300, addressLimit: 100, fromOne: 2000, fromMany: 150, unlimited: 1000 };
    return await forgeAt(await hostInProcess(), sizes, torture);
  }
  await using program = await RunningProgram.start();
  return await forgeAt(runningTarget(program), {
    machineLimit: 500_000,
    addressLimit: 5000,
    fromOne: 2_000_000,
    fromMany: 10_000,
    unlimited: 750_000,
  }, torture);
}

async function forgeAt(target: Target, sizes: Sizes, torture: Torture): Promise<string> {
  const { machineLimit, addressLimit, fromOne, fromMany, unlimited } = sizes;
  await target.limit("machineLimit", machineLimit);
  await target.limit("addressLimit", addressLimit);
  const all = fromOne + fromMany + unlimited;
  const numbers = new Numbers((done) => torture.progress(done, all));
  await target.ask(SITE, KNOWN);

  const early = await fromSite(target, numbers, addressLimit);
  const reported = await target.reported();
  const rest = await fromSite(target, numbers, fromOne - addressLimit);
  const recorded = KNOWN.length + early.activated + rest.activated;
  assert.ok(
    recorded <= addressLimit,
    `${recorded} new machines of one address were recorded, of ${addressLimit} at most`,
  );
  assert.equal(recorded, addressLimit);
  assert.deepEqual(reported, [SITE], "one event, at the first that is refused");
  assert.equal(early.later + rest.later, fromOne - addressLimit + KNOWN.length);
  await knownRenew(target, torture);

  const others = await fromOthers(target, numbers, fromMany);
  assert.equal(others.activated, fromMany, "each other address brings its own");
  assert.equal(await target.known(), addressLimit + fromMany);

  await target.limit("addressLimit", 0);
  const filling = await fromSite(target, numbers, machineLimit - addressLimit - fromMany);
  const full = await target.memory();
  const beyond = await fromSite(target, numbers, unlimited - filling.activated);
  const known = await target.known();
  assert.ok(known <= machineLimit, `${known} records are kept, of ${machineLimit} at most`);
  assert.deepEqual([known, beyond.full], [machineLimit, unlimited - filling.activated]);
  await knownRenew(target, torture);
  const seen =
    `${fromOne} IDs from one address, ${addressLimit} recorded, 1 event; ${fromMany} addresses with one each; ` +
    `${unlimited} without that limit, ${known} records in all; known ones renewed`;
  return full === undefined
    ? seen
    : `${seen}; ${memoryHeld(full.now, (await target.memory())!, machineLimit)}`;
}

/** @returns what is to be said of it */
function memoryHeld(
  full: number,
  { now, peak }: { now: number; peak: number },
  machineLimit: number,
): string {
  const most = BYTES_WITHOUT + machineLimit * BYTES_A_MACHINE;
  assert.ok(peak < most, `the process took ${megabytes(peak)}, of ${megabytes(most)} at most`);
  return `${megabytes(full)} when full, ${megabytes(now)} at the end, ${megabytes(peak)} at most`;
}

interface Tally {
  readonly activated: number;
  readonly later: number;
  readonly full: number;
}

/** So many new machine IDs from one address. */
async function fromSite(target: Target, numbers: Numbers, count: number): Promise<Tally> {
  const results = new Map<number, number>();
  for (let left = count; left > 0;) {
    const some = numbers.take(Math.min(left, 1600));
    left -= some.length;
    for (const result of await target.ask(SITE, some)) results.set(result, (results.get(result) ?? 0) + 1);
  }
  return tallyOf(results);
}

/** So many new machine IDs, each from an address of its own. */
async function fromOthers(target: Target, numbers: Numbers, count: number): Promise<Tally> {
  const results = new Map<number, number>();
  for (let from = 0; from < count;) {
    const some = numbers.take(Math.min(count - from, 50));
    const asked = some.map((n, i) => target.ask(`127.1.${(from + i) >> 8}.${(from + i) & 255}`, [n]));
    from += some.length;
    for (const [result] of await Promise.all(asked)) results.set(result!, (results.get(result!) ?? 0) + 1);
  }
  return tallyOf(results);
}

function tallyOf(results: ReadonlyMap<number, number>): Tally {
  const of = (result: number) => results.get(result) ?? 0;
  return {
    activated: of(HResult.activated),
    later: of(HResult.tryLater),
    full: of(HResult.machineLimitReached),
  };
}

async function knownRenew(target: Target, { seed }: Torture): Promise<void> {
  for (const result of await target.ask(SITE, KNOWN)) {
    assert.equal(result, HResult.activated, `a machine that is known was refused (seed ${seed})`);
  }
}

/** Numbers of computers, each given once. */
class Numbers {
  #next = KNOWN.length;
  readonly #progress: (done: number) => void;

  constructor(progress: (done: number) => void) {
    this.#progress = progress;
  }

  take(count: number): number[] {
    const first = this.#next;
    this.#next += count;
    this.#progress(this.#next - KNOWN.length);
    return Array.from({ length: count }, (_, i) => first + i);
  }
}
