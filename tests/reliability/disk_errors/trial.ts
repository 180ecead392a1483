import assert from "node:assert/strict";
import type { Operation, SystemError } from "../../support/disk/simulated_disk.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { activatedHost, type TestHost } from "../../support/roles/test_host.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { where } from "../where.ts";
import { ServedHost } from "./served_host.ts";

/** What each error refuses. Where a write fails, a part of it may have been written. */
const REFUSED: Readonly<Record<SystemError, (operation: Operation) => boolean>> = {
  EIO: () => true,
  ENOSPC: (operation) => ["create", "write", "sync", "rename", "syncFolder"].includes(operation),
  EROFS: (operation) => !["list", "read", "sync", "syncFolder"].includes(operation),
};
const ERRORS = Object.keys(REFUSED) as SystemError[];

export const diskErrors: Trial = {
  number: 5,
  name: "disk errors at every operation",
  goal: "no false acknowledgement; 'try later' signed; service recovers",
  bugs: [
    {
      name: "what could not be synced is acknowledged",
      file: "src/journal/writer.ts",
      from: "    await this.#file.sync(batch.events === 1);\n    this.#durable",
      to: "    await this.#file.sync().catch(() => {});\n    this.#durable",
      says: /falsely acknowledged: after a loss of power it has no record|after a loss of power it is sealed/,
    },
    {
      name: "a failed sync is tried again in place",
      file: "src/journal/writer.ts",
      from: "    await this.#file.sync(batch.events === 1);\n    this.#durable",
      to: "    await this.#file.sync().catch(() => this.#file.sync());\n    this.#durable",
      says: /falsely acknowledged: after a loss of power it has no record|after a loss of power it is sealed/,
    },
    {
      name: "what was not acknowledged is not cut off",
      file: "src/host/reopening.ts",
      from: "  await cutBack(disk, durable);\n",
      to: "  void durable, cutBack;\n",
      says: /records of computers that were told to try later|after a loss of power it is sealed/,
    },
    {
      name: "the journal is not opened again",
      file: "src/host/ledger.ts",
      from: "    this.#reopening = this.#reopen(journal, failed)",
      to: "    this.#reopening = journal.close()",
      says: /does not serve again/,
    },
    {
      name: "'try later' is a bare error",
      file: "src/host/service.ts",
      from:
        "    if (!(error instanceof HostUnavailable)) throw error;\n    reply = tryLater(host, circumstances);",
      to: "    throw error;",
      says: /HostUnavailable|Cannot write the journal/,
    },
  ],
  run: failEveryOperation,
};

async function failEveryOperation(torture: Torture): Promise<string> {
  const { computers, errors } = inForm(torture, {
    short: { computers: 9, errors: 1 },
    long: { computers: 60, errors: 3 },
  });
  const made = await activatedHost();
  const [first, last] = await operationsOfRun(made, computers);
  let [cases, postponed] = [0, 0];
  for (let at = first; at <= last; at++) {
    torture.progress(at - first + 1, last - first + 1);
    for (let n = 0; n < errors; n++) {
      const error = ERRORS[(at + n) % ERRORS.length]!;
      for (const forever of errors === 1 ? [at % 2 === 0] : [false, true]) {
        const seed = torture.seed + at * ERRORS.length + n;
        const which = `${error} ${forever ? "from operation" : "once, in operation"} ${at} on, seed ${seed}`;
        postponed += await where(which, () => fail(made, { at, error, forever, computers, seed }));
        cases += 1;
      }
    }
  }
  await made.host.stop();
  const points = last - first + 1;
  return `${points} operations, ${cases} failures, 0 false acknowledgements, ${postponed} times 'try later', signed`;
}

/** The operations of the requests alone, from and to. */
async function operationsOfRun(made: TestHost, computers: number): Promise<[number, number]> {
  const served = await ServedHost.start(made);
  const before = served.disk.operations;
  await served.ask(1, computers);
  assert.equal(served.activated.length, computers);
  const after = served.disk.operations;
  await served.keepsItsWord(1);
  return [before + 1, after];
}

interface Case {
  readonly at: number;
  readonly error: SystemError;
  readonly forever: boolean;
  readonly computers: number;
  readonly seed: number;
}

/** Gives how many replies said 'try later'. */
async function fail(made: TestHost, { at, error, forever, computers, seed }: Case): Promise<number> {
  const served = await ServedHost.start(made);
  const random = new SeededRandom(seed);
  served.disk.partOfWrite = (bytes) => random.upTo(bytes);
  served.disk.trouble = { at, forever, error, which: REFUSED[error] };
  for (let from = 1; from <= computers; from += 3) {
    const before = served.disk.operations;
    await served.ask(from, from + 2);
    if (before < at && served.disk.operations >= at) await served.couldLosePower(seed);
  }
  const failed = served.postponed > 0;
  if (failed && forever) assert.ok(served.unready !== undefined, "/readyz says ready while the disk fails");
  await served.triesAgain();
  served.disk.trouble = undefined;
  await served.triesAgain();
  if (failed) {
    assert.match(served.unready ?? "", /try later|os error/, "/readyz knows nothing of the failure");
  }
  const before = served.activated.length;
  await served.ask(computers + 1, computers + 2);
  assert.equal(served.activated.length, before + 2, "it does not serve again");
  await served.calmsDown();
  assert.equal(served.unready, undefined);
  await served.keepsItsWord(seed);
  return served.postponed;
}
