import assert from "node:assert/strict";
import { prepareFolder } from "../../../src/adapters/disk/own_folder.ts";
import {
  FolderInUse,
  folderLock,
  HeldFolder,
  isHeld,
  whileUnchanged,
} from "../../../src/adapters/disk/state_folder.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

Deno.test("a state folder is made, with those above it, for its owner alone", async () => {
  await using folder = await TempFolder.make();
  await prepareFolder(`${folder.path}/above/state`);
  assert.equal(await folder.mode("above/state"), "700");
  assert.equal(await folder.mode("above"), "700");
});

Deno.test("a state folder that others may enter is closed: an empty one, and one that kms has worked on", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/state`;
  await Deno.mkdir(path);
  await Deno.chmod(path, 0o755);
  await prepareFolder(path);
  assert.equal(await folder.mode("state"), "700");
  await folderLock(path).during(() => Promise.resolve());
  await Deno.writeTextFile(`${path}/state.json`, "{}");
  await Deno.chmod(path, 0o777);
  await prepareFolder(path);
  assert.equal(await folder.mode("state"), "700");
});

Deno.test("a folder of other things is not closed to others because its name was typed", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/passwd`, "");
  await Deno.chmod(folder.path, 0o755);
  const error = await operationErrorOf(() => prepareFolder(folder.path));
  assert.match(error.message, /holds other things and is open to others/);
  assert.equal(await folder.mode(), "755");
});

Deno.test("a file in the state folder's place is named, with the remedy", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  for (const path of [`${folder.path}/file`, `${folder.path}/file/state`]) {
    const error = await operationErrorOf(() => prepareFolder(path));
    assert(error.message.startsWith(`Cannot use the folder ${path}: `));
    assert.match(error.remedy ?? "", /--state DIR/);
  }
});

Deno.test("a second process is refused the folder and told which process has it, until that one is killed", async () => {
  await using folder = await TempFolder.make();
  await using child = new ChildProgram("holding_child.ts", [folder.path]);
  assert.equal(await child.line(), "held");
  const error = await operationErrorOf(() => HeldFolder.hold(folder.path));
  assert.match(error.message, new RegExp(`in use by another process \\(process ${child.pid}\\)`));
  await child.kill();
  using held = await HeldFolder.hold(folder.path, 5000);
  assert(held instanceof HeldFolder);
  assert.equal(await Deno.readTextFile(`${folder.path}/lock`), `${Deno.pid}\n`);
});

Deno.test("one process holds a folder once, and as often as it gives it free", async () => {
  await using folder = await TempFolder.make();
  const first = await HeldFolder.hold(folder.path);
  await operationErrorOf(() => HeldFolder.hold(folder.path));
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  using second = await HeldFolder.hold(folder.path);
  assert(second instanceof HeldFolder);
  assert.equal(await folder.mode("lock"), "600");
});

Deno.test("pieces of work under one folder's lock run one after the other, and give it free when they fail", async () => {
  await using folder = await TempFolder.make();
  let inside = 0;
  const work = async () => {
    inside += 1;
    assert.equal(inside, 1);
    await Deno.stat(folder.path);
    inside -= 1;
    return "done";
  };
  const all = Array.from({ length: 5 }, () => folderLock(folder.path).during(work));
  assert.deepEqual(await Promise.all(all), Array(5).fill("done"));
  await assert.rejects(
    () => folderLock(folder.path).during(() => Promise.reject(new Error("failed"))),
    /failed/,
  );
  assert.equal(await folderLock(folder.path).during(work), "done");
});

Deno.test("a link in the lock's place is refused and not followed", async () => {
  await using folder = await TempFolder.make();
  const victim = `${folder.path}/victim`;
  await Deno.writeTextFile(victim, "untouched");
  await Deno.symlink(victim, `${folder.path}/lock`);
  const error = await operationErrorOf(() => HeldFolder.hold(folder.path));
  assert.match(error.message, /lock is not a plain file/);
  assert.equal(await Deno.readTextFile(victim), "untouched");
});

Deno.test("a folder on a full disk is held all the same; on a read-only one it is refused with the remedy", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  await folderLock(disk.path).during(() => Promise.resolve());
  await disk.fill();
  assert.equal(await folderLock(disk.path).during(() => Promise.resolve("held")), "held");
  await disk.remount("ro");
  const error = await operationErrorOf(() => HeldFolder.hold(disk.path));
  assert.match(error.message, /Cannot write to the state folder: Read-only file system/);
  assert.match(error.remedy ?? "", /make its file system writable/);
});

Deno.test("to ask whether a folder is held keeps nobody from holding it right after", async () => {
  await using folder = await TempFolder.make();
  for (let i = 0; i < 20; i++) {
    {
      using _held = await HeldFolder.hold(folder.path);
      assert.equal(isHeld(folder.path), true);
    }
    assert.equal(isHeld(folder.path), false);
  }
});

Deno.test("a folder is read by several at a time, and by none while another process holds it", async () => {
  await using folder = await TempFolder.make();
  assert.equal(await whileUnchanged(folder.path, () => Promise.resolve("read")), "read");
  assert.deepEqual(await folder.names(), []); // nobody has worked on it yet, and nobody has now
  {
    using _held = await HeldFolder.hold(folder.path);
    await assert.rejects(() => whileUnchanged(folder.path, () => Promise.resolve()), FolderInUse);
  }
  const lock = await Deno.readFile(`${folder.path}/lock`);
  await whileUnchanged(folder.path, async () => {
    await whileUnchanged(folder.path, () => Promise.resolve());
    await assert.rejects(() => HeldFolder.hold(folder.path), FolderInUse);
  });
  assert.deepEqual(await Deno.readFile(`${folder.path}/lock`), lock);
  using _held = await HeldFolder.hold(folder.path);
});
