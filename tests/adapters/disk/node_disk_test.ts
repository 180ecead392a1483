import assert from "node:assert/strict";
import { DenoDisk } from "../../../src/adapters/disk/deno_disk.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { NodeDisk } from "../../../src/adapters/disk/node_disk.ts";
import type { Disk } from "../../../src/ports.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (found: Uint8Array | undefined) =>
  found === undefined ? undefined : new TextDecoder().decode(found);

/** All that a disk does to its files, and what is seen of it. */
async function story(disk: Disk): Promise<unknown[]> {
  const file = await disk.create("a.new");
  file.write(bytes("one two"));
  await file.sync();
  file.close();
  file.close();
  await disk.rename("a.new", "a");
  const more = await disk.append("a");
  more.write(bytes(" three"));
  more.close();
  await disk.syncFolder();
  const seen = [
    text(await disk.read("a")),
    text(await disk.readPart("a", 4, 3)),
    text(await disk.readPart("a", 8, 99)),
    await disk.size("a"),
    await disk.read("none"),
    await disk.readPart("none", 0, 1),
    await disk.size("none"),
    await disk.list(),
  ];
  await disk.truncate("a", 3);
  const cut = text(await disk.read("a"));
  await disk.remove("a");
  return [...seen, cut, await disk.list()];
}

Deno.test("a folder is to products what it is to kms", async () => {
  await using folder = await TempFolder.make();
  const told = await story(new NodeDisk(folder.path));
  assert.deepEqual(told, await story(new DenoDisk(folder.path)));
  assert.equal(told[0], "one two three");
});

Deno.test("a file is for its owner's eyes alone; a link in its place is neither read nor written through", async () => {
  await using folder = await TempFolder.make();
  const disk = new NodeDisk(folder.path);
  const path = `${folder.path}/a`;
  await Deno.writeTextFile(`${folder.path}/secret`, "secret");
  await Deno.symlink(`${folder.path}/secret`, path);
  for (
    const act of [
      () => disk.read("a"),
      () => disk.size("a"),
      () => disk.append("a"),
      () => disk.truncate("a", 0),
    ]
  ) {
    await assert.rejects(act, /not a plain file/);
  }
  (await disk.create("a")).close();
  assert.equal(await folder.mode("a"), "600");
  assert.equal(await Deno.readTextFile(`${folder.path}/secret`), "secret");
});

Deno.test("a file that was removed while it was written to is not taken for written", async () => {
  await using folder = await TempFolder.make();
  const file = await new NodeDisk(folder.path).create("a");
  file.write(bytes("x"));
  await Deno.remove(`${folder.path}/a`);
  await assert.rejects(file.sync(), /removed/);
  file.close();
});

Deno.test("a full disk leaves a document as it was, and is told", async () => {
  const small = await SmallDisk.mount();
  if (small === undefined) return;
  await using _small = small;
  const document = documentFolder(new NodeDisk(small.path)).text("a");
  await document.write("old");
  await small.fill();
  const error = await operationErrorOf(() => document.write("x".repeat(5000)));
  assert.match(error.message, /^Cannot write a: .*(?:ENOSPC|No space left)/);
  assert.equal(await document.read(), "old");
});
