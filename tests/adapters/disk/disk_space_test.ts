import assert from "node:assert/strict";
import { diskSpaceOf } from "../../../src/adapters/disk/disk_space.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";

Deno.test("diskSpaceOf() tells the bytes that a folder's disk still takes, down to none", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using mounted = disk;
  const space = diskSpaceOf(mounted.path);
  const empty = await space.free();
  assert(empty > 200 * 1024 && empty <= 256 * 1024, `${empty} bytes are free of 256 KiB`);
  await mounted.fill();
  assert.equal(await space.free(), 0);
});

Deno.test("diskSpaceOf() rejects where there is no such folder", async () => {
  await assert.rejects(diskSpaceOf("/nowhere/at/all").free(), /ENOENT|No such file/);
});
