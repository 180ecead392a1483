import assert from "node:assert/strict";
import { DenoDisk } from "../../../src/adapters/disk/deno_disk.ts";
import type { Console } from "../../../src/api/console.ts";
import { hostPorts } from "../../../src/app/folders/folder.ts";
import { checkpointedEvent } from "../../../src/host/checkpoint.ts";
import { readState } from "../../../src/host/read_state.ts";
import { JOURNAL_START, readJournal } from "../../../src/journal/reader.ts";
import { type Verified, verifyJournal } from "../../../src/journal/verifying.ts";
import { EventId } from "../../../src/policy/events.ts";
import { machineKey, type MachineRecord } from "../../../src/table/record.ts";
import { apply, type HostState } from "../../../src/policy/state.ts";
import { JournalFollower } from "./journal_follower.ts";
import type { ActivationRecord } from "./record.ts";
import { stateOf } from "../../support/samples/states.ts";

/** The management API gives no more on a page. */
const MOST_ROWS = 500;

/** Holds what a host has against the record of its computers. */
export class Audit {
  readonly #folder: string;
  readonly #record: ActivationRecord;
  readonly #journal: JournalFollower;
  /** Machines in events that were read since the host was looked at. */
  readonly #touched = new Set<string>();
  /** Starts of a host that stand in the journal, as far as it was read. */
  starts = 0;

  constructor(folder: string, record: ActivationRecord) {
    this.#folder = folder;
    this.#record = record;
    this.#journal = new JournalFollower(folder);
  }

  /** Events in the journal, as far as it was read. */
  get events(): number {
    return this.#journal.last;
  }

  /** Reads on in the journal; whoever asked must have been answered, or given up. */
  async journal(): Promise<void> {
    for await (const event of this.#journal.more()) {
      if (event.id === EventId.hostStarted) this.starts += 1;
      if (event.id !== EventId.requestProcessed) continue;
      this.#record.found(event);
      this.#touched.add(event.machineId);
    }
    this.#record.nothingIsLost();
  }

  /** What the running host knows: its totals, and the machines that have asked since it was looked at before. */
  async host(console: Console): Promise<void> {
    await this.totals(console);
    const listed = await this.#listed(console, this.#touched.size);
    for (const machineId of this.#touched) {
      assert.ok(listed.has(machineId), `${machineId} is not among the machines seen last`);
    }
    this.#touched.clear();
  }

  /** The running host, with every machine that it knows. Its list may be a second old: this must be the first look at it. */
  async wholeHost(console: Console): Promise<void> {
    await this.totals(console);
    const { size } = this.#record.machines;
    assert.equal((await this.#listed(console, size)).size, size, "the host lists another number of machines");
  }

  /** The folder, on which no host runs now: the chain from its beginning, and the checkpoint against the fold of the journal. */
  async folder(): Promise<void> {
    await this.journal();
    await chainHolds(this.#folder);
    await foldAgrees(this.#folder);
  }

  /** Reads on in the journal, and asks the running host how much it has counted. */
  async totals(console: Console): Promise<void> {
    await this.journal();
    const status = await console.call("status", {});
    assert(status.role === "host");
    assert.equal(status.trouble, null, `the host signs nothing: ${status.trouble?.reason}`);
    assert.equal(
      status.requests.total,
      this.#record.requests,
      "the host has counted another number of requests than its journal has",
    );
    const { size } = this.#record.machines;
    assert.equal(status.known, size, "the host knows another number of machines");
    assert.equal(status.count, size, "the host counts another number of machines");
  }

  /** Machine IDs of so many that were seen last, each of which must be as the record has it. */
  async #listed(console: Console, most: number): Promise<Set<string>> {
    const listed = new Set<string>();
    for (let offset = 0; offset < most; offset += MOST_ROWS) {
      const limit = Math.min(MOST_ROWS, most - offset);
      const page = await console.call("machines", { sort: "lastSeen", offset, limit });
      for (const { machineId, name, lastSeen } of page.rows) {
        const expected = this.#record.machines.get(machineId);
        assert.deepEqual(
          { name, lastSeen },
          expected,
          `the host's record of ${name} is not what it asked last`,
        );
        listed.add(machineId);
      }
    }
    return listed;
  }
}

/** The chain of hashes and the numbers, as `kms events --verify` checks them. */
async function chainHolds(folder: string): Promise<void> {
  const disk = new DenoDisk(folder);
  const checkpoint = await checkpointedEvent(hostPorts(folder).stateJson);
  assert.notEqual(checkpoint.kind, "unreadable");
  const expected = checkpoint.kind === "read" ? checkpoint : undefined;
  let verified: Verified | undefined;
  do {
    verified = await verifyJournal(disk, verified?.place, expected);
    assert.equal(verified.fault, undefined, JSON.stringify(verified.fault));
  } while (!verified.done);
}

/** Checkpoint and the journal after it give the same state as the journal alone. */
async function foldAgrees(folder: string): Promise<void> {
  const alone = stateOf();
  await readJournal(new DenoDisk(folder), JOURNAL_START, (event) => apply(alone, event));
  const state = await readState(hostPorts(folder));
  assert.deepEqual(comparable(state), comparable(alone), "the checkpoint is not the fold of the journal");
}

function comparable({ facts, machines, requests }: HostState) {
  const keyed = (record: MachineRecord): [string, MachineRecord] => [machineKey(record), record];
  return { facts, requests: requests.snapshot(), machines: new Map(machines.records().map(keyed)) };
}
