import assert from "node:assert/strict";
import {
  copyExecutable,
  giveFolder,
  removeFolder,
  replaceFile,
} from "../../../src/adapters/disk/system_files.ts";
import { HeldFolder } from "../../../src/adapters/disk/state_folder.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { asRoot } from "../../support/programs/strangers.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const OWNER = { uid: 54_321, gid: 54_322 };
const OTHER = { uid: 54_323, gid: 54_324 };

async function ownerOf(path: string): Promise<{ uid: number | null; gid: number | null }> {
  const { uid, gid } = await Deno.lstat(path);
  return { uid, gid };
}

/** A folder that a host has worked on. */
async function stateFolder(folder: TempFolder): Promise<string> {
  const path = `${folder.path}/state`;
  await Deno.mkdir(`${path}/deep`, { recursive: true, mode: 0o700 });
  for (const name of ["lock", "state.json", "deep/file"]) await Deno.writeTextFile(`${path}/${name}`, name);
  return path;
}

Deno.test("a program is copied whole, may be run by all, and a link in the temporary file's place is not followed", async () => {
  await using folder = await TempFolder.make();
  const [from, to, victim] = ["from", "bin/kms", "victim"].map((name) => `${folder.path}/${name}`);
  const program = crypto.getRandomValues(new Uint8Array(60_000));
  await Deno.writeFile(from!, program, { mode: 0o600 });
  await Deno.mkdir(`${folder.path}/bin`);
  await Deno.writeTextFile(victim!, "untouched");
  await Deno.symlink(victim!, `${to}.new`);
  await copyExecutable(from!, to!);
  assert.deepEqual(await Deno.readFile(to!), program);
  assert.equal(await folder.mode("bin/kms"), "755");
  assert.equal(await Deno.readTextFile(victim!), "untouched");
  assert.deepEqual(await Array.fromAsync(Deno.readDir(`${folder.path}/bin`), ({ name }) => name), ["kms"]);
});

Deno.test("a file of the system is replaced, readable by all, with nothing left beside it", async () => {
  await using folder = await TempFolder.make();
  for (const text of ["one", "two, longer"]) {
    await replaceFile(`${folder.path}/unit`, text, "utf-8");
    assert.equal(await Deno.readTextFile(`${folder.path}/unit`), text);
  }
  assert.equal(await folder.mode("unit"), "644");
  assert.deepEqual(await folder.names(), ["unit"]);
});

Deno.test("a new folder is made for its owner alone", async () => {
  if (!asRoot()) return;
  await using folder = await TempFolder.make();
  await giveFolder(`${folder.path}/above/state`, OWNER, true);
  assert.deepEqual(await ownerOf(`${folder.path}/above/state`), OWNER);
  assert.equal(await folder.mode("above/state"), "700");
  assert.equal((await ownerOf(`${folder.path}/above`)).uid, 0);
});

Deno.test("a state folder of root's, or of the user before, is given away with all that is in it", async () => {
  if (!asRoot()) return;
  await using folder = await TempFolder.make();
  const path = await stateFolder(folder);
  for (const owner of [OWNER, OTHER]) {
    await giveFolder(path, owner, true);
    for (const name of ["", "/lock", "/state.json", "/deep", "/deep/file"]) {
      assert.deepEqual(await ownerOf(path + name), owner, name);
    }
  }
});

Deno.test("what a link in a state folder points to is not given away, and a file with a second name is refused", async () => {
  if (!asRoot()) return;
  await using folder = await TempFolder.make();
  const path = await stateFolder(folder);
  const victim = `${folder.path}/victim`;
  await Deno.writeTextFile(victim, "");
  await Deno.symlink(victim, `${path}/link`);
  await giveFolder(path, OWNER, true);
  assert.equal((await ownerOf(victim)).uid, 0);
  assert.deepEqual(await ownerOf(`${path}/link`), OWNER);
  await Deno.link(victim, `${path}/hard`);
  await assert.rejects(() => giveFolder(path, OTHER, true), /hard has a second name/);
  assert.equal((await ownerOf(victim)).uid, 0);
});

Deno.test("a folder of other things is neither given away nor removed", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/passwd`, "");
  const owner = await ownerOf(folder.path);
  for (const work of [() => giveFolder(folder.path, OWNER, true), () => removeFolder(folder.path, true)]) {
    assert.match((await operationErrorOf(work)).message, /it holds other things/);
  }
  assert.deepEqual(await ownerOf(folder.path), owner);
  assert.deepEqual(await folder.names(), ["passwd"]);
});

Deno.test("a state folder in use is neither given away nor removed", async () => {
  await using folder = await TempFolder.make();
  const path = await stateFolder(folder);
  using _held = await HeldFolder.hold(path);
  if (asRoot()) {
    assert.match((await operationErrorOf(() => giveFolder(path, OWNER, true))).message, /in use/);
  }
  assert.match((await operationErrorOf(() => removeFolder(path, true))).message, /in use/);
  await Deno.lstat(`${path}/state.json`);
});

Deno.test("a state folder is removed with all that is in it, and one that is not there is no hindrance", async () => {
  await using folder = await TempFolder.make();
  const path = await stateFolder(folder);
  await removeFolder(path, true);
  await removeFolder(path, true);
  assert.deepEqual(await folder.names(), []);
});
