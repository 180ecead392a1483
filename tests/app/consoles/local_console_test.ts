import assert from "node:assert/strict";
import { resolve } from "node:path";
import { LocalConsole } from "../../../src/app/consoles/local_console.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

async function serving(folder: string): Promise<ChildProgram> {
  const host = new ChildProgram("serving_child.ts", [
    "serve",
    "--state",
    folder,
    "--listen",
    "127.0.0.1",
    "--port",
    "0",
  ]);
  assert.match(await host.line(), /listening/);
  return host;
}

Deno.test("a folder that no host runs on is named with its whole path", async () => {
  await using console = new LocalConsole("host");
  const { message } = await operationErrorOf(() => console.call("status", {}));
  assert.equal(message, `No host runs on the folder ${resolve("host")}`);
});

Deno.test("calls and streams go on with the host that is started after one that was killed", async () => {
  await using folder = await TempFolder.make();
  await using console = new LocalConsole(folder.path);
  assert.match((await operationErrorOf(() => console.call("status", {}))).message, /No host runs on/);
  await using killed = await serving(folder.path);
  const ending = new AbortController();
  const lines = console.watch(ending.signal);
  const first = await lines.next();
  assert.equal(first.value!.status.role, "host");
  assert.deepEqual(await console.call("caller", {}), { name: "local", role: "administrator" });
  await killed.kill();
  await assert.rejects(async () => {
    for await (const _ of lines);
    throw new Error("the host is gone");
  });
  assert.match((await operationErrorOf(() => console.call("status", {}))).message, /No host runs on/);
  await using _again = await serving(folder.path);
  await console.call("changeSetting", { name: "activationInterval", value: 30 });
  const after = console.watch(ending.signal);
  const told = await after.next();
  assert.equal(told.value!.status.settings.activationInterval, 30);
  await after.return(undefined);
});
