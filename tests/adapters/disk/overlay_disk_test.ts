import assert from "node:assert/strict";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { OverlayDisk } from "../../../src/adapters/disk/overlay_disk.ts";
import { installKey } from "../../../src/host/installing.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { activatedHost, openHost } from "../../support/roles/test_host.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (found: Uint8Array | undefined) =>
  found === undefined ? undefined : new TextDecoder().decode(found);

async function overlaid() {
  const below = new SimulatedDisk();
  below.put("a", bytes("one"));
  below.put("b", bytes("two"));
  return { below, disk: new OverlayDisk(below), before: await below.list() };
}

Deno.test("what is written over a folder is read back, and the folder below is as it was", async () => {
  const { below, disk } = await overlaid();
  const file = await disk.append("a");
  file.write(bytes(" more"));
  await file.sync();
  file.close();
  await disk.truncate("b", 1);
  await disk.rename("b", "c");
  (await disk.create("d")).write(bytes("new"));
  await disk.syncFolder();
  assert.deepEqual((await disk.list()).sort(), ["a", "c", "d"]);
  const read = async (name: string) => text(await disk.read(name));
  assert.deepEqual([await read("a"), await read("b"), await read("c"), await read("d")], [
    "one more",
    undefined,
    "t",
    "new",
  ]);
  assert.deepEqual([text(await disk.readPart("a", 4, 2)), await disk.size("a")], ["mo", 8]);
  await disk.remove("a");
  assert.deepEqual([await read("a"), await disk.readPart("a", 0, 1), await disk.size("a")], [
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual([text(below.peek("a")), text(below.peek("b")), (await below.list()).sort()], [
    "one",
    "two",
    [
      "a",
      "b",
    ],
  ]);
});

Deno.test("what was not written to is read from below, whole and in parts", async () => {
  const { disk } = await overlaid();
  assert.deepEqual([text(await disk.read("b")), text(await disk.readPart("b", 1, 9)), await disk.size("b")], [
    "two",
    "wo",
    3,
  ]);
});

Deno.test("what is not there can neither be appended to nor cut", async () => {
  const { disk } = await overlaid();
  await disk.remove("a");
  await assert.rejects(() => disk.append("a"), /a does not exist/);
  await assert.rejects(() => disk.truncate("x", 0), /x does not exist/);
});

Deno.test("documents over a folder are kept in memory", async () => {
  const { below, disk } = await overlaid();
  const document = documentFolder(disk).json("state.json");
  await document.write({ value: 1 });
  assert.deepEqual([await document.read(), below.peek("state.json")], [{ value: 1 }, undefined]);
});

Deno.test("a host whose journal has a torn end, opened over its folder, recovers and leaves the folder alone", async () => {
  const { host, disk, time, publisher } = await activatedHost();
  await host.stop();
  const journal = disk.peek("journal-00000001.jsonl")!;
  const torn = bytes(`${new TextDecoder().decode(journal)}{"n":4,"b":4,"id":123`);
  disk.put("journal-00000001.jsonl", torn);
  const before = disk.afterKill();
  const operations = disk.log.length;
  const opened = await openHost(new OverlayDisk(disk), time);
  assert.equal(opened.activation(time.now()).kind, "activated");
  await installKey(opened, await publisher.authority.issueKey("host", []));
  await opened.stop();
  assert.deepEqual(disk.log.slice(operations).filter((line) => !/^(read|list)/.test(line)), []);
  assert.deepEqual(disk.peek("journal-00000001.jsonl"), before.peek("journal-00000001.jsonl"));
});
