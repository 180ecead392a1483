import assert from "node:assert/strict";
import { DenoDisk } from "../../../src/adapters/disk/deno_disk.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { DecodeError } from "../../../src/protocol/decode_error.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

async function setUp() {
  const folder = await TempFolder.make();
  return { folder, documents: documentFolder(new DenoDisk(folder.path)) };
}

Deno.test("a document that is not there reads as null", async () => {
  const { folder, documents } = await setUp();
  await using _folder = folder;
  assert.equal(await documents.json("a.json").read(), null);
  assert.equal(await documents.text("a.txt").read(), null);
});

Deno.test("a document is read back as it was written, for its owner's eyes alone, with nothing left beside it", async () => {
  const { folder, documents } = await setUp();
  await using _folder = folder;
  await documents.json("a.json").write({ name: "büro", list: [1, 2] });
  await documents.text("b.txt").write("text\n");
  await documents.text("b.txt").write("another\n");
  assert.deepEqual(await documents.json("a.json").read(), { name: "büro", list: [1, 2] });
  assert.equal(await documents.text("b.txt").read(), "another\n");
  assert.deepEqual(await folder.names(), ["a.json", "b.txt"]);
  assert.equal(await folder.mode("a.json"), "600");
});

Deno.test("a document is replaced by another file, so that who reads the old one reads it whole", async () => {
  const { folder, documents } = await setUp();
  await using _folder = folder;
  const path = `${folder.path}/a.json`;
  await documents.json("a.json").write({ version: 1, filling: "x".repeat(10_000) });
  using reader = await Deno.open(path);
  const before = await Deno.stat(path);
  await documents.json("a.json").write({ version: 2 });
  assert.notEqual((await Deno.stat(path)).ino, before.ino);
  const bytes = new Uint8Array(20_000);
  const size = await reader.read(bytes);
  assert.equal(JSON.parse(new TextDecoder().decode(bytes.subarray(0, size!))).version, 1);
});

Deno.test("a document that was open to others is closed when it is replaced", async () => {
  const { folder, documents } = await setUp();
  await using _folder = folder;
  await Deno.writeTextFile(`${folder.path}/a.json`, "{}", { mode: 0o644 });
  await documents.json("a.json").write({});
  assert.equal(await folder.mode("a.json"), "600");
});

for (const name of ["a.json", "a.json.new"]) {
  Deno.test(`a link that was planted at ${name} is not written through`, async () => {
    const { folder, documents } = await setUp();
    await using _folder = folder;
    const victim = `${folder.path}/victim`;
    await Deno.writeTextFile(victim, "untouched");
    await Deno.symlink(victim, `${folder.path}/${name}`);
    await documents.json("a.json").write({ written: true });
    assert.equal(await Deno.readTextFile(victim), "untouched");
    assert((await Deno.lstat(`${folder.path}/a.json`)).isFile);
    assert.deepEqual(await documents.json("a.json").read(), { written: true });
  });
}

Deno.test("a link that was planted at a document is not read through, nor is a folder", async () => {
  const { folder, documents } = await setUp();
  await using _folder = folder;
  await Deno.writeTextFile(`${folder.path}/victim`, '"secret"');
  await Deno.symlink(`${folder.path}/victim`, `${folder.path}/a.json`);
  await Deno.symlink(`${folder.path}/nowhere`, `${folder.path}/b.json`);
  await Deno.mkdir(`${folder.path}/c.json`);
  for (const name of ["a.json", "b.json", "c.json"]) {
    await assert.rejects(() => documents.json(name).read(), /is not a plain file/);
  }
});

Deno.test("what is no JSON, or no UTF-8, is a DecodeError with the document's name", async () => {
  const { folder, documents } = await setUp();
  await using _folder = folder;
  await Deno.writeTextFile(`${folder.path}/a.json`, '{"half":');
  await Deno.writeFile(`${folder.path}/b.txt`, Uint8Array.of(0xff, 0xfe));
  const named = (name: string) => (error: unknown) =>
    error instanceof DecodeError && error.message.includes(name);
  await assert.rejects(() => documents.json("a.json").read(), named("a.json"));
  await assert.rejects(() => documents.text("b.txt").read(), named("b.txt"));
});

Deno.test("a document that a full disk has no room for is named, and the old one stays as it was, alone", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  const documents = documentFolder(new DenoDisk(disk.path));
  await documents.json("a.json").write({ version: 1 });
  await disk.fill();
  const error = await operationErrorOf(() =>
    documents.json("a.json").write({ version: 2, more: "x".repeat(9999) })
  );
  assert.match(error.message, /^Cannot write a\.json: No space left/);
  assert.match(error.remedy ?? "", /make room/);
  assert.deepEqual(await documents.json("a.json").read(), { version: 1 });
  await assert.rejects(() => Deno.lstat(`${disk.path}/a.json.new`), Deno.errors.NotFound);
});

Deno.test("a document in a folder that cannot be written to is named, with the remedy", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  await disk.remount("ro");
  const documents = documentFolder(new DenoDisk(disk.path));
  const error = await operationErrorOf(() => documents.text("a.txt").write("text"));
  assert.match(error.message, /^Cannot write a\.txt: Read-only file system/);
  assert.match(error.remedy ?? "", /make it writable/);
});
