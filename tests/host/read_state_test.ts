import assert from "node:assert/strict";
import { Checkpoint } from "../../src/host/checkpoint.ts";
import { readState } from "../../src/host/read_state.ts";
import { JOURNAL_START } from "../../src/journal/reader.ts";
import { START } from "../support/counting.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";
import { FIRST, writeJournal } from "../support/samples/journals.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { portsOver } from "../support/roles/test_host.ts";
import { stateOf } from "../support/samples/states.ts";

async function folder() {
  const disk = new SimulatedDisk();
  const time = new FakeTime(START);
  const ports = portsOver(disk, time);
  await writeJournal(disk, [[machineEvent(1)], [machineEvent(2), machineEvent(3)]]);
  return { disk, time, ports };
}

const names = (state: Awaited<ReturnType<typeof readState>>) =>
  state.machines.records().map(({ name }) => name);

Deno.test("readState() folds what is on disk and touches nothing, a torn end included", async () => {
  const { disk, ports } = await folder();
  const text = new TextDecoder().decode(disk.peek(FIRST));
  disk.put(FIRST, new TextEncoder().encode(text + text.slice(0, 20)));
  const before = disk.contents();
  assert.deepEqual(names(await readState(ports)), ["computer 1", "computer 2", "computer 3"]);
  assert.deepEqual(disk.contents(), before);
});

Deno.test("readState() reads again where a running host has replaced its checkpoint meanwhile", async () => {
  const { disk, time, ports } = await folder();
  const checkpoint = new Checkpoint(disk, ports.stateJson, time);
  await checkpoint.save(stateOf(), JOURNAL_START, Promise.resolve());
  const { readPart } = disk;
  let replaced = false;
  disk.readPart = async (name, start, length) => {
    if (!replaced && name.startsWith("machines-")) {
      replaced = true;
      await checkpoint.save(stateOf(), JOURNAL_START, Promise.resolve());
    }
    return await readPart.call(disk, name, start, length);
  };
  const reading = readState(ports);
  while (time.waits.length === 0) await settled();
  await time.advance(200);
  assert.equal(names(await reading).length, 3);
  assert(replaced);
});

Deno.test("readState() says that a folder is sealed, and how to mend it, once it has tried again", async () => {
  const { disk, time, ports } = await folder();
  disk.put(FIRST, new TextEncoder().encode("nonsense\n"));
  const rejected = assert.rejects(readState(ports), (error: Error & { remedy?: string }) => {
    assert.match(error.message, /^The state folder is sealed: journal-00000001.jsonl is damaged at event 1/);
    assert.match(error.remedy ?? "", /restore the state folder/);
    return true;
  });
  for (let tries = 0; tries < 4; tries++) {
    while (time.waits.length === 0) await settled();
    await time.advance(200);
  }
  await rejected;
});
