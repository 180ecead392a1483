import assert from "node:assert/strict";
import { documentFolder } from "../../src/adapters/disk/documents.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const NAME = "state.json";
const encoder = new TextEncoder();
const jsonOn = (disk: SimulatedDisk) => documentFolder(disk).json(NAME);

async function diskWith(value: unknown): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await jsonOn(disk).write(value);
  return disk.afterKill();
}

Deno.test("A document reads back what was written, and null where there is none", async () => {
  const disk = new SimulatedDisk();
  const { text, json } = documentFolder(disk);
  assert.deepEqual([await text("a").read(), await json("b").read()], [null, null]);
  await text("a").write("ä\n");
  await json("b").write({ b: [1, null] });
  assert.deepEqual([await text("a").read(), await json("b").read()], ["ä\n", { b: [1, null] }]);
  assert.deepEqual([disk.names, disk.open], [["a", "b"], 0]);
});

Deno.test("A document is the old or the new one after a crash in any step of writing it", async () => {
  const old = await diskWith({ version: "old" });
  const counting = old.afterKill();
  await jsonOn(counting).write({ version: "new" });
  for (let at = 1; at <= counting.operations + 1; at++) {
    const disk = old.afterKill();
    disk.dieAt = at;
    const written = await jsonOn(disk).write({ version: "new" }).then(() => true, () => false);
    assert.equal(written, at > counting.operations);
    for (let seed = 0; seed < 30; seed++) {
      const after = disk.afterPowerLoss(new SeededRandom(seed));
      const found = await jsonOn(after).read() as { version: string };
      assert.ok(found.version === "new" || (!written && found.version === "old"), `${at}: ${found.version}`);
      await jsonOn(after).write({ version: "newest" });
      assert.deepEqual(await jsonOn(after).read(), { version: "newest" });
    }
  }
});

Deno.test("A document is the old one where any step before its rename fails, and nothing is left over", async () => {
  for (const operation of ["create", "write", "sync", "rename"]) {
    const disk = await diskWith({ version: "old" });
    disk.trouble = { at: 1, which: (one) => one === operation };
    await assert.rejects(jsonOn(disk).write({ version: "new" }), /Cannot write state.json: .*no space left/);
    assert.deepEqual(await jsonOn(disk).read(), { version: "old" });
    assert.deepEqual([disk.names, disk.open], [[NAME], 0]);
  }
});

Deno.test("A document that is removed is gone after a crash too, and removing none is no fault", async () => {
  const disk = await diskWith({ version: "old" });
  await jsonOn(disk).remove();
  await jsonOn(disk).remove();
  const after = disk.afterPowerLoss(new SeededRandom(1));
  assert.deepEqual([await jsonOn(disk).read(), await jsonOn(after).read()], [null, null]);
  const failing = await diskWith({ version: "old" });
  failing.trouble = { at: 1, which: (one) => one === "remove" };
  await assert.rejects(jsonOn(failing).remove(), /Cannot remove state.json/);
});

Deno.test("A JSON document that holds anything but an object is refused, and never taken for none", async () => {
  for (const text of ["", " ", "null", "false", "0", '""', "{", "undefined"]) {
    const disk = new SimulatedDisk();
    disk.put(NAME, encoder.encode(text));
    await assert.rejects(jsonOn(disk).read(), { name: "DecodeError" }, text);
  }
});

Deno.test("A text document that is not UTF-8 is refused", async () => {
  const disk = new SimulatedDisk();
  disk.put(NAME, Uint8Array.of(0xff));
  await assert.rejects(documentFolder(disk).text(NAME).read(), /it is not UTF-8/);
});
