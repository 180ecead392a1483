import assert from "node:assert/strict";
import { documentFolder } from "../../src/adapters/disk/documents.ts";
import { Client } from "../../src/client/client.ts";
import { LicenceState } from "../../src/protocol/licence_state.ts";
import { DAY } from "../support/counting.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { Died, SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { TestClient } from "../support/roles/test_client.ts";

async function activated(): Promise<TestClient> {
  const bench = new TestClient();
  await (await bench.ready()).activate();
  return bench;
}

async function stateOn(bench: TestClient): Promise<LicenceState> {
  return (await (await bench.open()).look()).standing.state;
}

Deno.test("a lease holds where one of the computer's four components is another, and not where two are", async () => {
  const bench = await activated();
  for (const [changed, state] of [[1, "licensed"], [2, "outOfToleranceGrace"]] as const) {
    bench.machine = fakeMachine("pc-1", changed);
    assert.equal(await stateOn(bench), LicenceState[state]);
  }
});

Deno.test("a lease that was copied to another computer does not license it, alone or with its whole folder", async () => {
  const { documents } = await activated();
  for (const files of [["lease.json"], [...documents.texts.keys()]]) {
    const other = new TestClient();
    other.machine = fakeMachine("pc-2");
    await other.ready();
    for (const file of files) other.documents.texts.set(file, documents.texts.get(file)!);
    const { lease, standing } = await (await other.open()).look();
    assert.deepEqual([lease?.kind, standing.reason], ["otherComputer", "hardwareChanged"]);
  }
});

Deno.test("whenever a renewal is cut short, by its process or by the power, the client is licensed after it", async () => {
  const random = new SeededRandom(7);
  const bench = await activated();
  bench.time.set(bench.time.now() + 7 * DAY);
  const on = (disk: SimulatedDisk) => {
    const { time, machine, network, names } = bench;
    const documents = documentFolder(disk);
    return Client.open({
      clock: time,
      timer: time,
      random,
      machine,
      network,
      documents,
      openNames: names.open,
    });
  };
  let finished = false;
  for (let dieAt = 1; !finished; dieAt++) {
    const disk = new SimulatedDisk();
    const documents = documentFolder(disk);
    for (const [name, text] of bench.documents.texts) await documents.text(name).write(text);
    disk.dieAt = disk.operations + dieAt;
    const renewal = on(disk).then((client) => client.activate());
    finished = await renewal.then(() => true, (error) => {
      assert.ok(causes(error).some((cause) => cause instanceof Died), String(error));
      return false;
    });
    for (const found of [disk.afterKill(), disk.afterPowerLoss(random)]) {
      const { lease, standing } = await (await on(found)).look();
      assert.equal(standing.state, LicenceState.licensed, `cut short in operation ${dieAt}`);
      if (finished) assert.equal(lease?.kind === "holds" && lease.issued, bench.time.now());
    }
    assert.ok(dieAt < 200);
  }
});

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}
