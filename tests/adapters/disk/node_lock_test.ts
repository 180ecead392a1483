import assert from "node:assert/strict";
import { FolderBusy, nodeFolderLock } from "../../../src/adapters/disk/node_lock.ts";
import { FolderInUse, HeldFolder, isHeld } from "../../../src/adapters/disk/state_folder.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

Deno.test("while a product works on a folder kms cannot, and the other way round", async () => {
  await using folder = await TempFolder.make();
  const { path } = folder;
  const lock = nodeFolderLock(path, 0);
  await lock.during(async () => {
    assert(isHeld(path));
    await assert.rejects(HeldFolder.hold(path), FolderInUse);
    await assert.rejects(lock.during(() => Promise.resolve()), FolderBusy);
  });
  assert(!isHeld(path));
  await using child = new ChildProgram("holding_child.ts", [path]);
  assert.equal(await child.line(), "held");
  assert((await operationErrorOf(() => lock.during(() => Promise.resolve()))) instanceof FolderBusy);
  await child.kill();
  assert.equal(await nodeFolderLock(path, 5000).during(() => Promise.resolve("done")), "done");
});

Deno.test("a folder is free again after work that failed, and is waited for", async () => {
  await using folder = await TempFolder.make();
  const lock = nodeFolderLock(folder.path, 0);
  await assert.rejects(lock.during(() => Promise.reject(new Error("failed"))), /failed/);
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const first = lock.during(() => {
    held.resolve();
    return promise;
  });
  await held.promise; // who waits must not come first
  const second = nodeFolderLock(folder.path, 20_000).during(() => Promise.resolve("later"));
  resolve();
  await first;
  assert.equal(await second, "later");
});

Deno.test("a lock that cannot be had is told: a link in its place, a folder that is not there", async () => {
  await using folder = await TempFolder.make();
  await Deno.symlink("/etc/passwd", `${folder.path}/lock`);
  const nothing = () => Promise.resolve();
  const link = await operationErrorOf(() => nodeFolderLock(folder.path, 0).during(nothing));
  assert.match(link.message, /not a plain file/);
  const missing = await operationErrorOf(() => nodeFolderLock(`${folder.path}/none`, 0).during(nothing));
  assert.match(missing.message, /^Cannot write .*\/none\/lock: No such file/);
});
