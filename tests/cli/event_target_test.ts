import assert from "node:assert/strict";
import { fileTarget, writing } from "../../src/cli/events/event_target.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

Deno.test("a file that cannot be written to its end is named with what to do, and is not left behind", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/out.jsonl`;
  const file = await Deno.open(path, { write: true, createNew: true });
  let room = 5;
  const target = writing(path, {
    async write(bytes) {
      if (room === 0) throw new Error("No space left on device (os error 28)");
      const written = await file.write(bytes.subarray(0, room));
      room -= written;
      return written;
    },
    close: () => file.close(),
  });
  const refused = await operationErrorOf(() => target.write("0123456789"));
  assert.equal(refused.message, `Cannot export to ${path}: No space left on device (os error 28)`);
  assert.match(refused.remedy ?? "", /make room/);
  target.close();
  assert.deepEqual(await folder.names(), []);
  const next = await fileTarget(path);
  await next.write("whole");
  next.close();
  assert.equal(await Deno.readTextFile(path), "whole");
});
