import assert from "node:assert/strict";
import { storageOf } from "../../../src/adapters/disk/storage.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";

Deno.test("a file system tells its room, and why it takes nothing in, without being written to", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  const file = `${disk.path}/state.json`;
  await Deno.writeTextFile(file, "{}");
  await Deno.utime(file, 7, 7);
  const storage = storageOf(disk.path, "state.json");
  assert.deepEqual([await storage.free() > 200_000, await storage.refusal()], [true, undefined]);
  await disk.fill();
  assert.equal(await storage.free(), 0);
  await disk.remount("ro");
  assert.match(await storage.refusal() ?? "", /Read-only/);
  const { mtime, size: length } = await Deno.stat(file);
  assert.deepEqual([mtime?.getTime(), length], [7000, 2]);
  assert.equal(await storageOf(disk.path, "nowhere").refusal(), undefined);
});
