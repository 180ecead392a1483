import { createHash } from "node:crypto";
import { documentFolder } from "../../../../src/adapters/disk/documents.ts";
import { Checkpoint, checkpointedEvent } from "../../../../src/host/checkpoint.ts";
import { NewerFormat } from "../../../../src/policy/kept_format.ts";
import { JOURNAL_START } from "../../../../src/journal/reader.ts";
import type { HostState } from "../../../../src/policy/state.ts";
import { DecodeError } from "../../../../src/protocol/decode_error.ts";
import { SimulatedDisk } from "../../../support/disk/simulated_disk.ts";
import { FakeTime } from "../../../support/fakes/fake_time.ts";
import { machineRecord } from "../../../support/samples/machine_records.ts";
import { bytesOf, type Decoder, promise, textOf, unlessRejected } from "../decoder.ts";
import { stateOf } from "../../../support/samples/states.ts";
import { KEY_HASH } from "../../../support/samples/tables.ts";

/** A state folder in which these files are. */
export function diskOf(files: Readonly<Record<string, Uint8Array>>): SimulatedDisk {
  const disk = new SimulatedDisk();
  for (const [name, bytes] of Object.entries(files)) disk.put(name, new Uint8Array(bytes));
  return disk;
}

const time = new FakeTime(Date.parse("2026-01-15T10:00:00Z"));
const machines = [1, 2, 3].map((n) => machineRecord(n));

/** state.json of a host with three machines, and its machine records. */
async function checkpointed(state: HostState) {
  const disk = new SimulatedDisk();
  await new Checkpoint(disk, documentFolder(disk).json("state.json"), time)
    .save(state, JOURNAL_START, Promise.resolve());
  const file = (await disk.list()).find((name) => name.startsWith("machines-"))!;
  return { state: disk.peek("state.json")!, file, records: disk.peek(file)! };
}
const sound = await checkpointed(stateOf(undefined, machines));

const load = (files: Readonly<Record<string, Uint8Array>>) =>
  unlessRejected(
    async () => {
      const disk = diskOf(files);
      const stateJson = documentFolder(disk).json("state.json");
      await checkpointedEvent(stateJson);
      return await new Checkpoint(disk, stateJson, time).load(KEY_HASH);
    },
    DecodeError,
    NewerFormat,
  );

const digest = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** The state whose machine file holds these bytes. */
function stateNaming(records: Uint8Array): Uint8Array {
  const { format, state } = JSON.parse(textOf(sound.state));
  return sealed(format, { ...state, machines: { ...state.machines, sha256: digest(records) } });
}

function sealed(format: unknown, state: unknown): Uint8Array {
  return bytesOf(JSON.stringify({ format, sha256: digest(JSON.stringify(state)), state }));
}

const stateJson: Decoder = {
  name: "state.json",
  share: 0.3,
  samples: [sound.state],
  json: true,
  repair: (input) => {
    try {
      const { format, state } = JSON.parse(textOf(input));
      return sealed(format, state);
    } catch {
      return input;
    }
  },
  read: async (input) => await load({ "state.json": input, [sound.file]: sound.records }) !== undefined,
};

const machineRecords: Decoder = {
  name: "machine records",
  share: 0.3,
  samples: [sound.records],
  tokens: ['"counted":', '"hardware":"', '"lastSeen":', "}\n{"],
  read: async (input) => {
    const loaded = await load({ "state.json": stateNaming(input), [sound.file]: input });
    if (loaded === undefined) return false;
    promise(
      loaded.machines.records().length === textOf(input).split("\n").length - 1,
      "a line without a record",
    );
    return true;
  },
};

export const CHECKPOINTS: readonly Decoder[] = [stateJson, machineRecords];
