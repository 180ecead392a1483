import assert from "node:assert/strict";
import { diagnoseFolder } from "../../../src/app/folders/diagnose_folder.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { SmallDisk } from "../../support/disk/small_disk.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const CLIENT = { host: false };

Deno.test("a client whose document is damaged is diagnosed as far as that goes: at its settings", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/client.json`, "{}");
  const { role, broken, steps } = await diagnoseFolder(folder.path, CLIENT);
  assert.deepEqual([role, broken, steps[0]?.code], ["client", "settings", 0x80070570]);
  assert.match(steps[0]!.text!, /client\.json/);
  assert.deepEqual(new Set(steps.slice(1).map(({ standing }) => standing)), new Set(["notReached"]));
  assert.deepEqual(await folder.names(), ["client.json"]);
});

Deno.test("a folder without a role is diagnosed as what it is to become, and stays empty", async () => {
  await using folder = await TempFolder.make();
  const asClient = await diagnoseFolder(folder.path, CLIENT);
  const asHost = await diagnoseFolder(folder.path, { host: true });
  assert.deepEqual([asClient.role, asClient.broken], ["none", "licence"]);
  assert.deepEqual([asHost.role, asHost.broken], ["host", "licence"]);
  assert.deepEqual(await folder.names(), []);
});

Deno.test("a client's folder is no host's, and one that is not there is said not to be", async () => {
  await using folder = await TempFolder.make();
  {
    await using console = await openConsole(folder.path, true);
    await console.call("changeClientSetting", { name: "host", value: "kms.example" });
  }
  const error = await operationErrorOf(() => diagnoseFolder(folder.path, { host: true }));
  assert.equal(error.code, HResult.notAHost);
  assert.match(
    (await operationErrorOf(() => diagnoseFolder(`${folder.path}/nowhere`, CLIENT))).message,
    /There is no state folder/,
  );
});

Deno.test("a host on a file system that has become read-only is diagnosed: its disk is the fault", async () => {
  const disk = await SmallDisk.mount();
  if (disk === undefined) return;
  await using _disk = disk;
  await using site = await TestSite.make();
  {
    await using console = await openConsole(disk.path, true);
    await site.activate(console);
  }
  await disk.remount("ro");
  const { broken, steps } = await diagnoseFolder(disk.path, { host: true });
  assert.deepEqual([broken, steps.find(({ step }) => step === "disk")?.code], ["disk", HResult.accessDenied]);
});

Deno.test("an image that has not woken yet stays asleep when it is looked at", async () => {
  await using site = await TestSite.make();
  const folder = site.folder("image");
  {
    await using console = await openConsole(folder, true);
    await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
    await console.call("installKey", { key: site.editorKey });
    await console.call("generalize", {});
  }
  const before = await Deno.readTextFile(`${folder}/client.json`);
  assert.match(before, /"generalizedOn": "[0-9a-f]{32}"/);
  await diagnoseFolder(folder, CLIENT);
  assert.equal(await Deno.readTextFile(`${folder}/client.json`), before);
});
