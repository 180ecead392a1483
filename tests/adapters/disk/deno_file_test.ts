import assert from "node:assert/strict";
import { DenoFile, type OpenFile } from "../../../src/adapters/disk/deno_file.ts";

/** A file on a disk whose syncs take as long as the test says; how each was asked for is noted. */
function fileOn(disk: { milliseconds: number; links?: number; fault?: Error }) {
  let now = 0;
  const asked: ("here" | "elsewhere")[] = [];
  const synced = () => {
    now += disk.milliseconds;
    if (disk.fault !== undefined) throw disk.fault;
  };
  const open: OpenFile = {
    writeSync: (bytes) => bytes.length,
    syncData() {
      asked.push("elsewhere");
      return Promise.resolve().then(synced);
    },
    syncDataSync() {
      asked.push("here");
      synced();
    },
    statSync: () => ({ nlink: disk.links ?? 1 }) as Deno.FileInfo,
    close() {},
  };
  return { file: new DenoFile(open, () => now), asked };
}

async function syncs(file: DenoFile, count: number, alone: boolean): Promise<void> {
  for (let n = 0; n < count; n++) await file.sync(alone);
}

Deno.test("the thread waits for the disk once eight syncs in a row were quick, and for what is synced alone", async () => {
  const { file, asked } = fileOn({ milliseconds: 0.3 });
  await syncs(file, 8, true);
  assert.deepEqual(asked, Array(8).fill("elsewhere"));
  await syncs(file, 2, true);
  await syncs(file, 1, false);
  await syncs(file, 1, true);
  assert.deepEqual(asked.slice(8), ["here", "here", "elsewhere", "here"]);
});

Deno.test("one slow sync, and the thread waits for none of the next eight", async () => {
  const disk = { milliseconds: 0.3 };
  const { file, asked } = fileOn(disk);
  await syncs(file, 9, true);
  disk.milliseconds = 40;
  await syncs(file, 1, true);
  disk.milliseconds = 0.3;
  await syncs(file, 9, true);
  assert.deepEqual(asked.slice(8), ["here", "here", ...Array(8).fill("elsewhere"), "here"]);
});

Deno.test("a slow disk is never waited for", async () => {
  const { file, asked } = fileOn({ milliseconds: 5 });
  await syncs(file, 50, true);
  assert.ok(!asked.includes("here"));
});

Deno.test("what the disk refuses, and a file that was removed, reject whoever waits, in either way", async () => {
  const disk: { milliseconds: number; links: number; fault?: Error } = { milliseconds: 0.3, links: 1 };
  const { file } = fileOn(disk);
  for (const alone of [false, true]) {
    await syncs(file, 9, true);
    disk.fault = new Error("EIO");
    await assert.rejects(file.sync(alone), /EIO/);
    delete disk.fault;
    disk.links = 0;
    await assert.rejects(file.sync(alone), /removed/);
    disk.links = 1;
  }
});
